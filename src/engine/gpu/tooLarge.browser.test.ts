/** @file A tensor beyond what the device binds: told as want of memory before the device hears of it, on the least of devices. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { leastLimits } from "../../testing/gpuConditions.ts";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "./backend.ts";
import { Recorder } from "./recorder.ts";

let device: Device;
beforeAll(async () => {
  leastLimits();
  device = await startDevice("webgpu");
  expect(device.maxTensorBytes).toBe(2 ** 27);
});

/** A product of columns by rows, whose result is larger than both by far. */
const product = (size: number) => tf.matMul(tf.ones([size, 1]), tf.ones([1, size]));
const refused = expect.objectContaining({ code: "outOfMemory", context: { what: `${5800 * 5800 * 4} bytes` } });

/** The device is as before: it has reported nothing and computes. */
async function works() {
  const sum = tf.tidy(() => tf.sum(product(50)));
  expect(await sum.data()).toEqual(new Float32Array([2500]));
  sum.dispose();
  await device.settle();
  device.check();
}

it("is refused while it is computed", async () => {
  expect(() => tf.tidy(() => product(5800))).toThrow(refused);
  await works();
});

it("is refused while it is recorded", async () => {
  const recorder = new Recorder(gpu());
  const step = () => void tf.sum(product(5800));
  expect(() => recorder.record(step)).toThrow(refused);
  recorder.dispose();
  await works();
});
