/** @file What a run takes on the device lies within 1.3 times of what the studio foretells, either way. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { compile, sizedLayers } from "../../core/graph/compile.ts";
import { type TemplateName, templates } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { estimateTraining } from "../../core/training/estimate.ts";
import { defaultTraining } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { buildModel } from "../model/build.ts";
import { inMemory } from "./samples.ts";
import { Trainer } from "./trainer.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const ofOperations = () => (tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;

const cases: readonly (readonly [TemplateName, readonly number[], number])[] = [
  ["mlp", [784], 16],
  ["mlp", [784], 128],
  ["wideAndDeep", [20], 128],
  ["leNet", [28, 28, 1], 16],
  ["cnn1d", [32, 4], 16],
  ["lstm", [20, 8], 16],
  ["gru", [20, 8], 64],
  ["bidirectionalLstm", [20, 8], 16],
  ["transformerEncoder", [10, 8], 16],
];

it.each(cases)("%s of %j, batch %i", { timeout: 120_000 }, async (name, inputShape, batchSize) => {
  const context: ModelContext = { inputShape, task: "multiclass", classes: 3, vocabulary: null };
  const compiled = compile(templates[name](context).graph, context);
  if (compiled.model === null) throw new Error(JSON.stringify(compiled.issues));
  const width = inputShape.reduce((product, n) => product * n, 1);
  const rows = 2 * batchSize;
  // Many times what a step takes: a look at it must not need more.
  const validation = 50 * batchSize + 3;
  const trainer = new Trainer({
    model: buildModel(compiled.model, 1),
    data: {
      x: inMemory(
        Float32Array.from({ length: (rows + validation) * width }, (_, at) => Math.sin(at)),
        rows + validation,
      ),
      y: Int32Array.from({ length: rows + validation }, (_, row) => row % 3),
      counts: { train: rows, validation, test: 0 },
    },
    task: "multiclass",
    config: { ...defaultTraining, batchSize },
    maxTensorBytes: device.maxTensorBytes,
  });
  trainer.beginEpoch(1);
  trainer.run(0, trainer.stepsPerEpoch);
  await trainer.evaluate("validation", () => true);
  const before = ofOperations();
  await trainer.predict("validation");
  // What operations take that are not recorded stays in tfjs's store until the run ends.
  expect(ofOperations() - before).toBeLessThan(2 * validation * 3 * Float32Array.BYTES_PER_ELEMENT + 1e5);
  expect(trainer.path?.kind).toBe("recorded");
  const sized = sizedLayers(compiled);
  const foretold = estimateTraining(sized, { batchSize, slots: 2, samples: rows + validation, width });
  // The best weights are kept by the run, not by the trainer.
  const taken = (trainer.bytes ?? 0) + foretold.parameters / 2;
  expect(taken / foretold.total).toBeLessThan(1.3);
  expect(taken / foretold.total).toBeGreaterThan(1 / 1.3);
  trainer.dispose();
});
