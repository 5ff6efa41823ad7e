/**
 * @file Recorded steps do what the same steps do operation by operation: for every ready-made graph, which learns, has the
 * shapes the editor says and asks nothing of the GPU that it refuses, bit for bit the same losses.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../core/graph/compile.ts";
import { templateNames, templates } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { random } from "../../core/random.ts";
import { defaultTraining, type TrainingConfig } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { buildModel } from "../model/build.ts";
import { inMemory } from "./samples.ts";
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
  return { x: inMemory(x, rows), y, counts: { train: rows, validation: 0, test: 0 } };
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
  const { model: keras, issues } = compile(templates[name](context).graph, context);
  if (keras === null) throw new Error(`${name}: ${issues.map(({ code }) => code).join()}`);
  const model = buildModel(keras, 1);
  const shapes = {
    said: keras.layers.map(({ name: id, outputShape }) => [id, [...outputShape]]),
    built: tf.tidy(() =>
      Object.entries(model.inspect(tf.zeros([2, width]))).map(([id, { shape }]) => [id, shape.slice(1)]),
    ),
  };
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
  return { losses: found, path, weights, issues, shapes };
}

describe.each(templateNames)("template %s", (name) => {
  it("20 recorded steps lose what 20 eager ones lose", { timeout: 300_000 }, async () => {
    const recorded = await losses(name, 10, false);
    expect(recorded.issues).toEqual([]);
    expect(recorded.shapes.built).toEqual(recorded.shapes.said);
    expect(recorded.path).toEqual({ kind: "recorded" });
    const eager = await losses(name, 10, true);
    expect(eager.path?.kind).toBe("eager");
    expect(recorded.losses).toEqual(eager.losses);
    expect(recorded.weights).toEqual(eager.weights);
    expect(recorded.losses.every(Number.isFinite)).toBe(true);
    expect(Math.min(...recorded.losses.slice(5))).toBeLessThan(recorded.losses[0] as number);
  });
});

describe("samples in chunks", () => {
  const samples = 150;
  const source = random(8);
  const x = Float32Array.from({ length: samples * width }, () => source.next() * 2 - 1);
  const y = Int32Array.from({ length: samples }, (_, row) => ((x[row * width] as number) > 0 ? 1 : 0));

  /** Sums of each epoch; chunks of 24 samples, in batches of 4, an update every 3. */
  async function sums(backend: "webgpu" | "cpu") {
    await tf.setBackend(backend);
    const context: ModelContext = { inputShape: [width], task: "binary", classes: 2, vocabulary: null };
    const { model: keras } = compile(templates.mlp(context).graph, context);
    if (keras === null) throw new Error("it does not compile");
    const whole = inMemory(x, samples);
    // As a file is read: the same array is used again.
    const buffer = new Float32Array(x.length);
    const read = (from: number, count: number) => {
      buffer.set(whole.read(from, count));
      return buffer.subarray(0, count * width);
    };
    const trainer = new Trainer({
      model: buildModel(keras, 1),
      data: { x: { ...whole, resident: null, read }, y, counts: { train: 121, validation: 29, test: 0 } },
      task: "binary",
      config: { ...defaultTraining, learningRate: 0.01, batchSize: 4, accumulate: 3, labelSmoothing: 0.1 },
      maxTensorBytes: 2 ** 20,
      chunkBytes: 24 * width * 4,
    });
    const found: number[] = [];
    for (let epoch = 1; epoch <= 3; epoch++) {
      trainer.beginEpoch(epoch, (update) => 0.01 / (1 + update));
      for (let step = 0; step < trainer.stepsPerEpoch; step += 10) {
        trainer.run(step, Math.min(10, trainer.stepsPerEpoch - step));
      }
      const { loss, metric, gradientNorm } = await trainer.readSums();
      const validation = await trainer.evaluate("validation", () => true);
      found.push(loss, metric, gradientNorm, validation?.loss ?? Number.NaN, validation?.metric ?? Number.NaN);
    }
    expect(trainer.updates).toBe(3 * Math.ceil(31 / 3));
    trainer.dispose();
    return found;
  }

  it("are gone through on WebGPU as on the CPU", async () => {
    const gpu = await sums("webgpu");
    await device.settle();
    device.check();
    const cpu = await sums("cpu");
    await tf.setBackend("webgpu");
    for (const [at, value] of cpu.entries()) expect((gpu[at] as number) / value).toBeCloseTo(1, 4);
  });
});
