/** @file The update rules in tfjs operations, weight by weight, for devices without WebGPU. */
import * as tf from "@tensorflow/tfjs-core";
import type { Weights } from "../../../core/training/checkpoint.ts";
import { type Gradients, type NamedVariable, type OptimizerConfig, paramsOf, type StoredSlots } from "./optimizer.ts";
import { rules } from "./rules.ts";

interface Trained extends NamedVariable {
  readonly slots: Readonly<Record<string, tf.Variable>>;
  gradient: tf.Tensor | null;
}

export class PlainOptimizer {
  readonly #config: OptimizerConfig;
  readonly #weights: Trained[];

  constructor(config: OptimizerConfig, weights: readonly NamedVariable[], stored: StoredSlots) {
    this.#config = config;
    const params = paramsOf(config);
    this.#weights = weights.map(({ name, variable }) => {
      const slots = Object.entries(rules[config.optimizer].slots).map(([slot, initial]) => {
        const values = stored.get(`${slot}/${name}`);
        const start = () =>
          values === undefined ? tf.fill(variable.shape, initial(params)) : tf.tensor(values, variable.shape);
        return [slot, tf.tidy(() => tf.variable(start(), false))] as const;
      });
      return { name, variable, slots: Object.fromEntries(slots), gradient: null };
    });
  }

  /** Adds `share` of a batch's gradients to those taken in since the last update. */
  collect(grads: Gradients, share: number): void {
    for (const weight of this.#weights) {
      const g = grads[weight.variable.name];
      if (g == null) continue;
      const before = weight.gradient;
      weight.gradient = tf.keep(tf.tidy(() => (before === null ? tf.mul(g, share) : tf.add(before, tf.mul(g, share)))));
      before?.dispose();
    }
  }

  /** Updates every weight that has a gradient; the norm of all gradients before clipping, a scalar. */
  update(rate: number, step: number): tf.Scalar {
    const rule = rules[this.#config.optimizer];
    const scalars = rule.scalars(paramsOf(this.#config), rate, step);
    return tf.tidy(() => {
      const moved = this.#weights.filter(({ gradient }) => gradient !== null);
      const squares = moved.map(({ gradient }) => tf.sum(tf.square(gradient as tf.Tensor)));
      const norm = tf.sqrt(squares.reduce((sum, one) => tf.add(sum, one), tf.scalar(0))) as tf.Scalar;
      for (const [at, { variable, slots, gradient }] of moved.entries()) {
        const g = this.#clipped(gradient as tf.Tensor, squares[at] as tf.Tensor, norm);
        const values: Record<string, tf.Tensor> = { ...slots, g, w: variable };
        for (const { target, ops } of rule.updates) {
          (target === "w" ? variable : (slots[target] as tf.Variable)).assign(ops(values, scalars));
        }
      }
      for (const weight of moved) {
        weight.gradient?.dispose();
        weight.gradient = null;
      }
      return norm;
    });
  }

  #clipped(g: tf.Tensor, squares: tf.Tensor, norm: tf.Scalar): tf.Tensor {
    const { kind, limit } = this.#config.clip;
    switch (kind) {
      case "none":
        return g;
      case "value":
        return tf.clipByValue(g, -limit, limit);
      case "norm":
        return tf.mul(g, tf.div(limit, tf.maximum(tf.sqrt(squares), limit)));
      case "globalNorm":
        return tf.mul(g, tf.div(limit, tf.maximum(norm, limit)));
    }
  }

  async readSlots(): Promise<Weights> {
    const slots = this.#weights.flatMap(({ name, slots: own }) =>
      Object.entries(own).map(([slot, variable]) => ({ name: `${slot}/${name}`, variable })),
    );
    const values = await Promise.all(slots.map(({ variable }) => variable.data()));
    return slots.map(({ name, variable }, at) => ({
      name,
      shape: [...variable.shape],
      values: Float32Array.from(values[at] as Float32Array),
    }));
  }

  dispose(): void {
    for (const { slots, gradient } of this.#weights) {
      tf.dispose(Object.values(slots));
      gradient?.dispose();
    }
  }
}
