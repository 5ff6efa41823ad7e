import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { Orthogonal } from "./orthogonal.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const identity = (size: number) => Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - (b[at] as number))));

it.each([
  [[8, 32], "rows"],
  [[32, 8], "columns"],
  [[7, 7], "rows"],
  [[7, 7], "columns"],
  [[2, 3, 12], "rows"],
] as const)("of shape %j the %s are orthonormal", (shape, which) => {
  const width = shape.at(-1) as number;
  const matrix = tf.reshape(new Orthogonal({ seed: 4 }).apply(shape), [-1, width]) as tf.Tensor2D;
  const product = which === "rows" ? tf.matMul(matrix, matrix, false, true) : tf.matMul(matrix, matrix, true, false);
  const size = which === "rows" ? matrix.shape[0] : width;
  expect(product.shape).toEqual([size, size]);
  expect(worst(product.dataSync(), identity(size))).toBeLessThan(1e-6);
});

it("follows its seed and its gain", () => {
  const values = (args: { seed: number; gain?: number }) => new Orthogonal(args).apply([5, 9]).dataSync();
  expect(values({ seed: 1 })).toEqual(values({ seed: 1 }));
  expect(worst(values({ seed: 1 }), values({ seed: 2 }))).toBeGreaterThan(0.1);
  expect(
    worst(
      values({ seed: 1, gain: 2 }),
      values({ seed: 1 }).map((value) => 2 * value),
    ),
  ).toBe(0);
});

it("spreads evenly: the numbers of a large matrix have the variance of a random direction, and no favoured sign", () => {
  const values = [...new Orthogonal({ seed: 9 }).apply([64, 256]).dataSync()];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.003);
  expect(variance).toBeCloseTo(1 / 256, 6);
});
