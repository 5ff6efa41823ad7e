/** @file What an epoch sums over samples that are weighted, drawn repeatedly, changed at random or have several targets. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Recipe } from "../../core/data/recipe.ts";
import { compile } from "../../core/graph/compile.ts";
import { makeNode } from "../../core/graph/edit.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { defaultTraining } from "../../core/training/types.ts";
import { metricUnit, outputWeights } from "../evaluate/outcome.ts";
import { buildModel } from "../model/build.ts";
import type { Augment } from "./augment.ts";
import { augmentFor } from "./augment.ts";
import { inMemory } from "./samples.ts";
import { Trainer, type TrainerData } from "./trainer.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** A single Dense layer whose weights are set; nothing is learnt at a rate this small. */
type Given = Omit<TrainerData, "x"> & { readonly x: Float32Array };

function trainerOf(given: Given, context: ModelContext, weights: number[][], augment: Augment | null = null) {
  const { train, validation, test } = given.counts;
  const data = { ...given, x: inMemory(given.x, train + validation + test) };
  const nodes = [makeNode("input", "input_1", []), makeNode("output", "output_1", ["input_1"])];
  const { model: keras, issues } = compile({ nodes }, context);
  if (keras === null) throw new Error(JSON.stringify(issues));
  const model = buildModel(keras, 1);
  const kernel = model.weights.find(({ name }) => name.endsWith("kernel"));
  kernel?.variable.assign(tf.tensor2d(weights));
  const config = { ...defaultTraining, optimizer: "sgd", learningRate: 1e-30, batchSize: 100, loss: "auto" } as const;
  const task = context.task ?? "regression";
  return new Trainer({ model, data, task, config, maxTensorBytes: Number.POSITIVE_INFINITY, augment });
}

async function epoch(trainer: Trainer) {
  trainer.beginEpoch(1);
  for (let index = 0; index < trainer.stepsPerEpoch; index++) trainer.run(index, 1);
  const sums = await trainer.readSums();
  trainer.dispose();
  return sums;
}

const binary: ModelContext = { inputShape: [1], task: "binary", classes: 2, vocabulary: null };
const x = Float32Array.of(0.5, -1, 2, 0.25);
const y = Int32Array.of(0, 1, 1, 0);
const counts = { train: 4, validation: 0, test: 0 };
/** Binary cross-entropy of logit x, in float64. */
const crossEntropy = (i: number) => Math.log1p(Math.exp(x[i] as number)) - (y[i] as number) * (x[i] as number);

describe("an epoch", () => {
  it("counts a row's loss as often as its class says", async () => {
    const balance = { train: null, classWeights: Float32Array.of(0.5, 3) };
    const { loss, metric } = await epoch(trainerOf({ x, y, counts, balance }, binary, [[1]]));
    const expected = [0, 1, 2, 3].reduce((sum, i) => sum + (y[i] === 1 ? 3 : 0.5) * crossEntropy(i), 0);
    expect(loss).toBeCloseTo(expected, 5);
    // Accuracy is of rows, whatever they count in the loss: rows 0, 1 and 3 are wrong.
    expect(metric).toBe(1);
  });

  it("goes through the rows that balancing drew", async () => {
    const balance = { train: Int32Array.of(1, 1, 1, 0), classWeights: null };
    const trainer = trainerOf({ x, y, counts: { ...counts, train: 4 }, balance }, binary, [[1]]);
    expect(trainer.rowsPerEpoch).toBe(4);
    const { loss } = await epoch(trainer);
    expect(loss).toBeCloseTo(3 * crossEntropy(1) + crossEntropy(0), 5);
  });

  it("takes the mean over several targets, as Keras does", async () => {
    const context: ModelContext = { inputShape: [1], task: "regression", classes: 0, outputs: 2, vocabulary: null };
    const targets = Float32Array.of(1, 0, -1, 2, 0, 0, 1, 1);
    const { loss, metric } = await epoch(trainerOf({ x, y: targets, counts }, context, [[1, -1]]));
    const errors = Array.from(targets, (target, i) => (i % 2 === 0 ? 1 : -1) * (x[i >> 1] as number) - target);
    expect(loss).toBeCloseTo(errors.reduce((sum, error) => sum + error ** 2, 0) / 2, 5);
    expect(metric).toBeCloseTo(errors.reduce((sum, error) => sum + Math.abs(error), 0) / 2, 5);
  });
});

