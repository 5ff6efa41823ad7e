/**
 * @file Activations of tensors by name: one dispatch forward and one backward on WebGPU, tfjs's operations elsewhere.
 * Formulas are Keras 3's.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { ActivationName } from "../../core/layers/activations.ts";
import { tensorOf } from "../gpu/kernel.ts";
import { type PointActivation, wgslActivations } from "../kernels/activations.ts";
import { activated, timesSlope } from "../kernels/elementwise.ts";
import { forOwnKernels, taped } from "./tape.ts";
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

/** activation(x). Softmax runs over the last axis. */
export function activate<T extends tf.Tensor>(activation: ActivationName, x: T): T {
  if (activation === "linear") return x;
  if (activation === "softmax") return tf.softmax(x);
  if (!forOwnKernels(x)) return tf.tidy(() => plain[activation](x)) as T;
  const ofResult = wgslActivations[activation].from === "y";
  return taped({
    inputs: { x },
    forward: (save) => {
      const y = tensorOf(activated(activation, x));
      save([ofResult ? y : x]);
      return y;
    },
    backward: (dy, [kept]) => ({ x: () => tensorOf(timesSlope(activation, dy, kept as tf.Tensor)) }),
  });
}
