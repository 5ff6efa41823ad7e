/** @file What is wrong with a training configuration, before anything is built. */
import type { Task } from "../data/types.ts";
import type { Issue } from "../issue.ts";
import { checkField, type Field, float, int } from "../params/fields.ts";
import { losses } from "./losses.ts";
import { optimizers } from "./optimizers.ts";
import { scheduleParam, schedules } from "./schedules.ts";
import type { TrainingConfig } from "./types.ts";

/** Ranges of the configuration's numbers; forms are made from them. */
export const trainingFields = {
  epochs: int({ default: 60, min: 1, max: 100_000 }),
  batchSize: int({ default: 32, min: 1, max: 65_536 }),
  learningRate: float({ default: 0.001, min: 0, max: 100, exclusiveMin: true }),
  labelSmoothing: float({ default: 0, min: 0, max: 1, exclusiveMax: true, advanced: true }),
  accumulate: int({ default: 1, min: 1, max: 65_536, advanced: true }),
  seed: int({ default: 1, min: 0, max: 4_294_967_295, advanced: true }),
} as const;

export const warmupField = float({ default: 0, min: 0, max: 100_000, advanced: true });
/** Beyond this a gradient is as good as not clipped. */
export const clipLimitField = float({ default: 1, min: 0, max: 1e6, exclusiveMin: true, advanced: true });
/** How often the state is kept, where it is. */
export const checkpointEveryField = int({ default: 10, min: 1, max: 100_000, advanced: true });

/** Patience of early stopping, where it is on. */
export const patienceField = int({ default: 10, min: 1, max: 100_000 });

/** What stands at a field is named by it: "epochs", "momentum", "schedule.stepSize", "clip.limit". */
export function checkTraining(config: TrainingConfig, task: Task | null): readonly Issue[] {
  return [...rangeIssues(config), ...scheduleIssues(config), ...lossIssues(config, task)];
}

function rangeIssues(config: TrainingConfig): readonly Issue[] {
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
  const checkOwn = (
    fields: Readonly<Record<string, Field>>,
    values: Readonly<Record<string, unknown>>,
    prefix: string,
  ) => {
    for (const [name, value] of Object.entries(values)) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field !== undefined) check(`${prefix}${name}`, field, value);
    }
  };
  const { schedule, clip } = config;
  for (const [name, field] of Object.entries(trainingFields)) check(name, field, config[name as keyof TrainingConfig]);
  if (config.patience !== null) check("patience", patienceField, config.patience);
  if (config.checkpointEvery !== null) check("checkpointEvery", checkpointEveryField, config.checkpointEvery);
  if (clip.kind !== "none") check("clip.limit", clipLimitField, clip.limit);
  check("schedule.warmup", warmupField, schedule.warmup);
  checkOwn(schedules[schedule.kind].fields, schedule.params, "schedule.");
  checkOwn(optimizers[config.optimizer].fields, config.optimizerParams, "");
  return issues;
}

/** More checkpoints than anybody forks from, each as large as the model with its optimizer. */
const manyCheckpoints = 100;

/** What is possible and yet not what was meant. */
function scheduleIssues({ schedule, epochs, patience, checkpointEvery }: TrainingConfig): readonly Issue[] {
  const issues: Issue[] = [];
  const kept = checkpointEvery === null || checkpointEvery < 1 ? 0 : Math.floor(epochs / checkpointEvery);
  if (kept > manyCheckpoints) {
    issues.push({
      code: "manyCheckpoints",
      severity: "warning",
      at: { field: "checkpointEvery" },
      context: { count: kept },
    });
  }
  if (schedule.warmup > 0 && schedule.warmup >= epochs) {
    issues.push({
      code: "warmupTooLong",
      severity: "warning",
      at: { field: "schedule.warmup" },
      context: { warmup: schedule.warmup, epochs },
    });
  }
  const reduceAfter = schedule.kind === "plateau" ? scheduleParam(schedule, "patience") : null;
  if (reduceAfter !== null && patience !== null && reduceAfter >= patience) {
    issues.push({
      code: "plateauAfterStop",
      severity: "warning",
      at: { field: "schedule.patience" },
      context: { reduceAfter, stopAfter: patience },
    });
  }
  return issues;
}

function lossIssues(config: TrainingConfig, task: Task | null): readonly Issue[] {
  const issues: Issue[] = [];
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
