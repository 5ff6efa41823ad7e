/**
 * @file The shares that attention gives each step: softmax over scaled scores with some steps left out. One dispatch each
 * way on WebGPU, tfjs's operations elsewhere.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type Allowed, leftOut, shares, sharesGradient } from "../kernels/attention.ts";
import { taped } from "./tape.ts";

/** softmax(scale · scores) over the last axis of [batch, heads, steps, others]. Masks have no gradient. */
export function attentionShares(scores: tf.Tensor4D, scale: number, allowed: Allowed): tf.Tensor4D {
  if (tf.getBackend() !== "webgpu") return byOperations(scores, scale, allowed);
  return taped<tf.Tensor4D, { readonly scores: tf.Tensor }>({
    inputs: { scores },
    forward: (save) => {
      const result = shares(scores, scale, allowed);
      save([result]);
      return result;
    },
    backward: (dy, [y]) => ({ scores: () => sharesGradient(dy, y as tf.Tensor, scale, allowed) }),
  });
}

function byOperations(scores: tf.Tensor4D, scale: number, allowed: Allowed): tf.Tensor4D {
  const [, , steps, others] = scores.shape;
  const scaled = tf.mul<tf.Tensor4D>(scores, scale);
  const parts: tf.Tensor[] = [];
  if (allowed.ofQuery !== null) parts.push(tf.reshape(allowed.ofQuery, [-1, 1, steps, 1]));
  if (allowed.ofValue !== null) parts.push(tf.reshape(allowed.ofValue, [-1, 1, 1, others]));
  if (allowed.ofKey !== null) parts.push(tf.reshape(allowed.ofKey, [-1, 1, 1, others]));
  if (allowed.causal) {
    const before = Float32Array.from({ length: steps * others }, (_, i) =>
      i % others <= Math.floor(i / others) ? 1 : 0,
    );
    parts.push(tf.tensor(before, [1, 1, steps, others]));
  }
  const [first, ...rest] = parts;
  if (first === undefined) return tf.softmax(scaled);
  const all = rest.reduce((product, part) => tf.mul(product, part), first);
  // m · a + (1 − m) · b, exact for finite numbers.
  return tf.softmax(tf.add<tf.Tensor4D>(tf.mul(all, scaled), tf.mul(tf.sub(1, all), leftOut)));
}
