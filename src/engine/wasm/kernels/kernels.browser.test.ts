/** @file Operations of the WebAssembly backend that are not tfjs's own, at sizes that layers' cases do not reach. */
import "@tensorflow/tfjs-backend-cpu";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { random } from "../../../core/random.ts";
import { registerWasm } from "../backend.ts";

const wasm = registerWasm();
beforeAll(async () => {
  expect(await tf.setBackend("wasm")).toBe(true);
});
afterEach(() => wasm.check());

const source = random(11);
const numbers = (...shape: number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, () => source.next() * 2 - 1),
    shape,
  );

/** Computes on both backends; nothing is left behind on WebAssembly. */
function bothWays(
  compute: () => tf.Tensor[],
): readonly { readonly found: Float32Array; readonly expected: Float32Array }[] {
  const on = (backend: "wasm" | "cpu") => {
    tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const made = tf.tidy(compute);
    const values = made.map((tensor) => tensor.dataSync<"float32">());
    tf.dispose(made);
    expect(tf.memory().numTensors, `tensors left on ${backend}`).toBe(before);
    return values;
  };
  const expected = on("cpu");
  return on("wasm").map((found, i) => ({ found, expected: expected[i] as Float32Array }));
}

function expectSame(compute: () => tf.Tensor[]): void {
  for (const { found, expected } of bothWays(compute)) {
    expect(found.length).toBe(expected.length);
    const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number)) / size), 0);
    expect(worst).toBeLessThan(1e-5);
  }
}

describe("products of matrices", () => {
  it.each([
    [1, 1, 1],
    [7, 131, 5],
    [64, 50, 33],
    [130, 97, 3],
  ])("%i × %i × %i, turned in every way", (m, k, n) => {
    const [a, b, at, bt] = [numbers(m, k), numbers(k, n), numbers(k, m), numbers(n, k)];
    expectSame(() => [
      tf.matMul(a, b),
      tf.matMul(at, b, true, false),
      tf.matMul(a, bt, false, true),
      tf.matMul(at, bt, true, true),
    ]);
  });

  it("several at a time, also where one side is a single matrix", () => {
    const [a, b, one] = [numbers(3, 5, 60), numbers(3, 7, 60), numbers(1, 7, 60)];
    expectSame(() => [tf.matMul(a, b, false, true), tf.matMul(tf.slice(a, [0, 0, 0], [1, 5, 60]), one, false, true)]);
  });
});

describe("gradients of convolutions", () => {
  it.each([
    { x: [3, 9, 11, 3], filter: [3, 2, 3, 5], strides: [2, 3], pad: "same" },
    { x: [2, 8, 8, 4], filter: [1, 1, 4, 6], strides: [2, 2], pad: "same" },
    { x: [2, 5, 5, 1], filter: [5, 5, 1, 7], strides: [1, 1], pad: "valid" },
    { x: [1, 4, 4, 2], filter: [2, 2, 2, 3], strides: [3, 3], pad: "same" },
    // Padding that is no multiple of the stride, and strides that leave gaps between windows.
    { x: [2, 7, 9, 3], filter: [3, 3, 3, 4], strides: [2, 2], pad: "same" },
    { x: [2, 9, 4, 2], filter: [2, 1, 2, 3], strides: [3, 2], pad: "same" },
    // More than one portion of the batch.
    { x: [9, 24, 24, 8], filter: [3, 3, 8, 4], strides: [1, 1], pad: "same" },
  ] as const)("$x by $filter, strides $strides, $pad", ({ x, filter, strides, pad }) => {
    const [input, weights] = [numbers(...x) as tf.Tensor4D, numbers(...filter) as tf.Tensor4D];
    const convolve = (a: tf.Tensor, f: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, f as tf.Tensor4D, [...strides], pad);
    const dy = numbers(...convolve(input, weights).shape);
    expectSame(() => [convolve(input, weights), ...tf.grads(convolve)([input, weights], dy)]);
  });

  it("depthwise, with a multiplier and without", () => {
    const input = numbers(3, 9, 7, 3) as tf.Tensor4D;
    for (const multiplier of [1, 2]) {
      const weights = numbers(3, 2, 3, multiplier) as tf.Tensor4D;
      for (const [strides, pad] of [
        [1, "same"],
        [2, "same"],
        [2, "valid"],
      ] as const) {
        const convolve = (a: tf.Tensor, f: tf.Tensor) =>
          tf.depthwiseConv2d(a as tf.Tensor4D, f as tf.Tensor4D, strides, pad);
        const dy = numbers(...convolve(input, weights).shape);
        expectSame(() => [convolve(input, weights), ...tf.grads(convolve)([input, weights], dy)]);
      }
    }
  });
});

