/**
 * @file The dense operation: activation(x · kernel + bias) over the last axis. On WebGPU one dispatch forward; backward one
 * for what comes through the activation, one for kernel and bias, one for x, each only where it is asked for.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { ActivationName } from "../../core/layers/activations.ts";
import { tensorOf } from "../gpu/kernel.ts";
import { product, productWithSums } from "../kernels/matmul.ts";
import { activate } from "./activation.ts";
import { forOwnKernels } from "./tape.ts";
import { type WeightedKernels, weighted } from "./weighted.ts";

/** Rows of the numbers the kernel takes, how many those are, and columns of the result. */
function sizesOf(rows: tf.Tensor, kernel: tf.Tensor, perRow: "width" | "units") {
  const [width, units] = kernel.shape as [number, number];
  return { rows: rows.size / (perRow === "width" ? width : units), width, units };
}

/** `x` and the result may have more axes than two: all but the last count rows. */
const kernels = (shape: readonly number[]): WeightedKernels => ({
  forward: ({ x, kernel, bias, activation, keepsArgument }) => {
    const { rows, width, units } = sizesOf(x, kernel, "width");
    const sizes = { m: rows, n: units, k: width, transposeA: false, transposeB: false };
    const results = product(x, kernel, sizes, [...shape.slice(0, -1), units], { bias, activation, keepsArgument });
    return results.map(tensorOf);
  },
  input: (dz, kernel) => {
    const { rows, width, units } = sizesOf(dz, kernel, "units");
    const sizes = { m: rows, n: width, k: units, transposeA: false, transposeB: true };
    return tensorOf(product(dz, kernel, sizes, shape)[0] as tf.TensorInfo);
  },
  weights: ({ x, dz, kernel, bias }) => {
    const { rows, width, units } = sizesOf(x, kernel, "width");
    const sizes = { m: width, n: units, k: rows, transposeA: true, transposeB: false };
    if (bias === null) product(x, dz, sizes, kernel);
    else productWithSums(x, dz, sizes, bias, kernel);
  },
});

/** activation(x · kernel + bias): x [… , width], kernel [width, units], bias [units] → [… , units]. */
export function dense(
  x: tf.Tensor,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D | null,
  activation: ActivationName,
): tf.Tensor {
  if (!forOwnKernels(x, kernel, bias)) return plainDense(x, kernel, bias, activation);
  // Softmax runs over rows, which a product's tiles do not see whole.
  if (activation === "softmax") return activate(activation, dense(x, kernel, bias, "linear"));
  return weighted({ x, kernel, bias, activation }, kernels(x.shape));
}

/** The same by tfjs's operations. */
function plainDense(
  x: tf.Tensor,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D | null,
  activation: ActivationName,
): tf.Tensor {
  return tf.tidy(() => {
    const [width, units] = kernel.shape;
    const product = tf.matMul(tf.reshape(x, [-1, width]) as tf.Tensor2D, kernel);
    const sum = bias === null ? product : tf.add(product, bias);
    return tf.reshape(activate(activation, sum), [...x.shape.slice(0, -1), units]);
  });
}
