/** @file Models built from graphs, on the CPU: penalties, limits, frozen layers, weights to start from, inspected outputs. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compile, type KerasModel } from "../../core/graph/compile.ts";
import { makeNode } from "../../core/graph/edit.ts";
import type { Graph } from "../../core/graph/types.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { random } from "../../core/random.ts";
import { defaultTraining } from "../../core/training/types.ts";
import { inspect } from "../inspect/inspect.ts";
import { inMemory } from "../train/samples.ts";
import { Trainer } from "../train/trainer.ts";
import { buildModel, readWeights, type TrainableModel, writeMatching } from "./build.ts";

const context: ModelContext = { inputShape: [4], task: "regression", classes: 0, vocabulary: null };

const kerasOf = (dense: object, frozen = false): KerasModel => {
  const graph: Graph = {
    nodes: [
      makeNode("input", "input_1", []),
      { ...makeNode("dense", "dense_1", ["input_1"], { units: 3, activation: "tanh", ...dense }), frozen },
      makeNode("batchNormalization", "norm_1", ["dense_1"]),
      makeNode("output", "output_1", ["norm_1"]),
    ].map((node) => (node.id === "norm_1" ? { ...node, frozen } : node)),
  };
  const { model, issues } = compile(graph, context);
  if (model === null) throw new Error(JSON.stringify(issues));
  return model;
};

const rows = 6;
const draw = random(5);
const x = Float32Array.from({ length: rows * 4 }, () => draw.next() * 2 - 1);
const y = Float32Array.from({ length: rows }, () => draw.next() * 2 - 1);

beforeAll(async () => {
  await tf.setBackend("cpu");
});
afterEach(() => tf.disposeVariables());

const trainerOf = (model: TrainableModel, learningRate = 0.1) => {
  const config = { ...defaultTraining, optimizer: "sgd", learningRate, batchSize: rows } as const;
  const counts = { train: rows, validation: 0, test: 0 };
  const data = { x: inMemory(x, rows), y, counts };
  return new Trainer({ model, data, task: "regression", config, maxTensorBytes: Infinity });
};

async function lossOf(keras: KerasModel): Promise<number> {
  const trainer = trainerOf(buildModel(keras, 1), 0);
  trainer.beginEpoch(1);
  trainer.run(0, 1);
  return (await trainer.readSums()).loss / rows;
}

const weightsOf = async (model: TrainableModel) =>
  Object.fromEntries((await readWeights(model.weights)).map(({ name, values }) => [name, [...values]]));

describe("penalties", () => {
  it("on weights are a part of the loss", async () => {
    const plain = buildModel(kerasOf({}), 1);
    const kernel = (await weightsOf(plain))["dense_1/kernel"] as number[];
    const expected = kernel.reduce((sum, w) => sum + 0.5 * Math.abs(w) + 0.25 * w * w, 0);
    const penalized = await lossOf(kerasOf({ kernelL1: 0.5, kernelL2: 0.25 }));
    expect(penalized - (await lossOf(kerasOf({})))).toBeCloseTo(expected, 5);
  });

  it("on outputs are a mean over the rows", async () => {
    const model = buildModel(kerasOf({}), 1);
    const outputs = model.inspect(tf.tensor2d(x, [rows, 4])).dense_1 as tf.Tensor;
    const expected = [...outputs.dataSync()].reduce((sum, v) => sum + 0.5 * v * v, 0) / rows;
    const penalized = await lossOf(kerasOf({ activityL2: 0.5 }));
    expect(penalized - (await lossOf(kerasOf({})))).toBeCloseTo(expected, 5);
  });

  it("pull weights towards 0 when they alone are followed", async () => {
    const model = buildModel(kerasOf({ kernelL2: 100 }), 1);
    const before = (await weightsOf(model))["dense_1/kernel"] as number[];
    const trainer = trainerOf(model, 1e-4);
    trainer.beginEpoch(1);
    trainer.run(0, 1);
    const after = (await weightsOf(model))["dense_1/kernel"] as number[];
    // w − rate · (2 · 100 · w + what the loss asks for, which is small beside it)
    for (const [i, w] of before.entries()) expect(after[i]).toBeCloseTo(w * (1 - 1e-4 * 200), 3);
  });
});

it("max-norm keeps each unit's weights within their length", async () => {
  const model = buildModel(kerasOf({ maxNorm: 0.5 }), 1);
  const trainer = trainerOf(model);
  trainer.beginEpoch(1);
  trainer.run(0, 1);
  const kernel = (await weightsOf(model))["dense_1/kernel"] as number[];
  for (const unit of [0, 1, 2]) {
    const length = Math.hypot(...[0, 1, 2, 3].map((i) => kernel[i * 3 + unit] as number));
    expect(length).toBeLessThanOrEqual(0.5 + 1e-5);
    expect(length).toBeGreaterThan(0.3);
  }
});

it("a frozen layer keeps weights and moving averages; the others learn", async () => {
  const model = buildModel(kerasOf({}, true), 1);
  const before = await weightsOf(model);
  const trainer = trainerOf(model);
  trainer.beginEpoch(1);
  trainer.run(0, 1);
  const after = await weightsOf(model);
  const moved = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  expect(moved).toEqual(["output_1/kernel", "output_1/bias"]);
});

it("starts from stored weights where name and shape agree", async () => {
  const [donor, model] = [buildModel(kerasOf({}), 7), buildModel(kerasOf({ units: 3 }), 1)];
  const stored = await readWeights(donor.weights);
  const wrong = { name: "output_1/kernel", shape: [5, 1], values: new Float32Array(5) };
  const taken = writeMatching(model.weights, [...stored.filter(({ name }) => name.startsWith("dense")), wrong]);
  expect(taken).toEqual(["dense_1/kernel", "dense_1/bias"]);
  expect((await weightsOf(model))["dense_1/kernel"]).toEqual((await weightsOf(donor))["dense_1/kernel"]);
});

it("shows what each layer puts out for a row, the prediction last", async () => {
  const keras = kerasOf({});
  const model = buildModel(keras, 1);
  const row = x.slice(0, 4);
  const { outputs } = await inspect(model, keras, row, 3);
  expect(Object.keys(outputs)).toEqual(["input_1", "dense_1", "norm_1", "output_1"]);
  expect([...(outputs.input_1?.values ?? [])]).toEqual([...row]);
  expect(outputs.dense_1?.shape).toEqual([3]);
  const predicted = [...model.predict(tf.tensor2d(row, [1, 4])).dataSync()];
  expect([...(outputs.output_1?.values ?? [])]).toEqual(predicted);
});
