/**
 * @file The optimizers' update rules, each written twice side by side: in WGSL, run in place with one dispatch a slot
 * and one a weight, and in tfjs operations for devices without WebGPU. Rules are PyTorch's (torch.optim), names are
 * Keras's; where the two differ, epsilon stands outside the root. The oracle suite follows both for 20 steps.
 */
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "../../core/fault.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { OptimizerName } from "../../core/training/optimizers.ts";
import { optimizers } from "../../core/training/optimizers.ts";
import type { TrainingConfig } from "../../core/training/types.ts";
import { type Elementwise, runInPlace } from "../kernels/inPlace.ts";

type Scalars = Readonly<Record<string, number>>;
/** `g`: gradient, `w`: weight, and the slots by name; all of the weight's shape. */
type Values = Readonly<Record<string, tf.Tensor>>;

interface Update {
  /** The new value of what is updated, as a WGSL expression over the names in `Values` and `Scalars`. */
  readonly wgsl: string;
  readonly ops: (values: Values, scalars: Scalars) => tf.Tensor;
}

interface Rule {
  /** Scalars of one update: `step` counts from 1. */
  readonly scalars: (params: Scalars, rate: number, step: number) => Scalars;
  /** In the order of their update; later ones and the weight see the new values. */
  readonly slots: Readonly<Record<string, Update & { readonly initial: (params: Scalars) => number }>>;
  readonly weight: Update;
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
const velocity = {
  initial: zero,
  wgsl: "momentum * velocity + g",
  ops: (v: Values, s: Scalars) => tf.add(tf.mul(pick(v, "velocity"), scalar(s, "momentum")), pick(v, "g")),
};
const withMomentum: Rule["scalars"] = ({ momentum }, rate) => ({ rate, momentum: momentum as number });

/** Kingma & Ba 2015, Algorithm 1: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g². */
const moments: Rule["slots"] = {
  m: {
    initial: zero,
    wgsl: "beta1 * m + (1.0 - beta1) * g",
    ops: (v, s) => tf.add(tf.mul(pick(v, "m"), scalar(s, "beta1")), tf.mul(pick(v, "g"), 1 - scalar(s, "beta1"))),
  },
  v: {
    initial: zero,
    wgsl: "beta2 * v + (1.0 - beta2) * g * g",
    ops: (v, s) =>
      tf.add(tf.mul(pick(v, "v"), scalar(s, "beta2")), tf.mul(tf.square(pick(v, "g")), 1 - scalar(s, "beta2"))),
  },
};
/** `rate` with the first moment's bias taken out, `root` = √(1 − β₂ᵗ) for the second's. */
const corrected: Rule["scalars"] = ({ beta1, beta2, epsilon, weightDecay }, rate, step) => ({
  rate: rate / (1 - (beta1 as number) ** step),
  root: Math.sqrt(1 - (beta2 as number) ** step),
  keep: 1 - rate * (weightDecay ?? 0),
  beta1: beta1 as number,
  beta2: beta2 as number,
  epsilon: epsilon as number,
});
const adamStep = (v: Values, s: Scalars) =>
  tf.div(
    tf.mul(pick(v, "m"), scalar(s, "rate")),
    tf.add(tf.div(tf.sqrt(pick(v, "v")), scalar(s, "root")), scalar(s, "epsilon")),
  );

const rules: { readonly [N in OptimizerName]: Rule } = {
  sgd: {
    scalars: (_, rate) => ({ rate }),
    slots: {},
    weight: { wgsl: "w - rate * g", ops: (v, s) => tf.sub(pick(v, "w"), tf.mul(pick(v, "g"), scalar(s, "rate"))) },
  },
  momentum: {
    scalars: withMomentum,
    slots: { velocity },
    weight: {
      wgsl: "w - rate * velocity",
      ops: (v, s) => tf.sub(pick(v, "w"), tf.mul(pick(v, "velocity"), scalar(s, "rate"))),
    },
  },
  nesterov: {
    scalars: withMomentum,
    slots: { velocity },
    weight: {
      wgsl: "w - rate * (g + momentum * velocity)",
      ops: (v, s) => {
        const ahead = tf.add(pick(v, "g"), tf.mul(pick(v, "velocity"), scalar(s, "momentum")));
        return tf.sub(pick(v, "w"), tf.mul(ahead, scalar(s, "rate")));
      },
    },
  },
  rmsprop: {
    scalars: ({ rho, epsilon }, rate) => ({ rate, rho: rho as number, epsilon: epsilon as number }),
    slots: {
      square: {
        initial: zero,
        wgsl: "rho * square + (1.0 - rho) * g * g",
        ops: (v, s) =>
          tf.add(tf.mul(pick(v, "square"), scalar(s, "rho")), tf.mul(tf.square(pick(v, "g")), 1 - scalar(s, "rho"))),
      },
    },
    weight: { wgsl: "w - rate * g / (sqrt(square) + epsilon)", ops: (v, s) => scaledStep(v, s, "square") },
  },
  adagrad: {
    scalars: ({ epsilon }, rate) => ({ rate, epsilon: epsilon as number }),
    slots: {
      accumulator: {
        initial: ({ initialAccumulatorValue }) => initialAccumulatorValue as number,
        wgsl: "accumulator + g * g",
        ops: (v) => tf.add(pick(v, "accumulator"), tf.square(pick(v, "g"))),
      },
    },
    weight: { wgsl: "w - rate * g / (sqrt(accumulator) + epsilon)", ops: (v, s) => scaledStep(v, s, "accumulator") },
  },
  adam: {
    scalars: corrected,
    slots: moments,
    weight: { wgsl: "w - rate * m / (sqrt(v) / root + epsilon)", ops: (v, s) => tf.sub(pick(v, "w"), adamStep(v, s)) },
  },
  /** Loshchilov & Hutter 2019: the decay acts on the weight, not through the gradient. */
  adamw: {
    scalars: corrected,
    slots: moments,
    weight: {
      wgsl: "keep * w - rate * m / (sqrt(v) / root + epsilon)",
      ops: (v, s) => tf.sub(tf.mul(pick(v, "w"), scalar(s, "keep")), adamStep(v, s)),
    },
  },
};

function scaledStep(v: Values, s: Scalars, slot: string): tf.Tensor {
  const root = tf.add(tf.sqrt(pick(v, slot)), scalar(s, "epsilon"));
  return tf.sub(pick(v, "w"), tf.div(tf.mul(pick(v, "g"), scalar(s, "rate")), root));
}

/** A weight under its stable name ("layer/kernel"), to be trained. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: tf.Variable;
}

export interface Optimizer {
  /** Updates done. */
  step: number;
  /** The optimizer's memory, "slot/weight name". */
  readonly slots: readonly NamedVariable[];
  /** One update of every weight that has a gradient. `grads` by the variable's own name, as tfjs names them. */
  apply(grads: Readonly<Record<string, tf.Tensor>>): void;
  dispose(): void;
}

