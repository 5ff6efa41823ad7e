import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { joiningBy, joinWays } from "../../testing/joinWays.ts";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { joinedAxes } from "./axes.ts";
import "./index.ts";
import { setPrefersBarriers } from "./preferences.ts";
import { sharesOf, splitsOf } from "./reduce.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const source = random(21);
const drawn = (shape: readonly number[]) =>
  Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => source.next() * 2 - 1);

async function on(backend: "webgpu" | "cpu", compute: () => tf.Tensor) {
  await tf.setBackend(backend);
  const result = tf.tidy(compute);
  const values = await result.data();
  const { shape, dtype } = result;
  result.dispose();
  return { shape, dtype, values: Float64Array.from(values) };
}

async function agree(compute: () => tf.Tensor, tolerance = 0) {
  const [own, twin] = [await on("webgpu", compute), await on("cpu", compute)];
  expect([own.shape, own.dtype, own.values.length]).toEqual([twin.shape, twin.dtype, twin.values.length]);
  for (const [at, value] of twin.values.entries()) {
    expect(Math.abs(value - (own.values[at] as number)), `number ${at}`).toBeLessThanOrEqual(tolerance);
  }
}

/** Runs `check` where rows are shared by workgroups, for each way in which those join numbers. */
async function byWorkgroups(check: () => Promise<void>) {
  await tf.setBackend("webgpu");
  setPrefersBarriers(gpu().device, true);
  for (const way of joinWays()) {
    await joiningBy(way, check);
    await device.settle();
    device.check();
  }
  await tf.setBackend("webgpu");
  setPrefersBarriers(gpu().device, false);
}

const shapes: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[7], [0]],
  [[8, 5], [0]],
  [[8, 5], [1]],
  [[6, 8], [0]],
  [[6, 8], [1]],
  [
    [6, 8],
    [0, 1],
  ],
  [[3, 4, 5], [1]],
  [
    [3, 5, 4],
    [0, 2],
  ],
  [
    [2, 3, 4, 8],
    [0, 1, 2],
  ],
  [
    [2, 3, 4, 8],
    [1, 3],
  ],
  [
    [2, 3, 2, 3, 2, 3],
    [0, 2, 4],
  ],
  [
    [2, 3, 2, 3, 2, 4],
    [1, 3, 5],
  ],
  [
    [2, 1, 5],
    [0, 1],
  ],
  [[1000], [0]],
  [[1001], [0]],
  [[700, 3], [0]],
  [[700, 4], [0]],
  [[3, 700], [1]],
  [[2, 400, 3], [1]],
];

describe.each(shapes)("%j over %j", (shape, axes) => {
  const values = drawn(shape);
  const x = () => tf.tensor(values, shape);
  const cases = {
    sum: tf.sum,
    mean: tf.mean,
    max: tf.max,
    min: tf.min,
  };
  it.each(Object.entries(cases))("%s", async (name, reduce) => {
    const tolerance = name === "sum" || name === "mean" ? 2e-5 : 0;
    await agree(() => reduce(x(), axes), tolerance);
    await agree(() => reduce(x(), axes, true), tolerance);
  });

  it("of integers and truth values", async () => {
    await agree(() => tf.sum(tf.cast(tf.mul(x(), 10), "int32"), axes));
    await agree(() => tf.max(tf.cast(tf.mul(x(), 10), "int32"), axes));
    await agree(() => tf.sum(tf.cast(tf.greater(x(), 0), "float32"), axes));
  });

  it("gradients", async () => {
    await agree(() => tf.grad((z) => tf.sum(tf.square(tf.sum(z, axes))))(x()), 1e-3);
    await agree(() => tf.grad((z) => tf.sum(tf.square(tf.mean(z, axes))))(x()), 1e-5);
  });
});

it("few results of many numbers are shared, in an order that does not change", async () => {
  expect(splitsOf(1, 250_000)).toBeGreaterThan(500);
  expect(splitsOf(64, 100)).toBe(1);
  const values = drawn([100_003]);
  const compute = () => tf.sum(tf.tensor1d(values));
  const exact = values.reduce((sum, value) => sum + value, 0);
  const [first, second] = [await on("webgpu", compute), await on("webgpu", compute)];
  expect(first.values).toEqual(second.values);
  expect(Math.abs((first.values[0] as number) - exact)).toBeLessThan(1e-3);
});

