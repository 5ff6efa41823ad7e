import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { type Padding, sweepsOf } from "../../core/layers/windows.ts";
import { backendsApart, type Operation } from "../../testing/backends.ts";
import { type Device, startDevice } from "../device/device.ts";
import type { Sweeps } from "./plainConvolution.ts";
import { globalMax, globalMean, pooled } from "./pooling.ts";
import { upsampled } from "./upsampling.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});
afterEach(async () => {
  await device.settle();
  device.check();
});

async function expectTwins(operation: Operation, shape: readonly number[]) {
  const apart = await backendsApart(operation, [shape]);
  expect(apart).toHaveLength(2);
  for (const distance of apart) expect(distance).toBeLessThan(1e-6);
}

interface Case {
  readonly x: readonly number[];
  readonly window: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
}

const cases: readonly Case[] = [
  { x: [2, 6, 8, 4], window: [2, 2], strides: [2, 2], padding: "valid" },
  { x: [2, 7, 9, 3], window: [2, 3], strides: [2, 3], padding: "same" },
  { x: [1, 9, 7, 8], window: [3, 3], strides: [1, 2], padding: "same" },
  { x: [2, 8, 5, 5], window: [3, 2], strides: [2, 1], padding: "valid" },
  { x: [3, 11, 1, 1], window: [4, 1], strides: [3, 1], padding: "same" },
  { x: [2, 9, 10, 4], window: [2, 1], strides: [3, 4], padding: "valid" },
];

it.each(cases.flatMap((given) => (["max", "average"] as const).map((pool) => [pool, given] as const)))(
  "%s pooling equals its twin: %o",
  async (pool, { x, window, strides, padding }) => {
    const sweeps = sweepsOf({ window, strides, padding }) as unknown as Sweeps;
    await expectTwins((input) => pooled(pool, input as tf.Tensor4D, sweeps), x);
  },
);

it.each([[[3, 7, 5]], [[2, 5, 3, 4]], [[1, 900, 3]], [[2, 1, 1, 1]]])(
  "global pooling equals its twin: %o",
  async (x) => {
    await expectTwins((input) => globalMean(input, null), x);
    await expectTwins(globalMax, x);
  },
);

it("a mean over steps leaves masked ones out, and is 0 where all are", async () => {
  const mask = [
    [1, 1, 0, 1],
    [0, 0, 0, 0],
    [0, 1, 0, 0],
  ];
  await expectTwins((input) => globalMean(input, tf.tensor2d(mask, [3, 4], "bool")), [3, 4, 5]);
});

it.each(["webgpu", "cpu"] as const)("cells that are equally large share what comes back, on %s", async (backend) => {
  await tf.setBackend(backend);
  const x = tf.tensor3d([1, 5, 3, 4, 3, 5, 3, 5], [1, 4, 2]);
  const dx = tf.grad((input: tf.Tensor) => tf.mul(globalMax(input), [12, 8]))(x);
  expect([...(await dx.data())]).toEqual([0, 8 / 3, 4, 0, 4, 8 / 3, 4, 8 / 3].map(Math.fround));
});

it.each([
  ["nearest", [2, 3, 4, 3], [2, 3]],
  ["bilinear", [2, 3, 4, 3], [2, 3]],
  ["bilinear", [1, 1, 5, 4], [4, 1]],
] as const)("%s upsampling equals its twin: %o by %o", async (interpolation, x, factors) => {
  await expectTwins((input) => upsampled(interpolation, input as tf.Tensor4D, factors), x);
});
