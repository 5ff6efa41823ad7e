/** @file Recorded steps do what the same steps do operation by operation: for every ready-made graph, bit for bit the same losses. */
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../core/graph/compile.ts";
import { templateNames, templates } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { random } from "../../core/random.ts";
import { defaultTraining, type TrainingConfig } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { buildModel } from "../model/build.ts";
import { Trainer } from "./trainer.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});
afterEach(() => tf.disposeVariables());

const rows = 10;
const classes = 3;
const width = 36;

function data(vocabulary: number | null) {
  const source = random(3);
  const y = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const x = Float32Array.from({ length: rows * width }, (_, at) => {
    const label = Math.floor(at / width) % classes;
    if (vocabulary === null) return Math.sin((at % width) * (label + 1) * 0.4) + label - 1 + 0.2 * source.next();
    return (label * 5 + source.int(5)) % vocabulary;
  });
  return { x, y, counts: { train: rows, validation: 0, test: 0 } };
}

/** The loss of each epoch, and how the steps were carried out. */
async function losses(
  name: keyof typeof templates,
  epochs: number,
  eager: boolean,
  given: Partial<TrainingConfig> = {},
) {
  const embeds = templates[name]({ inputShape: [width], task: "multiclass", classes, vocabulary: 15 }).graph.nodes.some(
    ({ kind }) => kind === ("embedding" as typeof kind),
  );
  const vocabulary = embeds ? 15 : null;
  const context: ModelContext = { inputShape: [width], task: "multiclass", classes, vocabulary };
  const { model: keras } = compile(templates[name](context).graph, context);
  if (keras === null) throw new Error(`${name} does not compile`);
  const model = buildModel(keras, 1);
  const config = { ...defaultTraining, learningRate: 0.01, batchSize: 8, ...given };
  const { maxTensorBytes } = device;
  const trainer = new Trainer({ model, data: data(vocabulary), task: "multiclass", config, maxTensorBytes, eager });
  const found: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    trainer.beginEpoch(epoch);
    // Two batches, the second of two rows.
    trainer.run(0, trainer.stepsPerEpoch);
    found.push((await trainer.readSums()).loss / rows);
  }
  const weights = await trainer.readWeights();
  await device.settle();
  device.check();
  const { path } = trainer;
  trainer.dispose();
  return { losses: found, path, weights };
}

describe.each(templateNames)("template %s", (name) => {
  it("20 recorded steps lose what 20 eager ones lose", { timeout: 300_000 }, async () => {
    const recorded = await losses(name, 10, false);
    expect(recorded.path).toEqual({ kind: "recorded" });
    const eager = await losses(name, 10, true);
    expect(eager.path?.kind).toBe("eager");
    expect(recorded.losses).toEqual(eager.losses);
    expect(recorded.weights).toEqual(eager.weights);
    expect(recorded.losses.every(Number.isFinite)).toBe(true);
    expect(Math.min(...recorded.losses.slice(5))).toBeLessThan(recorded.losses[0] as number);
  });
});
