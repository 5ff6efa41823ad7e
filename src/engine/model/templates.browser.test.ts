/**
 * @file The ready-made graphs on WebGPU: each has the shapes the editor says, learns on a small batch, and asks nothing
 * of the GPU that it refuses.
 */
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../core/graph/compile.ts";
import { templateNames, templates } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { random } from "../../core/random.ts";
import { defaultTraining } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { inMemory } from "../train/samples.ts";
import { Trainer } from "../train/trainer.ts";
import { buildModel } from "./build.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});
afterEach(() => tf.disposeVariables());

const rows = 8;
const classes = 3;
/** Every fifth template's data are word numbers where the template looks them up. */
const width = 36;

/** Rows whose class shows in their level and in their shape, as whole numbers where `vocabulary` is given. */
function data(vocabulary: number | null) {
  const source = random(3);
  const y = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const x = Float32Array.from({ length: rows * width }, (_, at) => {
    const label = Math.floor(at / width) % classes;
    if (vocabulary === null) return Math.sin((at % width) * (label + 1) * 0.4) + label - 1 + 0.2 * source.next();
    return (label * 5 + source.int(5)) % vocabulary;
  });
  return { x: inMemory(x, rows), y, counts: { train: rows, validation: 0, test: 0 } };
}

describe.each(templateNames)("template %s", (name) => {
  it("builds, learns, and raises no GPU error", { timeout: 300_000 }, async () => {
    const embeds = templates[name]({
      inputShape: [width],
      task: "multiclass",
      classes,
      vocabulary: 15,
    }).graph.nodes.some(({ kind }) => kind === ("embedding" as typeof kind));
    const vocabulary = embeds ? 15 : null;
    const context: ModelContext = { inputShape: [width], task: "multiclass", classes, vocabulary };
    const { model: keras, issues } = compile(templates[name](context).graph, context);
    expect(issues).toEqual([]);
    if (keras === null) return;

    const model = buildModel(keras, 1);
    const config = { ...defaultTraining, optimizer: "adam", learningRate: 0.01, batchSize: rows } as const;
    const trainer = new Trainer({
      model,
      data: data(vocabulary),
      task: "multiclass",
      config,
      maxTensorBytes: device.maxTensorBytes,
    });
    const losses: number[] = [];
    for (let epoch = 1; epoch <= 6; epoch++) {
      trainer.beginEpoch(epoch);
      trainer.run(0, 1);
      losses.push((await trainer.readSums()).loss / rows);
    }
    await device.settle();
    device.check();
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(Math.min(...losses.slice(3))).toBeLessThan(losses[0] as number);

    const outputs = tf.tidy(() =>
      Object.entries(model.inspect(tf.zeros([2, width]))).map(([id, { shape }]) => [id, shape.slice(1)]),
    );
    expect(outputs).toEqual(keras.layers.map(({ name: id, outputShape }) => [id, [...outputShape]]));
    trainer.dispose();
  });
});
