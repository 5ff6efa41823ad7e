/** @file What a recording may use of the world outside: constants that are uploaded inside of it, tensors that were there before. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "./backend.ts";
import { Recorder } from "./recorder.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

it("gives back what was uploaded inside of it, of whatever size, and leaves the rest alone", async () => {
  const bytes = () => (tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;
  const sum = tf.variable(tf.zeros([997]), false);
  // Not on the device before the step takes it there.
  const there = tf.tensor1d(Float32Array.from({ length: 991 }, (_, at) => at));
  const before = bytes();
  const recorder = new Recorder(gpu());
  const recording = recorder.record(() => {
    const constant = tf.tensor1d(Float32Array.from({ length: 983 }, (_, at) => 2 * at));
    tf.add(tf.sum(constant), tf.sum(there));
  });
  expect(recording.dispatches).toBeGreaterThan(0);
  recorder.dispose();
  expect([...(await there.data())].slice(-2)).toEqual([989, 990]);
  tf.dispose([there, sum]);
  await device.settle();
  device.check();
  // The variable and what read the tensor wait for their next use; the others, of sizes nobody else has, must be gone.
  expect(bytes()).toBeLessThanOrEqual(before + (997 + 991) * 4);
});
