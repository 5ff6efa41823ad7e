import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { startDevice } from "../device/device.ts";
import "./index.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});

const source = random(8);
/** Away from 0, where functions bend. */
const drawn = (shape: readonly number[]) =>
  Float32Array.from(
    { length: shape.reduce((product, size) => product * size, 1) },
    () => (source.next() < 0.5 ? -1 : 1) * (0.1 + 3 * source.next()),
  );

async function on(backend: "webgpu" | "cpu", compute: () => tf.Tensor[]): Promise<number[]> {
  await tf.setBackend(backend);
  const results = tf.tidy(compute);
  const values: number[] = [];
  for (const result of results) values.push(...(await result.data()));
  tf.dispose(results);
  return values;
}

async function agree(shapes: readonly (readonly number[])[], compute: (...x: tf.Tensor[]) => tf.Tensor) {
  const values = shapes.map(drawn);
  const counts = drawn([500]);
  const gradients = () =>
    tf.grads((...x: tf.Tensor[]) => {
      const y = compute(...x);
      return tf.sum(tf.mul(y, tf.tensor(counts.subarray(0, y.size), y.shape)));
    })(shapes.map((shape, at) => tf.tensor(values[at] as Float32Array, [...shape])));
  const [own, twin] = [await on("webgpu", gradients), await on("cpu", gradients)];
  expect(own).toHaveLength(twin.length);
  for (const [at, value] of twin.entries()) {
    expect(Math.abs(value - (own[at] as number)), `number ${at}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
  }
  expect(twin.some((value) => value !== 0)).toBe(true);
}

const functions: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  relu: tf.relu,
  relu6: tf.relu6,
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  selu: tf.selu,
  softplus: tf.softplus,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  square: tf.square,
  sqrt: (x) => tf.sqrt(tf.abs(x)),
  rsqrt: (x) => tf.rsqrt(tf.abs(x)),
  abs: tf.abs,
  clipByValue: (x) => tf.clipByValue(x, -1.5, 0.75),
  max: (x) => tf.max(x, 1),
  min: (x) => tf.min(x, 0, true),
  "mean over the last axis": (x) => tf.mean(x, -1),
  "sum over the first axis": (x) => tf.sum(x, 0),
};

it.each(Object.entries(functions))("the gradient of %s", async (_name, compute) => {
  await agree([[3, 7]], compute);
  await agree([[2, 3, 8]], compute);
});

it("the gradient of a squared difference, of equal shapes", async () => {
  await agree(
    [
      [3, 7],
      [3, 7],
    ],
    tf.squaredDifference,
  );
});

it.each([
  [
    [4, 3, 5],
    [3, 5],
  ],
  [
    [4, 3, 8],
    [3, 8],
  ],
  [
    [2, 3, 3, 4],
    [1, 1, 4],
  ],
  [
    [2, 3, 3, 4],
    [3, 1, 4],
  ],
  [
    [2, 3, 4, 4],
    [3, 4, 1],
  ],
  [[5, 6], [1]],
])("the gradients of prelu on %j with slopes %j", async (shape, alpha) => {
  await agree([shape, alpha], (x, slopes) => tf.prelu(x as tf.Tensor, slopes as tf.Tensor));
});
