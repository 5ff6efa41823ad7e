/**
 * @file The optimizers' update rules, each written twice side by side: in WGSL, as part of one kernel over all weights,
 * and in tfjs operations for devices without WebGPU. Rules are PyTorch's (torch.optim), names are Keras's; where the two
 * differ, epsilon stands outside the root. The oracle suite follows both for 20 steps.
 */
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "../../../core/fault.ts";
import type { OptimizerName } from "../../../core/training/optimizers.ts";

export type Scalars = Readonly<Record<string, number>>;
/** `g`: gradient, `w`: weight, and the slots by name; all of the weight's shape. */
export type Values = Readonly<Record<string, tf.Tensor>>;

export interface Update {
  /** What is updated: "w" or a slot. */
  readonly target: string;
  /** Its new value, as a WGSL expression over the names in `Values` and `Scalars`. */
  readonly wgsl: string;
  readonly ops: (values: Values, scalars: Scalars) => tf.Tensor;
}

export interface Rule {
  /** Scalars of one update: `step` counts from 1. Computed in float64. */
  readonly scalars: (params: Scalars, rate: number, step: number) => Scalars;
  /** The slots, with the value they start at. */
  readonly slots: Readonly<Record<string, (params: Scalars) => number>>;
  /** In their order; later ones see the new values. */
  readonly updates: readonly Update[];
}

const zero = () => 0;
const pick = (values: Values, name: string): tf.Tensor => {
  const tensor = values[name];
  assert(tensor !== undefined, `the update has a value "${name}"`);
  return tensor;
};
const scalar = (scalars: Scalars, name: string): number => {
  const value = scalars[name];
  assert(value !== undefined, `the update has a scalar "${name}"`);
  return value;
};

/** slot ← momentum · slot + g (Sutskever et al. 2013, as torch.optim.SGD writes it) */
const velocity: Update = {
  target: "velocity",
  wgsl: "momentum * velocity + g",
  ops: (v, s) => tf.add(tf.mul(pick(v, "velocity"), scalar(s, "momentum")), pick(v, "g")),
};
const withMomentum: Rule["scalars"] = ({ momentum }, rate) => ({ rate, momentum: momentum as number });

const firstMoment: Update = {
  target: "m",
  wgsl: "beta1 * m + (1.0 - beta1) * g",
  ops: (v, s) => tf.add(tf.mul(pick(v, "m"), scalar(s, "beta1")), tf.mul(pick(v, "g"), 1 - scalar(s, "beta1"))),
};
const secondMoment: Update = {
  target: "v",
  wgsl: "beta2 * v + (1.0 - beta2) * g * g",
  ops: (v, s) =>
    tf.add(tf.mul(pick(v, "v"), scalar(s, "beta2")), tf.mul(tf.square(pick(v, "g")), 1 - scalar(s, "beta2"))),
};
/** Kingma & Ba 2015, Algorithm 1: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g². */
const moments = { slots: { m: zero, v: zero }, updates: [firstMoment, secondMoment] };

/** `rate` with the first moment's bias taken out, `root` = √(1 − β₂ᵗ) for the second's. */
const corrected: Rule["scalars"] = ({ beta1, beta2, epsilon, weightDecay }, rate, step) => ({
  rate: rate / (1 - (beta1 as number) ** step),
  root: Math.sqrt(1 - (beta2 as number) ** step),
  keep: 1 - rate * (weightDecay ?? 0),
  beta1: beta1 as number,
  beta2: beta2 as number,
  epsilon: epsilon as number,
});
const denominator = (v: Values, s: Scalars) =>
  tf.add(tf.div(tf.sqrt(pick(v, "v")), scalar(s, "root")), scalar(s, "epsilon"));
const adamStep = (v: Values, s: Scalars) => tf.div(tf.mul(pick(v, "m"), scalar(s, "rate")), denominator(v, s));

/** Dozat 2016: the share of the momentum at update `step`; Keras's schedule, torch's with momentum_decay = 1. */
const nadamShare = (beta1: number, step: number): number => beta1 * (1 - 0.5 * 0.96 ** step);

/** The product of the shares up to `step`; below 1e-300 what is left changes nothing. */
function nadamProduct(beta1: number, step: number): number {
  let product = 1;
  for (let i = 1; i <= step && product > 1e-300; i++) product *= nadamShare(beta1, i);
  return product;
}