describe.each([
  [[1000], [0]],
  [[4001], [0]],
  [[65, 1000], [1]],
  [[3, 259], [1]],
  [
    [2, 5, 4, 300],
    [1, 3],
  ],
  [[3, 40_004], [1]],
])("%j over %j, by workgroups", (shape, axes) => {
  const values = drawn(shape);
  const x = () => tf.tensor(values, shape);

  it.each(Object.entries({ sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min }))("%s", async (name, reduce) => {
    const tolerance = { sum: 2e-4, mean: 2e-6, max: 0, min: 0 }[name];
    await byWorkgroups(async () => {
      await agree(() => reduce(x(), axes), tolerance);
      await agree(() => reduce(tf.cast(tf.mul(x(), 10), "int32"), axes), name === "mean" ? 1e-5 : 0);
    });
  });

  it("gives the same bits each time", async () => {
    await byWorkgroups(async () => {
      const compute = () => tf.sum(x(), axes);
      expect(await on("webgpu", compute)).toEqual(await on("webgpu", compute));
    });
  });
});

it("few long results are shared by several workgroups", () => {
  expect([sharesOf(1, 1023), sharesOf(1, 4096), sharesOf(1, 10 ** 6), sharesOf(1000, 10 ** 6)]).toEqual([1, 4, 64, 1]);
});

it("the place of the largest of long rows, by workgroups", async () => {
  for (const shape of [
    [3, 257],
    [65, 1000],
  ]) {
    const values = drawn(shape).map((value) => Math.round(value * 20));
    await byWorkgroups(() => agree(() => tf.argMax(tf.tensor(values, shape), 1)));
  }
});

it("axes join where neighbours are alike", () => {
  expect(joinedAxes([2, 3, 1, 4], [2, 3])).toEqual([
    { size: 6, stride: 4, reduced: false },
    { size: 4, stride: 1, reduced: true },
  ]);
});

it.each([
  [[5, 7], 1],
  [[5, 7], 0],
  [[3, 4, 5], 1],
  [[9], 0],
])("the place of the largest of %j along %i", async (shape, axis) => {
  const values = drawn(shape).map((value) => Math.round(value * 3));
  await agree(() => tf.argMax(tf.tensor(values, shape), axis));
  await agree(() => tf.argMax(tf.tensor(values, shape, "int32"), axis));
});

it.each([
  [
    [5, 7],
    [1, 0],
  ],
  [
    [8, 12],
    [1, 0],
  ],
  [
    [2, 3, 4],
    [0, 2, 1],
  ],
  [
    [2, 3, 4],
    [1, 0, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 2, 1, 3],
  ],
  [
    [2, 3, 4, 5],
    [3, 1, 0, 2],
  ],
  [
    [2, 3, 2, 2, 3, 2],
    [5, 3, 1, 0, 2, 4],
  ],
  [
    [3, 1, 4],
    [1, 0, 2],
  ],
])("transposing %j to %j", async (shape, order) => {
  const values = drawn(shape).map((value) => Math.round(value * 100));
  await agree(() => tf.transpose(tf.tensor(values, shape), order));
  await agree(() => tf.transpose(tf.tensor(values, shape, "int32"), order));
  await agree(() => tf.add(tf.transpose(tf.cast(tf.greater(tf.tensor(values, shape), 0), "int32"), order), 1));
});

describe.each([
  [33, 1],
  [5, 3],
  [5, 63],
  [3, 64],
  [3, 65],
  [5, 257],
  [5, 300],
  [3, 1000],
  [2, 1027],
])("%i rows of %i", (rows, width) => {
  const values = drawn([rows, width]).map((value) => value * 20);
  const counts = drawn([rows, width]);
  const x = () => tf.tensor2d(values, [rows, width]);
  const loss = (z: tf.Tensor) => tf.sum(tf.mul(tf.softmax(z), tf.tensor2d(counts, [rows, width])));

  it("softmax, a row by an invocation or by a workgroup that joins numbers either way", async () => {
    await agree(() => tf.softmax(x()), 1e-6);
    await agree(() => tf.grad(loss)(x()), 1e-6);
    await byWorkgroups(async () => {
      await agree(() => tf.softmax(x()), 1e-6);
      await agree(() => tf.grad(loss)(x()), 1e-6);
    });
  });
});
