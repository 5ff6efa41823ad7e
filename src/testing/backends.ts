/**
 * @file An operation on WebGPU held against the same operation on the CPU: its values, and its gradients by every input
 * under a weight drawn for each number of the result.
 */
import * as tf from "@tensorflow/tfjs-core";
import { random } from "../core/random.ts";

export type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Numbers between −1 and 1, the same each time. */
export function drawnNumbers(shape: readonly number[], seed: number): Float32Array {
  const source = random(seed);
  return Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, () => source.next() * 2 - 1);
}

/** The result and the gradient by each input, as numbers. */
export async function valuesAndGradients(
  backend: "webgpu" | "cpu",
  operation: Operation,
  shapes: readonly (readonly number[])[],
): Promise<readonly (ArrayLike<number> & Iterable<number>)[]> {
  await tf.setBackend(backend);
  const inputs = shapes.map((shape, at) => tf.tensor(drawnNumbers(shape, at + 1), [...shape]));
  const y = tf.tidy(() => operation(...inputs));
  const weight = tf.tensor(drawnNumbers(y.shape, 99), y.shape);
  const gradients = tf.grads((...given: tf.Tensor[]) => tf.sum(tf.mul(operation(...given), weight)))(inputs);
  const values = await Promise.all([y, ...gradients].map((tensor) => tensor.data()));
  tf.dispose([...inputs, y, weight, gradients]);
  return values;
}

/** The largest difference between the backends, against the largest number of its kind, of values and each gradient. */
export async function backendsApart(operation: Operation, shapes: readonly (readonly number[])[]): Promise<number[]> {
  const own = await valuesAndGradients("webgpu", operation, shapes);
  const twin = await valuesAndGradients("cpu", operation, shapes);
  return twin.map((expected, which) => {
    const found = own[which] as ArrayLike<number>;
    if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
    const scale = Math.max(...Array.from(expected, Math.abs), 1e-3);
    const apart = Array.from(expected, (value, at) => Math.abs(value - (found[at] as number)));
    // A number that is none is infinitely far away.
    return Math.max(...apart.map((distance) => (Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance))) / scale;
  });
}