export const rules: { readonly [N in OptimizerName]: Rule } = {
  sgd: {
    scalars: (_, rate) => ({ rate }),
    slots: {},
    updates: [
      {
        target: "w",
        wgsl: "w - rate * g",
        ops: (v, s) => tf.sub(pick(v, "w"), tf.mul(pick(v, "g"), scalar(s, "rate"))),
      },
    ],
  },
  momentum: {
    scalars: withMomentum,
    slots: { velocity: zero },
    updates: [
      velocity,
      {
        target: "w",
        wgsl: "w - rate * velocity",
        ops: (v, s) => tf.sub(pick(v, "w"), tf.mul(pick(v, "velocity"), scalar(s, "rate"))),
      },
    ],
  },
  nesterov: {
    scalars: withMomentum,
    slots: { velocity: zero },
    updates: [
      velocity,
      {
        target: "w",
        wgsl: "w - rate * (g + momentum * velocity)",
        ops: (v, s) => {
          const ahead = tf.add(pick(v, "g"), tf.mul(pick(v, "velocity"), scalar(s, "momentum")));
          return tf.sub(pick(v, "w"), tf.mul(ahead, scalar(s, "rate")));
        },
      },
    ],
  },
  rmsprop: {
    scalars: ({ rho, epsilon }, rate) => ({ rate, rho: rho as number, epsilon: epsilon as number }),
    slots: { square: zero },
    updates: [
      {
        target: "square",
        wgsl: "rho * square + (1.0 - rho) * g * g",
        ops: (v, s) =>
          tf.add(tf.mul(pick(v, "square"), scalar(s, "rho")), tf.mul(tf.square(pick(v, "g")), 1 - scalar(s, "rho"))),
      },
      { target: "w", wgsl: "w - rate * g / (sqrt(square) + epsilon)", ops: (v, s) => scaledStep(v, s, "square") },
    ],
  },
  adagrad: {
    scalars: ({ epsilon }, rate) => ({ rate, epsilon: epsilon as number }),
    slots: { accumulator: ({ initialAccumulatorValue }) => initialAccumulatorValue as number },
    updates: [
      {
        target: "accumulator",
        wgsl: "accumulator + g * g",
        ops: (v) => tf.add(pick(v, "accumulator"), tf.square(pick(v, "g"))),
      },
      {
        target: "w",
        wgsl: "w - rate * g / (sqrt(accumulator) + epsilon)",
        ops: (v, s) => scaledStep(v, s, "accumulator"),
      },
    ],
  },
  adam: {
    scalars: corrected,
    slots: moments.slots,
    updates: [
      ...moments.updates,
      {
        target: "w",
        wgsl: "w - rate * m / (sqrt(v) / root + epsilon)",
        ops: (v, s) => tf.sub(pick(v, "w"), adamStep(v, s)),
      },
    ],
  },
  /** Loshchilov & Hutter 2019: the decay acts on the weight, not through the gradient. */
  adamw: {
    scalars: corrected,
    slots: moments.slots,
    updates: [
      ...moments.updates,
      {
        target: "w",
        wgsl: "keep * w - rate * m / (sqrt(v) / root + epsilon)",
        ops: (v, s) => tf.sub(tf.mul(pick(v, "w"), scalar(s, "keep")), adamStep(v, s)),
      },
    ],
  },
  /** Kingma & Ba 2015, section 7.1, with epsilon as torch.optim.Adamax has it. */
  adamax: {
    scalars: corrected,
    slots: { m: zero, u: zero },
    updates: [
      firstMoment,
      {
        target: "u",
        wgsl: "max(beta2 * u, abs(g) + epsilon)",
        ops: (v, s) =>
          tf.maximum(tf.mul(pick(v, "u"), scalar(s, "beta2")), tf.add(tf.abs(pick(v, "g")), scalar(s, "epsilon"))),
      },
      {
        target: "w",
        wgsl: "w - rate * m / u",
        ops: (v, s) => tf.sub(pick(v, "w"), tf.div(tf.mul(pick(v, "m"), scalar(s, "rate")), pick(v, "u"))),
      },
    ],
  },
  nadam: {
    scalars: ({ beta1, beta2, epsilon }, rate, step) => {
      const share = nadamShare(beta1 as number, step);
      const next = nadamShare(beta1 as number, step + 1);
      const product = nadamProduct(beta1 as number, step);
      return {
        rateG: (rate * (1 - share)) / (1 - product),
        rateM: (rate * next) / (1 - product * next),
        root: Math.sqrt(1 - (beta2 as number) ** step),
        beta1: beta1 as number,
        beta2: beta2 as number,
        epsilon: epsilon as number,
      };
    },
    slots: moments.slots,
    updates: [
      ...moments.updates,
      {
        target: "w",
        wgsl: "w - (rateG * g + rateM * m) / (sqrt(v) / root + epsilon)",
        ops: (v, s) => {
          const ahead = tf.add(tf.mul(pick(v, "g"), scalar(s, "rateG")), tf.mul(pick(v, "m"), scalar(s, "rateM")));
          return tf.sub(pick(v, "w"), tf.div(ahead, denominator(v, s)));
        },
      },
    ],
  },
  /** Chen et al. 2023, Algorithm 2: the weight goes by the sign of a mean that the slot does not keep. */
  lion: {
    scalars: ({ beta1, beta2, weightDecay }, rate) => ({
      rate,
      beta1: beta1 as number,
      beta2: beta2 as number,
      keep: 1 - rate * (weightDecay ?? 0),
    }),
    slots: { m: zero },
    updates: [
      {
        target: "w",
        wgsl: "keep * w - rate * sign(beta1 * m + (1.0 - beta1) * g)",
        ops: (v, s) => {
          const { beta1 } = s as { beta1: number };
          const way = tf.sign(tf.add(tf.mul(pick(v, "m"), beta1), tf.mul(pick(v, "g"), 1 - beta1)));
          return tf.sub(tf.mul(pick(v, "w"), scalar(s, "keep")), tf.mul(way, scalar(s, "rate")));
        },
      },
      {
        target: "m",
        wgsl: "beta2 * m + (1.0 - beta2) * g",
        ops: (v, s) => tf.add(tf.mul(pick(v, "m"), scalar(s, "beta2")), tf.mul(pick(v, "g"), 1 - scalar(s, "beta2"))),
      },
    ],
  },
};

function scaledStep(v: Values, s: Scalars, slot: string): tf.Tensor {
  const root = tf.add(tf.sqrt(pick(v, slot)), scalar(s, "epsilon"));
  return tf.sub(pick(v, "w"), tf.div(tf.mul(pick(v, "g"), scalar(s, "rate")), root));
}
