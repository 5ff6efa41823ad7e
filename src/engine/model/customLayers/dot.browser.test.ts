import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../../core/random.ts";
import { type Device, startDevice } from "../../device/device.ts";
import { Dot } from "./dot.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

async function computed(backend: "webgpu" | "cpu", shapes: readonly [number[], number[]], axes: readonly number[]) {
  await tf.setBackend(backend);
  const source = random(4);
  const [a, b] = shapes.map((shape) => {
    const size = shape.reduce((product, n) => product * n, 1);
    // A vector of zeros is among them.
    return tf.tensor(
      Float32Array.from({ length: size }, (_, at) => (at < 3 ? 0 : source.next() - 0.5)),
      shape,
    );
  }) as [tf.Tensor, tf.Tensor];
  const layer = new Dot({ axes, normalize: true });
  const compute = (...pair: tf.Tensor[]) => layer.call(pair);
  const output = compute(a, b);
  const dy = tf.tensor(
    Float32Array.from({ length: output.size }, () => source.next() - 0.5),
    output.shape,
  );
  const tensors = [output, ...tf.grads(compute)([a, b], dy)];
  return Promise.all(tensors.map((tensor) => tensor.data()));
}

it.each([
  [
    [
      [5, 3],
      [5, 3],
    ],
    [1, 1],
  ],
  [
    [
      [2, 7, 3],
      [2, 5, 3],
    ],
    [2, 2],
  ],
  [
    [
      [2, 3, 67],
      [2, 3, 2],
    ],
    [1, 1],
  ],
] as const)("cosines of %j along %j: WebGPU as the CPU, forward and gradients", async (shapes, axes) => {
  const pair = shapes.map((shape) => [...shape]) as [number[], number[]];
  const [gpu, cpu] = [await computed("webgpu", pair, axes), await computed("cpu", pair, axes)];
  await device.settle();
  device.check();
  for (const [part, expected] of cpu.entries()) {
    const found = gpu[part] as ArrayLike<number>;
    const size = Math.max(1, ...Array.from(expected, Math.abs));
    for (const [at, value] of expected.entries()) {
      expect(Math.abs((found[at] as number) - value) / size, `${part} ${at}`).toBeLessThan(1e-5);
    }
  }
});
