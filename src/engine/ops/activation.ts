/**
 * @file Activations of tensors by name: one dispatch forward and one backward on WebGPU, tfjs's operations elsewhere.
 * Formulas are Keras 3's.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { ActivationName } from "../../core/layers/activations.ts";
import { type PointActivation, wgslActivations } from "../kernels/activations.ts";
import { activated, timesSlope } from "../kernels/elementwise.ts";
import { storedType } from "../kernels/stored.ts";
import { operation, tensorOf } from "./operation.ts";
import "../kernels/index.ts";

/** The same functions by tfjs's operations. */
const plain: { readonly [A in PointActivation]: (x: tf.Tensor) => tf.Tensor } = {
  linear: (x) => x,
  relu: tf.relu,
  relu6: (x) => tf.minimum(tf.relu(x), 6),
  elu: tf.elu,
  selu: tf.selu,
  gelu: (x) => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))))),
  swish: (x) => tf.mul(tf.sigmoid(x), x),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  sigmoid: tf.sigmoid,
  hardSigmoid: (x) => tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1),
  tanh: tf.tanh,
  softplus: tf.softplus,
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
};

interface Attributes {
  readonly activation: PointActivation;
}

const forward = ({ x }: Readonly<Record<string, tf.Tensor | undefined>>, { activation }: Attributes) => [
  activated(activation, x as tf.Tensor),
];
const backward = (dy: tf.Tensor, [kept]: tf.Tensor[], { activation }: Attributes) => ({
  x: () => tensorOf(timesSlope(activation, dy, kept as tf.Tensor)),
});

/** Activations whose derivative follows from the result, and those that need the argument. */
const byResult = operation({
  name: "OwnActivationByResult",
  forward,
  keeps: { inputs: [], outputs: [true] },
  backward,
});
const byArgument = operation({
  name: "OwnActivationByArgument",
  forward,
  keeps: { inputs: ["x"], outputs: [] },
  backward,
});

/** activation(x). Softmax runs over the last axis. */
export function activate<T extends tf.Tensor>(activation: ActivationName, x: T): T {
  if (activation === "linear") return x;
  if (activation === "softmax") return tf.softmax(x);
  if (tf.getBackend() !== "webgpu" || storedType(x) !== "float32" || x.size === 0) {
    return tf.tidy(() => plain[activation](x)) as T;
  }
  const run = wgslActivations[activation].from === "y" ? byResult : byArgument;
  return run({ x }, { activation }) as T;
}