describe("the metric of several targets", () => {
  it("is the mean of the errors in their own units, as its baseline is, however differently they are scaled", async () => {
    const context: ModelContext = { inputShape: [1], task: "regression", classes: 0, outputs: 2, vocabulary: null };
    const outputs = [
      { column: "a", offset: 5, scale: 1000 },
      { column: "b", offset: -1, scale: 0.5 },
    ];
    const recipe = { target: { kind: "numbers", column: "a", outputs } } as unknown as Recipe;
    const targets = Float32Array.of(1, 0, -1, 2, 0, 0, 1, 1);
    const data = { x, y: targets, counts, outputWeights: outputWeights({ recipe }) };
    const { loss, metric } = await epoch(trainerOf(data, context, [[1, -1]]));
    const errors = Array.from(targets, (target, i) => (i % 2 === 0 ? 1 : -1) * (x[i >> 1] as number) - target);
    const own = errors.map((error, i) => Math.abs(error) * (i % 2 === 0 ? 1000 : 0.5));
    expect((metric / 4) * metricUnit({ recipe })).toBeCloseTo(own.reduce((sum, error) => sum + error, 0) / 8, 2);
    // The loss stays Keras's: of the scaled targets, each counting alike.
    expect(loss).toBeCloseTo(errors.reduce((sum, error) => sum + error ** 2, 0) / 2, 5);
  });
});

describe("augmentation", () => {
  const pixels = { kind: "pixels", height: 6, width: 6, channels: 1, policy: "stretch" } as const;
  const recipeOf = (offset: number, scale: number) => ({
    features: [{ column: "image", type: "image", ops: [{ ...pixels, offset: [offset], scale: [scale] }] }] as const,
    window: null,
  });
  const ramp = Float32Array.from({ length: 72 }, (_, i) => (i % 36) / 36);

  it("changes images of any scaling alike", () => {
    const steps = [
      { id: "a", kind: "shift", params: {} },
      { id: "b", kind: "brightness", params: {} },
    ] as const;
    const plain = augmentFor(steps, recipeOf(0, 1), 3)?.(tf.tensor2d(ramp, [2, 36]), 5).dataSync() ?? [];
    const scaled = Float32Array.from(ramp, (value) => (value - 0.4) / 0.25);
    const other = augmentFor(steps, recipeOf(0.4, 0.25), 3)?.(tf.tensor2d(scaled, [2, 36]), 5).dataSync() ?? [];
    expect(Array.from(plain)).not.toEqual(Array.from(ramp));
    for (const [i, value] of Array.from(other).entries()) expect(value * 0.25 + 0.4).toBeCloseTo(plain[i] as number, 5);
  });

  it("draws the same for the same step and another for the next", () => {
    const augment = augmentFor([{ id: "a", kind: "noise", params: {} }], recipeOf(0, 1), 3);
    const at = (step: number) => Array.from(augment?.(tf.tensor2d(ramp, [2, 36]), step).dataSync() ?? []);
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });

  it("cuts a square out of each image, and nothing else", () => {
    const augment = augmentFor([{ id: "a", kind: "cutout", params: { size: 0.5 } }], recipeOf(0, 1), 3);
    const ones = tf.ones([40, 36]) as tf.Tensor2D;
    const cut = (augment?.(ones, 1).arraySync() ?? []) as number[][];
    const holes = cut.map((image) => image.filter((value) => value === 0).length);
    // At a border part of the square falls outside.
    expect(Math.max(...holes)).toBe(9);
    expect(holes.every((count) => count > 0 && count <= 9)).toBe(true);
    expect(cut.flat().every((value) => value === 0 || value === 1)).toBe(true);
    expect(new Set(cut.map((image) => image.indexOf(0))).size).toBeGreaterThan(5);
  });

  it("leaves alone what it does not suit", () => {
    const window = { length: 4 } as never;
    expect(augmentFor([{ id: "a", kind: "flip", params: {} }], { features: [], window }, 1)).toBeNull();
    expect(augmentFor([{ id: "a", kind: "jitter", params: {} }], recipeOf(0, 1), 1)).toBeNull();
  });
});
