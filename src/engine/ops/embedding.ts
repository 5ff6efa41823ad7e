/**
 * @file The table of an embedding by word numbers, and the masks that padding makes: on WebGPU by own kernels, elsewhere by
 * tfjs's operations. Numbers and masks have no gradient.
 */
import * as tf from "@tensorflow/tfjs-core";
import { tensorOf } from "../gpu/kernel.ts";
import { gatherRows, maskOfNumbers, maskOfSteps } from "../kernels/embedding.ts";
import { tableGradient } from "../kernels/embeddingGradient.ts";
import { forOwnKernels, taped } from "./tape.ts";

/** Rows of the table, [… of numbers, width]; numbers are rounded, and put into range. */
export function embedded(numbers: tf.Tensor, table: tf.Tensor2D): tf.Tensor {
  const [rows, width] = table.shape;
  if (forOwnKernels(numbers)) {
    return taped({
      inputs: { table },
      forward: (save) => {
        save([numbers]);
        return tensorOf(gatherRows(numbers, table));
      },
      backward: (dy, [saved]) => ({
        table: () => tensorOf(tableGradient(dy, saved as tf.Tensor, rows, width)),
      }),
    });
  }
  return tf.tidy(() => {
    const whole = constantOf(numbers, (x) => tf.cast(tf.reshape(inRange(x, rows), [-1]), "int32"));
    return tf.reshape(tf.gather(table, whole as tf.Tensor1D), [...numbers.shape, width]);
  });
}

/** 1 where a number means another row than the first, which is padding; else 0. */
export function paddingMask(numbers: tf.Tensor, rows: number): tf.Tensor {
  if (forOwnKernels(numbers)) return tensorOf(maskOfNumbers(numbers, rows));
  return tf.tidy(() => constantOf(numbers, (x) => differs(inRange(x, rows), 0)));
}

/** 1 where any number of a step differs from `value`, else 0: [batch, steps, 1]. */
export function stepMask(x: tf.Tensor, value: number): tf.Tensor {
  if (forOwnKernels(x)) return tensorOf(maskOfSteps(x, value));
  return tf.tidy(() => constantOf(x, (all) => tf.max(differs(all, value), -1, true)));
}

const inRange = (x: tf.Tensor, rows: number): tf.Tensor => tf.clipByValue(tf.round(x), 0, rows - 1);

/** 1 where `x` differs from `value`, else 0: float32 for certain, since tfjs's WebGPU cast keeps a comparison's integers. */
const differs = (x: tf.Tensor, value: number): tf.Tensor => tf.mul(tf.cast(tf.notEqual(x, value), "float32"), 1);

/** `f` of a tensor, and nothing of it in the gradient: tfjs knows none of comparisons. */
const constantOf = (x: tf.Tensor, f: (x: tf.Tensor) => tf.Tensor): tf.Tensor =>
  tf.customGrad((input) => ({
    value: f(input as tf.Tensor),
    gradFunc: () => tf.zerosLike(input as tf.Tensor),
  }))(x);
