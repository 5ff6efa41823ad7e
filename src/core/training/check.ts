/** @file What is wrong with a training configuration, before anything is built. */
import type { Task } from "../data/types.ts";
import type { Issue } from "../issue.ts";
import { checkField, type Field, float, int } from "../params/fields.ts";
import { losses } from "./losses.ts";
import { optimizers } from "./optimizers.ts";
import type { TrainingConfig } from "./types.ts";

/** Ranges of the configuration's numbers; forms are made from them. */
export const trainingFields = {
  epochs: int({ default: 60, min: 1, max: 100_000 }),
  batchSize: int({ default: 32, min: 1, max: 65_536 }),
  learningRate: float({ default: 0.001, min: 0, max: 100, exclusiveMin: true }),
  seed: int({ default: 1, min: 0, max: 4_294_967_295, advanced: true }),
} as const;

/** Patience of early stopping, where it is on. */
export const patienceField = int({ default: 10, min: 1, max: 100_000 });

export function checkTraining(config: TrainingConfig, task: Task | null): readonly Issue[] {
  const issues: Issue[] = [];
  const check = (name: string, field: Field, value: unknown) => {
    const reason = checkField(field, value);
    if (reason === null) return;
    const range = "min" in field ? { min: field.min, max: field.max } : { min: 0, max: 0 };
    issues.push({
      code: "settingOutOfRange",
      severity: "error",
      at: { field: name },
      context: { field: name, ...range },
    });
  };
  for (const [name, field] of Object.entries(trainingFields)) check(name, field, config[name as keyof TrainingConfig]);
  if (config.patience !== null) check("patience", patienceField, config.patience);
  const own: Readonly<Record<string, Field>> = optimizers[config.optimizer].fields;
  for (const [name, value] of Object.entries(config.optimizerParams)) {
    const field = Object.hasOwn(own, name) ? own[name] : undefined;
    if (field !== undefined) check(name, field, value);
  }
  const chosen = config.loss;
  if (chosen !== "auto" && task !== null && !(losses[chosen].tasks as readonly Task[]).includes(task)) {
    const fixes = [{ label: "followTask", edit: "setTraining", args: { loss: "auto" } }] as const;
    issues.push({
      code: "lossDoesNotFit",
      severity: "error",
      at: { field: "loss" },
      context: { loss: losses[chosen].title },
      fixes,
    });
  }
  return issues;
}
