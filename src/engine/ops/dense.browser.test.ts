import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { activations } from "../../core/layers/activations.ts";
import { random } from "../../core/random.ts";
import { startDevice } from "../device/device.ts";
import { activate } from "./activation.ts";
import { dense } from "./dense.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});

const source = random(5);
const drawn = (size: number, reach = 1) => Float32Array.from({ length: size }, () => (source.next() * 2 - 1) * reach);

/** All numbers that `compute` gives on a backend. */
async function on(backend: "webgpu" | "cpu", compute: () => tf.Tensor[]): Promise<number[]> {
  await tf.setBackend(backend);
  const results = tf.tidy(compute);
  const values: number[] = [];
  for (const result of results) for (const value of await result.data()) values.push(value);
  tf.dispose(results);
  return values;
}

async function agree(compute: () => tf.Tensor[], tolerance = 2e-6) {
  const [values, expected] = [await on("webgpu", compute), await on("cpu", compute)];
  expect(values).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) {
    const off = Math.abs(value - (values[at] as number));
    expect(off, `number ${at}: ${value}`).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
  }
}

/** The value and all gradients of a sum in which every number counts differently. */
function withGradients(compute: (...x: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], counts: Float32Array) {
  const loss = (...x: tf.Tensor[]) => {
    const y = compute(...x);
    return tf.sum(tf.mul(y, tf.tensor(counts.subarray(0, y.size), y.shape)));
  };
  return [compute(...inputs), ...tf.grads(loss)(inputs)];
}

describe.each(activations)("%s", (activation) => {
  it.each([
    [[5, 3], 7],
    [[8, 4], 12],
    [[2, 3, 5], 4],
    [[1, 1], 1],
  ] as const)("dense on %j with %i units", async (shape, units) => {
    const width = shape.at(-1) as number;
    const size = shape.reduce<number>((product, length) => product * length, 1);
    const [x, kernel, bias, counts] = [drawn(size, 2), drawn(width * units), drawn(units), drawn(1000)];
    await agree(() =>
      withGradients(
        (a, b, c) => dense(a as tf.Tensor, b as tf.Tensor2D, c as tf.Tensor1D, activation),
        [tf.tensor(x, [...shape]), tf.tensor2d(kernel, [width, units]), tf.tensor1d(bias)],
        counts,
      ),
    );
    await agree(() =>
      withGradients(
        (a, b) => dense(a as tf.Tensor, b as tf.Tensor2D, null, activation),
        [tf.tensor(x, [...shape]), tf.tensor2d(kernel, [width, units])],
        counts,
      ),
    );
  });

  it.each([[[3, 7]], [[4, 2, 6]], [[1]], [[2, 1000]]])("activation of %j", async (shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const [x, counts] = [drawn(size, 4), drawn(size)];
    await agree(() => withGradients((a) => activate(activation, a as tf.Tensor), [tf.tensor(x, shape)], counts));
  });
});

it("a long inner length with bias, and long batches", async () => {
  const [x, kernel, bias, counts] = [drawn(300 * 260), drawn(260 * 9, 0.1), drawn(9), drawn(300 * 9)];
  await agree(
    () =>
      withGradients(
        (a, b, c) => dense(a as tf.Tensor, b as tf.Tensor2D, c as tf.Tensor1D, "tanh"),
        [tf.tensor2d(x, [300, 260]), tf.tensor2d(kernel, [260, 9]), tf.tensor1d(bias)],
        counts,
      ),
    2e-5,
  );
});

it("the gradient of some of the inputs alone, nothing left over", async () => {
  await tf.setBackend("webgpu");
  const [x, kernel, bias] = [tf.tensor2d(drawn(15), [5, 3]), tf.tensor2d(drawn(12), [3, 4]), tf.tensor1d(drawn(4))];
  const before = tf.memory().numTensors;
  const sumOf = (...given: [tf.Tensor, tf.Tensor2D, tf.Tensor1D]) => tf.sum(dense(...given, "gelu"));
  const all = tf.grads((a, b, c) => sumOf(a as tf.Tensor, b as tf.Tensor2D, c as tf.Tensor1D))([x, kernel, bias]);
  const ofBias = tf.grad((c) => sumOf(x, kernel, c as tf.Tensor1D))(bias);
  const ofKernel = tf.grad((b) => sumOf(x, b as tf.Tensor2D, bias))(kernel);
  const ofX = tf.grad((a) => sumOf(a, kernel, bias))(x);
  expect([...(await ofX.data())]).toEqual([...(await (all[0] as tf.Tensor).data())]);
  expect([...(await ofKernel.data())]).toEqual([...(await (all[1] as tf.Tensor).data())]);
  for (const [at, value] of (await ofBias.data()).entries()) {
    expect(Math.abs(value - ((await (all[2] as tf.Tensor).data())[at] as number))).toBeLessThan(1e-6);
  }
  tf.dispose([...all, ofBias, ofKernel, ofX]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, kernel, bias]);
});
