/**
 * @file Random numbers at work on a tensor: it is multiplied by them, or they are added, in one dispatch that draws them on
 * the way. The gradient of a product draws the same numbers again instead of keeping them.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { type Draw, drawing, drawn, type Key } from "./draws.ts";

/** What a number r does to a value x: x · r, x + strength · r, or x · (1 + strength · r). */
export type Effect =
  | { readonly kind: "times" }
  | { readonly kind: "plus"; readonly strength: number }
  | { readonly kind: "aboutOne"; readonly strength: number };

const workgroup = 64;

/** Of `x` and `r`. */
const texts: { readonly [K in Effect["kind"]]: string } = {
  times: "x * r",
  plus: "x + r * params.strength",
  aboutOne: "x * (1.0 + r * params.strength)",
};

function byKernel(x: tf.Tensor, shape: readonly number[], draw: Draw, key: Key, effect: Effect): tf.Tensor {
  const parts = drawing(draw, key);
  const kernel: Kernel = {
    key: `noise ${effect.kind} ${parts.name}`,
    inputs: { values: "f32", ...parts.inputs },
    outputs: { result: "f32" },
    params: { count: "u32", block: "u32", kept: "u32", strength: "f32", ...parts.params },
    workgroup,
    declarations: `
      ${parts.declarations}
      fn number(key : u32, index : u32) -> f32 { return ${draw.wgsl}; }`,
    body: `
      if (index >= params.count) { return; }
      let key = ${parts.key};
      let x = values[index];
      let r = number(key, (index / params.block) * params.kept + index % params.kept);
      result[index] = ${texts[effect.kind]};`,
  };
  const [result] = launchTensors(kernel, {
    inputs: [x, ...parts.tensors],
    outputs: [{ shape: x.shape, dtype: "float32" }],
    params: {
      ...parts.values,
      count: x.size,
      ...sharing(x.shape, shape),
      strength: effect.kind === "times" ? 1 : effect.strength,
    },
    groups: linear(x.size, workgroup),
  });
  return result as tf.Tensor;
}

/** Which number is whose: each value's own, or one for a channel of a row, or one for a row. */
function sharing(values: readonly number[], numbers: readonly number[]): { block: number; kept: number } {
  if (values.every((size, axis) => size === numbers[axis])) return { block: 1, kept: 1 };
  return { block: values.slice(1).reduce((product, size) => product * size, 1), kept: numbers.at(-1) as number };
}

function byOperations(x: tf.Tensor, shape: readonly number[], draw: Draw, key: Key, effect: Effect): tf.Tensor {
  const numbers = drawn(draw, shape, key);
  switch (effect.kind) {
    case "times":
      return tf.mul(x, numbers);
    case "plus":
      return tf.add(x, tf.mul(numbers, effect.strength));
    case "aboutOne":
      return tf.mul(x, tf.add(1, tf.mul(numbers, effect.strength)));
  }
}

/**
 * `x` [batch, …, channels] changed by numbers of `shape`: that of `x`, or with ones in place of all axes but the batch, or
 * but batch and channels. The same key gives the same numbers on every device.
 */
export function withNoise(x: tf.Tensor, shape: readonly number[], draw: Draw, key: Key, effect: Effect): tf.Tensor {
  if (tf.getBackend() !== "webgpu") return byOperations(x, shape, draw, key, effect);
  return tf.customGrad((input) => ({
    value: byKernel(input as tf.Tensor, shape, draw, key, effect),
    // A step's key is what it was in the forward pass: the loop moves on between steps.
    gradFunc: (dy: tf.Tensor) => (effect.kind === "plus" ? tf.clone(dy) : byKernel(dy, shape, draw, key, effect)),
  }))(x);
}
