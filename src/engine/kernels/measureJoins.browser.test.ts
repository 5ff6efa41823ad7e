/** @file What decides how workgroups join numbers: a way that gives other numbers, or that the device refuses, is not taken. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { joinWays } from "../../testing/joinWays.ts";
import { type Device, startDevice } from "../device/device.ts";
import { type Kernel, launchTensors } from "../gpu/kernel.ts";
import { alike, fasterJoin, unlessRefused } from "./measureJoins.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

it("takes a way that the device has, and that is as much faster as is asked for", async () => {
  const tensors = tf.memory().numTensors;
  expect(joinWays()).toContain(await fasterJoin(1.15));
  expect(await fasterJoin(Number.POSITIVE_INFINITY)).toBe("memory");
  // Any speed will do: what is left to decide is whether subgroups are right.
  expect(await fasterJoin(0)).toBe(joinWays().at(-1));
  expect(tf.memory().numTensors).toBe(tensors);
});

it("numbers are alike but for rounding, and to the last bit when repeated", () => {
  expect(alike([1, 200], [1, 200.0001], [1, 200.0001])).toBe(true);
  expect(alike([1, 200], [1, 200.01], [1, 200.01])).toBe(false);
  expect(alike([1, 200], [1, 200], [1, 200.00001])).toBe(false);
  expect(alike([1, 200], [1, Number.NaN], [1, Number.NaN])).toBe(false);
});

const kernelOf = (body: string): Kernel => ({
  key: `tried: ${body}`,
  inputs: {},
  outputs: { result: "f32" },
  workgroup: 1,
  body,
});
async function run(kernel: Kernel): Promise<number[]> {
  const [made] = launchTensors(kernel, { inputs: [], outputs: [{ shape: [1], dtype: "float32" }], groups: [1] }) as [
    tf.Tensor,
  ];
  const values = [...(await made.data())];
  made.dispose();
  return values;
}

it("a kernel that the device refuses is no fault of the device", async () => {
  expect(await unlessRefused(() => run(kernelOf("result[0] = 7.0;")))).toEqual([7]);
  expect(await unlessRefused(() => run(kernelOf("result[0] = unheardOf(7.0);")))).toBeNull();
  expect(await unlessRefused(() => Promise.reject(new Error("of another kind")))).toBeNull();
  await device.settle();
  device.check();
});
