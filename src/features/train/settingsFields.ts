/**
 * @file The training settings that wait behind "More", as declared fields under heads: a schedule's finer parameters,
 * what happens to gradients and labels, what is kept. Values are told by one flat name each ("schedule.warmup",
 * "clip.kind"), the names that `checkTraining` puts issues at.
 */
import type { Task } from "../../core/data/types.ts";
import { autoInt, choice, completed, type Field, type Fields, type ParamValue } from "../../core/params/fields.ts";
import { checkpointEveryField, clipLimitField, trainingFields, warmupField } from "../../core/training/check.ts";
import { optimizers } from "../../core/training/optimizers.ts";
import { schedules } from "../../core/training/schedules.ts";
import { clipKinds, type TrainingConfig } from "../../core/training/types.ts";

export type SectionName = "rate" | "optimizer" | "gradients" | "labels" | "run";

export interface SettingsSection {
  readonly name: SectionName;
  readonly fields: Fields;
}

/** Shown as they are: the lid over all of them is the form's own. */
const plain = (field: Field): Field => ({ ...field, advanced: false });

const only = (fields: Fields, advanced: boolean, prefix = ""): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => (field.advanced === true) === advanced)
      .map(([name, field]) => [`${prefix}${name}`, plain(field)]),
  );

/** Beside the schedule: it is part of the curve that is drawn below both. */
export const warmupFields: Fields = { "schedule.warmup": plain(warmupField) };

/** The schedule's own fields that stand in the open. */
export const scheduleFields = ({ schedule }: TrainingConfig): Fields =>
  only(schedules[schedule.kind].fields, false, "schedule.");

export const optimizerFields = ({ optimizer }: TrainingConfig): Fields => only(optimizers[optimizer].fields, false);

export function moreSections(config: TrainingConfig, task: Task | null): readonly SettingsSection[] {
  const clipped = clipKinds.filter((kind) => kind !== "none");
  const all: readonly SettingsSection[] = [
    {
      name: "rate",
      fields: only(schedules[config.schedule.kind].fields, true, "schedule."),
    },
    { name: "optimizer", fields: only(optimizers[config.optimizer].fields, true) },
    {
      name: "gradients",
      fields: {
        "clip.kind": choice(clipKinds, { default: "none" }),
        "clip.limit": { ...clipLimitField, advanced: false, onlyIf: { field: "clip.kind", among: clipped } },
        accumulate: plain(trainingFields.accumulate),
      },
    },
    // A number has no certainty to take from.
    { name: "labels", fields: task === "regression" ? {} : { labelSmoothing: plain(trainingFields.labelSmoothing) } },
    {
      name: "run",
      fields: {
        checkpointEvery: autoInt({ default: null, min: checkpointEveryField.min, max: checkpointEveryField.max }),
        seed: plain(trainingFields.seed),
      },
    },
  ];
  return all.filter(({ fields }) => Object.keys(fields).length > 0);
}

/** All values by the names of the fields; what is not set is the field's default. */
export function settingValues(config: TrainingConfig): Readonly<Record<string, ParamValue>> {
  const { schedule, clip, accumulate, labelSmoothing, checkpointEvery, seed } = config;
  const params = completed(schedules[schedule.kind].fields, schedule.params);
  const own = Object.entries(params).map(([name, value]) => [`schedule.${name}`, value] as const);
  return {
    ...completed(optimizers[config.optimizer].fields, config.optimizerParams),
    ...Object.fromEntries(own),
    "schedule.warmup": schedule.warmup,
    "clip.kind": clip.kind,
    "clip.limit": clip.limit,
    accumulate,
    labelSmoothing,
    checkpointEvery,
    seed,
  };
}

/** The change that gives the named field this value. */
export function withSetting(config: TrainingConfig, name: string, value: ParamValue): Partial<TrainingConfig> {
  const { schedule, clip, optimizerParams } = config;
  if (name === "checkpointEvery") return value === null || typeof value === "number" ? { checkpointEvery: value } : {};
  if (name === "clip.kind") {
    const kind = clipKinds.find((known) => known === value);
    return kind === undefined ? {} : { clip: { ...clip, kind } };
  }
  if (typeof value !== "number" && typeof value !== "boolean") return {};
  if (Object.hasOwn(optimizers[config.optimizer].fields, name)) {
    return { optimizerParams: { ...optimizerParams, [name]: value } };
  }
  if (typeof value !== "number") return {};
  if (name === "clip.limit") return { clip: { ...clip, limit: value } };
  if (name === "schedule.warmup") return { schedule: { ...schedule, warmup: value } };
  const [head, own] = name.split(".");
  if (head === "schedule" && own !== undefined) {
    return { schedule: { ...schedule, params: { ...schedule.params, [own]: value } } };
  }
  return { [name]: value };
}
