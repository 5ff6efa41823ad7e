import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { activations } from "../../../core/layers/activations.ts";
import { startDevice } from "../../device/device.ts";
import { makeLayer } from "../keras.ts";
import "./index.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});

/** Far out, where e^x leaves float32, and on both sides of where functions bend: the slope of a bend itself is a choice. */
const extremes = [-1e4, -100, -50, -20, -3.1, -2.9, -1e-6, 0, 1e-6, 2.9, 3.1, 5.9, 6.1, 50, 100, 1e4];

async function valueAndSlope(backend: "webgpu" | "cpu", className: string, args: Record<string, number | string>) {
  await tf.setBackend(backend);
  const layer = makeLayer({ className, args });
  const x = tf.tensor2d(extremes, [extremes.length / 2, 2]);
  const { value, grad } = tf.valueAndGrad((input: tf.Tensor) => tf.sum(layer.apply(input) as tf.Tensor))(x);
  const y = layer.apply(x) as tf.Tensor;
  const numbers = [...(await y.data()), ...(await grad.data())];
  tf.dispose([x, y, value, grad]);
  return numbers;
}

describe.each([
  ...activations.map((activation) => ["Activation", { activation }] as const),
  ["LeakyReLU", { negativeSlope: 0.3 }] as const,
])("%s %o far from 0", (className, args) => {
  it("stays finite, and is the same on WebGPU and the CPU", async () => {
    const gpu = await valueAndSlope("webgpu", className, args);
    const cpu = await valueAndSlope("cpu", className, args);
    expect(gpu.filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(cpu.filter((value) => !Number.isFinite(value))).toEqual([]);
    for (const [at, value] of cpu.entries()) {
      expect(Math.abs(value - (gpu[at] as number))).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value)));
    }
  });
});

it("softmax as a layer trains at three axes", async () => {
  await tf.setBackend("webgpu");
  const layer = layers.activation({ activation: "softmax" });
  const x = tf.randomUniform([2, 3, 4, 5], -1, 1, "float32", 3);
  const slope = tf.grad((input: tf.Tensor) => tf.sum(tf.square(layer.apply(input) as tf.Tensor)))(x);
  const sums = await tf.sum(slope, -1).data();
  // Softmax does not change when all its inputs do: the slopes of a row cancel.
  expect(Math.max(...[...sums].map(Math.abs))).toBeLessThan(1e-6);
  expect(Math.max(...(await slope.data()))).toBeGreaterThan(1e-3);
});
