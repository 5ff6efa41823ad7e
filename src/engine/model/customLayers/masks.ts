/**
 * @file The mask of steps that a layer is handed: which steps count. Inside, masks are float32 (1 counts, 0 does not),
 * because tfjs's WebGPU kernels transpose and broadcast booleans and whole numbers wrongly; a choice by a mask is
 * m·a + (1 − m)·b, exact for finite numbers.
 */
import type { Tensor2D } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "../../../core/fault.ts";

export interface CallArgs {
  readonly training?: boolean;
  /** One for a layer of one input; a list, with null for what has none, for a layer of several. */
  readonly mask?: tf.Tensor | null | readonly (tf.Tensor | null | undefined)[];
}

/** The mask of input `index` as [batch, steps] of 1 and 0, or null. `steps`: the input's own. */
export function maskOf({ mask }: CallArgs, index: number, steps: number): Tensor2D | null {
  const one = Array.isArray(mask)
    ? (mask as readonly (tf.Tensor | null | undefined)[])[index]
    : index === 0
      ? (mask as tf.Tensor | null | undefined)
      : null;
  if (one === null || one === undefined || one.shape.length !== 2 || one.shape[1] !== steps) return null;
  return tf.cast(one, "float32") as Tensor2D;
}

/** `a` where the mask is 1, else `b`. */
export const chosen = <T extends tf.Tensor>(mask: tf.Tensor, a: T, b: tf.Tensor): T =>
  tf.add(tf.mul(mask, a), tf.mul(tf.sub(1, mask), b)) as T;

/** The first of a layer's inputs. */
export function firstOf<T extends tf.Tensor = tf.Tensor>(inputs: tf.Tensor | tf.Tensor[]): T {
  const input = Array.isArray(inputs) ? inputs[0] : inputs;
  assert(input !== undefined, "the layer has an input");
  return input as T;
}

/** `f` of a tensor, and nothing of it in the gradient: tfjs knows none of comparisons. */
export const constantOf = (x: tf.Tensor, f: (x: tf.Tensor) => tf.Tensor): tf.Tensor =>
  tf.customGrad((input) => ({
    value: f(input as tf.Tensor),
    gradFunc: () => tf.zerosLike(input as tf.Tensor),
  }))(x);