describe("other operations", () => {
  it("the gradient of max pooling goes to the first of equal numbers", () => {
    const flat = tf.ones([2, 5, 7, 3]) as tf.Tensor4D;
    const rough = numbers(2, 5, 7, 3) as tf.Tensor4D;
    for (const [size, strides, pad] of [
      [2, 2, "valid"],
      [3, 1, "same"],
      [3, 2, "same"],
    ] as const) {
      const pool = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, size, strides, pad);
      const dy = numbers(...pool(rough).shape);
      expectSame(() => [tf.grad(pool)(rough, dy), tf.grad(pool)(flat, dy)]);
    }
  });

  it("parts of tensors of every rank and type", () => {
    const [row, table, cube, deep] = [numbers(9), numbers(7, 5), numbers(4, 5, 3), numbers(2, 3, 4, 5, 2)];
    expectSame(() => [
      tf.slice(row, 2, 4),
      tf.slice(table, [1, 0], [3, -1]),
      tf.slice(table, [1, 2], [3, 2]),
      tf.slice(cube, [1, 0, 1], [2, 5, 1]),
      tf.slice(cube, [0, 3, 0], [4, 1, 3]),
      tf.slice(deep, [1, 0, 2, 1, 0], [1, 3, 2, 3, 2]),
      tf.slice(deep, [0, 1, 0, 0, 1], [2, 1, 4, 5, 1]),
      tf.slice(tf.tensor1d([5, 6, 7], "int32"), 1, 2),
      ...tf.split(cube, [1, 3, 1], 1),
      ...tf.split(table, 5, -1),
      ...tf.unstack(cube, 1),
      ...tf.unstack(deep, -1),
      tf.slice(table, [1, 2], [0, 2]),
    ]);
  });

  it("signs and truth values, also of small numbers", () => {
    const x = tf.tensor1d([0, -0, 1e-38, -1e-38, 1e-9, -1e-7, 3, -2, 0.4]);
    expectSame(() => [tf.sign(x), tf.step(x), tf.cast(tf.cast(x, "bool"), "float32")]);
  });

  it("one-hot rows of either type, with numbers that stand for nothing", () => {
    const indices = tf.tensor1d([0, 3, 2, 4, -1], "int32");
    expectSame(() => [
      tf.oneHot(indices, 4, 1, 0, "float32"),
      tf.oneHot(indices, 4, 0.75, -0.5, "float32"),
      tf.oneHot(indices, 4),
    ]);
  });

  it("sums by number, of rows and of deeper rows", () => {
    const ids = tf.tensor1d([2, 0, 2, 5, 0, 1, 1], "int32");
    const [rows, deep] = [numbers(7, 3), numbers(7, 2, 5)];
    expectSame(() => [tf.unsortedSegmentSum(rows, ids, 6), tf.unsortedSegmentSum(deep, ids, 6)]);
  });

  it("PReLU with weights of every shape", () => {
    const x = numbers(2, 3, 4, 5);
    expectSame(() =>
      [[5], [3, 4, 5], [1, 1, 5], [3, 1, 1], [1, 4, 1]].map((shape) => tf.prelu(x, tf.fill(shape, 0.3))),
    );
    const alpha = numbers(3, 1, 5);
    expectSame(() => [tf.prelu(x, alpha)]);
  });

  it("memory that is not to be had is said, not taken for address 0", () => {
    tf.setBackend("wasm");
    const backend = tf.backend() as BackendWasm;
    // Nearly all addresses there are, and more than all.
    for (const size of [2 ** 30 - 1024, 2 ** 31]) {
      expect(() => backend.makeOutput([size], "float32")).toThrow(/outOfMemory/);
    }
  });
});