/** Slots start at their initial value, or at what a checkpoint kept. */
export function createOptimizer(
  config: Pick<TrainingConfig, "optimizer" | "optimizerParams" | "learningRate">,
  weights: readonly NamedVariable[],
  restored?: { readonly step: number; readonly slots: Weights },
): Optimizer {
  const rule = rules[config.optimizer];
  const params = paramsOf(config);
  const kept = new Map(restored?.slots.map((tensor) => [tensor.name, tensor]));
  const state = weights.map(({ name, variable }) => ({
    variable,
    slots: Object.entries(rule.slots).map(([slot, { initial }]) => {
      const stored = kept.get(`${slot}/${name}`);
      const start = () =>
        stored === undefined ? tf.fill(variable.shape, initial(params)) : tf.tensor(stored.values, variable.shape);
      return { slot, name: `${slot}/${name}`, variable: tf.tidy(() => tf.variable(start(), false)) };
    }),
  }));
  const update = tf.getBackend() === "webgpu" ? updateInPlace : updateByOps;

  return {
    step: restored?.step ?? 0,
    slots: state.flatMap(({ slots }) => slots),
    apply(grads) {
      this.step++;
      const scalars = rule.scalars(params, config.learningRate, this.step);
      for (const { variable, slots } of state) {
        const g = grads[variable.name];
        if (g === undefined) continue;
        const values: Record<string, tf.Variable | tf.Tensor> = { g, w: variable };
        for (const { slot, variable: memory } of slots) values[slot] = memory;
        for (const { slot, variable: memory } of slots) {
          update(config.optimizer, slot, rule.slots[slot] as Update, values, memory, scalars);
        }
        update(config.optimizer, "w", rule.weight, values, variable, scalars);
      }
    },
    dispose: () => tf.dispose(state.flatMap(({ slots }) => slots.map(({ variable }) => variable))),
  };
}

function paramsOf({ optimizer, optimizerParams }: Pick<TrainingConfig, "optimizer" | "optimizerParams">): Scalars {
  const fields = optimizers[optimizer].fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const given = optimizerParams[name];
      return [name, typeof given === "number" ? given : field.default];
    }),
  );
}

function updateByOps(
  _: string,
  __: string,
  { ops }: Update,
  values: Values,
  target: tf.Variable,
  scalars: Scalars,
): void {
  tf.tidy(() => target.assign(ops(values, scalars)));
}

const programs = new Map<string, Elementwise>();

function updateInPlace(
  optimizer: string,
  targetName: string,
  { wgsl }: Update,
  values: Values,
  target: tf.Variable,
  scalars: Scalars,
): void {
  const key = `${optimizer}:${targetName}`;
  let program = programs.get(key);
  if (program === undefined) {
    const used = (name: string) => new RegExp(`\\b${name}\\b`).test(wgsl);
    const inputs = Object.keys(values).filter((name) => name !== targetName && used(name));
    const uniforms = Object.keys(scalars).filter(used);
    program = {
      key: `update:${key}`,
      inputs: inputs.map((name) => `in_${name}`),
      uniforms: uniforms.map((name) => ({ name, type: "float32" })),
      body: [
        ...inputs.map((name) => `let ${name} = in_${name}[index];`),
        ...uniforms.map((name) => `let ${name} = uniforms.${name};`),
        used(targetName) ? `let ${targetName} = result[index];` : "",
        `result[index] = ${wgsl};`,
      ].join("\n"),
    };
    programs.set(key, program);
  }
  const inputs = program.inputs.map((name) => pick(values, name.slice("in_".length)));
  runInPlace(
    program,
    inputs,
    target,
    program.uniforms.map(({ name }) => scalar(scalars, name)),
  );
}
