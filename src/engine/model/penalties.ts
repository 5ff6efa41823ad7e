/**
 * @file L1 and L2 penalties on weights and outputs, and max-norm limits: Keras's arguments, carried out here for every
 * layer alike. tfjs knows no penalty on outputs and would apply limits outside of our own optimizers.
 */
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "../../core/fault.ts";
import type { KerasLayer } from "../../core/graph/compile.ts";
import type { KerasCall } from "../../core/layers/define.ts";
import { limitLength, type Penalized, penaltyGradient, penaltyTotal, type Units } from "../kernels/lossPenalties.ts";
import { taped } from "../ops/tape.ts";
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

/** By the first word of an argument, the weights it speaks of. A kernel's arguments leave out the recurrent one. */
const spokenOf: Readonly<Record<string, (part: string) => boolean>> = {
  kernel: (part) => /(^|_)kernel$/.test(part) && !part.includes("recurrent"),
  bias: (part) => /(^|_)bias$/.test(part),
  depthwise: (part) => /^(depthwise_)?kernel$/.test(part),
  pointwise: (part) => part === "pointwise_kernel",
  embeddings: (part) => part === "embeddings",
};

type Named = Readonly<Record<string, tf.Variable>>;

/** The arguments of a call; of a layer around another one, the inner layer's: it has the weights. */
function argumentsOf({ args }: KerasCall): KerasCall["args"] {
  return isCall(args.layer) ? argumentsOf(args.layer) : args;
}

/** Each argument ending in `ending` that is a call, with the weights it speaks of. */
function* onWeights(call: KerasCall, ending: "Regularizer" | "Constraint", weights: Named) {
  for (const [argument, value] of Object.entries(argumentsOf(call))) {
    if (!argument.endsWith(ending) || argument === "activityRegularizer" || !isCall(value)) continue;
    const matches = spokenOf[argument.slice(0, -ending.length)];
    assert(matches !== undefined, `"${argument}" speaks of a weight`);
    const matching = Object.entries(weights).filter(([part]) => matches(part));
    yield { call: value, weights: matching.map(([, weight]) => weight) };
  }
}

/** The penalties on a layer's weights. `weights`: by part, "kernel" or "bias". */
export const weightPenalties = ({ call }: KerasLayer, weights: Named): readonly Penalty[] =>
  [...onWeights(call, "Regularizer", weights)].flatMap((found) =>
    found.weights.map((weight) => ({ ...strengths(found.call), of: { weight } })),
  );

/** The penalty on a layer's outputs, or null. */
export function outputPenalty({ call }: KerasLayer): KerasCall | null {
  const penalty = argumentsOf(call).activityRegularizer;
  return isCall(penalty) ? penalty : null;
}

export const penaltyOn = (call: KerasCall, output: number): Penalty => ({ ...strengths(call), of: { output } });

export function limitsOf({ call }: KerasLayer, weights: Named): readonly Limit[] {
  return [...onWeights(call, "Constraint", weights)].flatMap((found) => {
    const { maxValue, axis } = found.call.args;
    assert(typeof maxValue === "number" && Array.isArray(axis), "max-norm has a length and axes");
    return found.weights.map((weight) => ({ weight, max: maxValue, axes: axis as readonly number[] }));
  });
}

/** The sum of all penalties, a scalar. `outputs`: the model's further outputs, [batch, …] each. */
export function penaltySum(penalties: readonly Penalty[], outputs: readonly tf.Tensor[]): tf.Scalar {
  const all = penalties.map(({ l1, l2, of }) => {
    const values = "weight" in of ? of.weight : outputs[of.output];
    assert(values !== undefined, "the output is there");
    // Keras divides a penalty on outputs by the rows of the batch.
    const share = "weight" in of ? 1 : 1 / (values.shape[0] as number);
    return { values: values as tf.Tensor, l1: l1 * share, l2: l2 * share };
  });
  if (tf.getBackend() !== "webgpu") return sumByOps(all);
  return taped<tf.Scalar, Readonly<Record<number, tf.Tensor>>>({
    inputs: all.map(({ values }) => values),
    forward: (save) => {
      save(all.map(({ values }) => values));
      return penaltyTotal(all);
    },
    backward: (dy, saved) =>
      saved.map((values, at) => () => penaltyGradient({ ...(all[at] as Penalized), values }, dy)),
  });
}

function sumByOps(penalties: readonly Penalized[]): tf.Scalar {
  return tf.tidy(() => {
    let total: tf.Scalar = tf.scalar(0);
    for (const { values, l1, l2 } of penalties) {
      // The gradient of |v| at 0, where biases start, is 0; tfjs's own is −1.
      if (l1 !== 0) total = tf.add(total, tf.mul(tf.sum(tf.mul(values, tf.sign(values))), l1));
      if (l2 !== 0) total = tf.add(total, tf.mul(tf.sum(tf.square(values)), l2));
    }
    return total;
  });
}

/** Keras's epsilon: a unit whose weights are all 0 stays. */
const epsilon = 1e-7;

/** Scales weights back to their largest length, in place. */
export function applyLimits(limits: readonly Limit[]): void {
  for (const { weight, max, axes } of limits) {
    if (tf.getBackend() === "webgpu") {
      limitLength(weight, unitsOf(weight.shape, axes), max, epsilon);
      continue;
    }
    tf.tidy(() => {
      const length = tf.sqrt(tf.sum(tf.square(weight), [...axes], true));
      weight.assign(tf.mul(weight, tf.div(tf.clipByValue(length, 0, max), tf.add(length, epsilon))));
    });
  }
}

/** A shape with the axes of a length before and after those that tell units apart. */
function unitsOf(shape: readonly number[], axes: readonly number[]): Units {
  const kept = [...shape.keys()].filter((axis) => !axes.includes(axis));
  const [first = shape.length, last = first - 1] = [kept[0], kept.at(-1)];
  assert(last - first + 1 === kept.length, "the axes that tell units apart are neighbours");
  const product = (from: number, to: number) => shape.slice(from, to).reduce((all, n) => all * n, 1);
  return { outer: product(0, first), units: product(first, last + 1), inner: product(last + 1, shape.length) };
}
