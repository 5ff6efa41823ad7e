/**
 * @file L1 and L2 penalties on weights and outputs, and max-norm limits: Keras's arguments, carried out here for every
 * layer alike. tfjs knows no penalty on outputs and would apply limits outside of our own optimizers.
 */
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "../../core/fault.ts";
import type { KerasLayer } from "../../core/graph/compile.ts";
import type { KerasCall } from "../../core/layers/define.ts";
import { isCall } from "./keras.ts";

/** l1 · Σ|v| + l2 · Σv² of what `values` gives; a mean over the rows where it is a batch of outputs. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
  /** A weight, or the index of an output among the model's further outputs. */
  readonly of: { readonly weight: tf.Variable } | { readonly output: number };
}

export interface Limit {
  readonly weight: tf.Variable;
  readonly max: number;
  readonly axes: readonly number[];
}

const strengths = (call: KerasCall): { readonly l1: number; readonly l2: number } => {
  const { l1, l2 } = call.args;
  assert(typeof l1 === "number" && typeof l2 === "number", "a penalty has two strengths");
  return { l1, l2 };
};

/** Weights that a kernel's arguments speak of: kernels of every sort, but no recurrent one. */
const isKernel = (part: string): boolean => /(^|_)kernel$/.test(part) && !part.includes("recurrent");
const isBias = (part: string): boolean => /(^|_)bias$/.test(part);

type Named = Readonly<Record<string, tf.Variable>>;

/** The penalties on a layer's weights. `weights`: by part, "kernel" or "bias". */
export function weightPenalties({ call: { args } }: KerasLayer, weights: Named): readonly Penalty[] {
  const on = (argument: string, matches: (part: string) => boolean): Penalty[] => {
    const call = args[argument];
    if (!isCall(call)) return [];
    const named = Object.entries(weights).filter(([part]) => matches(part));
    return named.map(([, weight]) => ({ ...strengths(call), of: { weight } }));
  };
  return [...on("kernelRegularizer", isKernel), ...on("biasRegularizer", isBias)];
}

/** The penalty on a layer's outputs, or null. */
export function outputPenalty({ call: { args } }: KerasLayer): KerasCall | null {
  const call = args.activityRegularizer;
  return isCall(call) ? call : null;
}

export const penaltyOn = (call: KerasCall, output: number): Penalty => ({ ...strengths(call), of: { output } });

export function limitsOf({ call: { args } }: KerasLayer, weights: Named): readonly Limit[] {
  const call = args.kernelConstraint;
  if (!isCall(call)) return [];
  const { maxValue, axis } = call.args;
  assert(typeof maxValue === "number" && Array.isArray(axis), "max-norm has a length and axes");
  return Object.entries(weights)
    .filter(([part]) => isKernel(part))
    .map(([, weight]) => ({ weight, max: maxValue, axes: axis as readonly number[] }));
}

/** The sum of all penalties, a scalar. `outputs`: the model's further outputs, [batch, …] each. */
export function penaltySum(penalties: readonly Penalty[], outputs: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() => {
    let total: tf.Scalar = tf.scalar(0);
    for (const { l1, l2, of } of penalties) {
      const values = "weight" in of ? of.weight : outputs[of.output];
      assert(values !== undefined, "the output is there");
      // Keras divides a penalty on outputs by the rows of the batch.
      const share = "weight" in of ? 1 : 1 / (values.shape[0] as number);
      if (l1 !== 0) total = tf.add(total, tf.mul(tf.sum(tf.abs(values)), l1 * share));
      if (l2 !== 0) total = tf.add(total, tf.mul(tf.sum(tf.square(values)), l2 * share));
    }
    return total;
  });
}

/** Keras's epsilon: a unit whose weights are all 0 stays. */
const epsilon = 1e-7;

/** Scales weights back to their largest length, in place. */
export function applyLimits(limits: readonly Limit[]): void {
  for (const { weight, max, axes } of limits) {
    tf.tidy(() => {
      const length = tf.sqrt(tf.sum(tf.square(weight), [...axes], true));
      weight.assign(tf.mul(weight, tf.div(tf.clipByValue(length, 0, max), tf.add(length, epsilon))));
    });
  }
}
