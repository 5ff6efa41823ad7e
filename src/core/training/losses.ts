/**
 * @file The losses, Keras's names, and what each asks of task and output layer. Formulas run on logits where the output
 * activation allows it, which is stable where the probability rounds to 0 or 1.
 */

import type { Task } from "../data/types.ts";
import { assertNever } from "../fault.ts";
import type { ActivationName } from "../layers/activations.ts";

export interface LossSpec {
  readonly title: string;
  readonly tasks: readonly Task[];
  /** Output activations with which the loss means what it says. */
  readonly activations: readonly ActivationName[];
}

export const losses = {
  categoricalCrossentropy: { title: "Categorical cross-entropy", tasks: ["multiclass"], activations: ["softmax"] },
  binaryCrossentropy: { title: "Binary cross-entropy", tasks: ["binary"], activations: ["sigmoid"] },
  meanSquaredError: { title: "Mean squared error", tasks: ["regression"], activations: ["linear"] },
  meanAbsoluteError: { title: "Mean absolute error", tasks: ["regression"], activations: ["linear"] },
  huber: { title: "Huber", tasks: ["regression"], activations: ["linear"] },
} as const satisfies Record<string, LossSpec>;

export type LossName = keyof typeof losses;

const naturalLoss: { readonly [T in Task]: LossName } = {
  binary: "binaryCrossentropy",
  multiclass: "categoricalCrossentropy",
  regression: "meanSquaredError",
};
const naturalActivation: { readonly [T in Task]: ActivationName } = {
  binary: "sigmoid",
  multiclass: "softmax",
  regression: "linear",
};

/** What "auto" means for a task. */
export const lossFor = (task: Task, loss: LossName | "auto"): LossName => (loss === "auto" ? naturalLoss[task] : loss);
export const outputActivationFor = (task: Task): ActivationName => naturalActivation[task];
export function outputUnitsFor(task: Task, classes: number, outputs = 1): number {
  switch (task) {
    case "multiclass":
      return classes;
    case "binary":
      return 1;
    case "regression":
      return outputs;
    default:
      return assertNever(task);
  }
}
