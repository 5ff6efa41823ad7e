/** @file Settings by flat names: what is set is read back, and nothing else changes. */
import { expect, it } from "vitest";
import { defaultsOf, type ParamValue } from "../../core/params/fields.ts";
import { checkTraining } from "../../core/training/check.ts";
import { type OptimizerName, optimizers } from "../../core/training/optimizers.ts";
import { type ScheduleKind, schedules } from "../../core/training/schedules.ts";
import { defaultTraining, type TrainingConfig } from "../../core/training/types.ts";
import {
  moreSections,
  optimizerFields,
  scheduleFields,
  settingValues,
  warmupFields,
  withSetting,
} from "./settingsFields.ts";

const kinds = Object.keys(schedules) as ScheduleKind[];
const names = Object.keys(optimizers) as OptimizerName[];

const allFields = (config: TrainingConfig) => ({
  ...warmupFields,
  ...scheduleFields(config),
  ...optimizerFields(config),
  ...Object.assign({}, ...moreSections(config, "multiclass").map(({ fields }) => fields)),
});

it("shows every parameter of every schedule and optimizer once", () => {
  for (const kind of kinds) {
    const config = { ...defaultTraining, schedule: { kind, params: {}, warmup: 0 } };
    const shown = Object.keys(allFields(config)).filter((name) => name.startsWith("schedule."));
    const own = Object.keys(schedules[kind].fields).map((name) => `schedule.${name}`);
    expect(shown.sort()).toEqual([...own, "schedule.warmup"].sort());
  }
  for (const optimizer of names) {
    const shown = Object.keys(allFields({ ...defaultTraining, optimizer }));
    expect(shown).toEqual(expect.arrayContaining(Object.keys(optimizers[optimizer].fields)));
  }
});

it("reads back what was set, and changes nothing else", () => {
  for (const kind of kinds) {
    for (const optimizer of names) {
      const config: TrainingConfig = { ...defaultTraining, optimizer, schedule: { kind, params: {}, warmup: 0 } };
      const before: Record<string, ParamValue> = { ...defaultsOf(allFields(config)), ...settingValues(config) };
      for (const name of Object.keys(allFields(config))) {
        const value = name === "clip.kind" ? "norm" : 0.125;
        const after = { ...config, ...withSetting(config, name, value) };
        expect({ ...before, ...settingValues(after) }).toEqual({ ...before, [name]: value });
      }
    }
  }
});

it("takes no value of the wrong type, and lets checkpoints be turned off", () => {
  expect(withSetting(defaultTraining, "clip.kind", "sideways")).toEqual({});
  expect(withSetting(defaultTraining, "clip.limit", null)).toEqual({});
  expect(withSetting(defaultTraining, "schedule.warmup", "2")).toEqual({});
  expect(withSetting({ ...defaultTraining, checkpointEvery: 3 }, "checkpointEvery", null)).toEqual({
    checkpointEvery: null,
  });
});

it("has no label smoothing where the target is a number", () => {
  const sections = (task: "binary" | "regression") => moreSections(defaultTraining, task).map(({ name }) => name);
  expect(sections("binary")).toContain("labels");
  expect(sections("regression")).not.toContain("labels");
});

it("names issues as the fields are named", () => {
  const config: TrainingConfig = {
    ...defaultTraining,
    schedule: { kind: "step", params: { stepSize: 0 }, warmup: -1 },
    clip: { kind: "value", limit: 0 },
    accumulate: 0.5,
    labelSmoothing: 1,
    checkpointEvery: 0,
    optimizerParams: { beta1: 2 },
  };
  const at = checkTraining(config, null).map((issue) => issue.at.field);
  const known = Object.keys(allFields(config));
  expect(at.sort()).toEqual([
    "accumulate",
    "beta1",
    "checkpointEvery",
    "clip.limit",
    "labelSmoothing",
    "schedule.stepSize",
    "schedule.warmup",
  ]);
  for (const field of at) expect(known).toContain(field);
});
