/**
 * @file An optimizer as the loop uses it: gradients of one or several batches are taken in, then the weights are updated
 * once. On WebGPU all weights, gradients and slots lie in one buffer each, and an update is one dispatch; elsewhere each
 * weight is updated by operations. Both carry out the same rules.
 */
import type * as tf from "@tensorflow/tfjs-core";
import type { Weights } from "../../../core/training/checkpoint.ts";
import { optimizers } from "../../../core/training/optimizers.ts";
import type { TrainingConfig } from "../../../core/training/types.ts";
import { rules, type Scalars } from "./rules.ts";

/** A weight under its stable name ("layer/kernel"), to be trained. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: tf.Variable;
}

export type OptimizerConfig = Pick<TrainingConfig, "optimizer" | "optimizerParams" | "clip">;

/** Gradients by the variable's own name, as tfjs gives them; absent: the loss does not depend on it. */
export type Gradients = Readonly<Record<string, tf.Tensor | null | undefined>>;

/** The optimizer's own parameters; absent ones take the field's default. */
export function paramsOf({ optimizer, optimizerParams }: OptimizerConfig): Scalars {
  const fields = optimizers[optimizer].fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const given = optimizerParams[name];
      return [name, typeof given === "number" ? given : (field.default as number)];
    }),
  );
}

/** Slots by "slot/weight name", as a checkpoint keeps them. */
export type StoredSlots = ReadonlyMap<string, Float32Array>;

export const storedSlots = (slots: Weights): StoredSlots => new Map(slots.map(({ name, values }) => [name, values]));

/** Whether an optimizer finds all that it keeps of each weight. */
export const holdsSlots = (
  { optimizer }: Pick<OptimizerConfig, "optimizer">,
  weights: readonly NamedVariable[],
  stored: StoredSlots,
): boolean =>
  weights.every(({ name, variable }) =>
    Object.keys(rules[optimizer].slots).every((slot) => stored.get(`${slot}/${name}`)?.length === variable.size),
  );
