/** @file What is said of training settings that are possible and yet not what was meant. */
import { expect, it } from "vitest";
import { checkTraining } from "./check.ts";
import { defaultTraining, type TrainingConfig } from "./types.ts";

const codes = (change: Partial<TrainingConfig>) =>
  checkTraining({ ...defaultTraining, ...change }, null).map(({ code, severity, at }) => [code, severity, at.field]);

it("finds nothing wrong with the settings that a project begins with", () => {
  expect(codes({})).toEqual([]);
});

it("warns of a warm-up that never ends", () => {
  const schedule = (warmup: number) => ({ kind: "constant", params: {}, warmup }) as const;
  expect(codes({ epochs: 5, schedule: schedule(4.5) })).toEqual([]);
  expect(codes({ epochs: 5, schedule: schedule(5) })).toEqual([["warmupTooLong", "warning", "schedule.warmup"]]);
});

it("warns where training stops before the plateau could lower the rate", () => {
  const schedule = (patience: number) => ({ kind: "plateau", params: { patience }, warmup: 0 }) as const;
  expect(codes({ patience: 10, schedule: schedule(9) })).toEqual([]);
  expect(codes({ patience: null, schedule: schedule(50) })).toEqual([]);
  expect(codes({ patience: 10, schedule: schedule(10) })).toEqual([
    ["plateauAfterStop", "warning", "schedule.patience"],
  ]);
});

it("warns of very many checkpoints", () => {
  expect(codes({ epochs: 1000, checkpointEvery: 10 })).toEqual([]);
  expect(codes({ epochs: 1010, checkpointEvery: 10 })).toEqual([["manyCheckpoints", "warning", "checkpointEvery"]]);
});

it("judges no limit of clipping that is off", () => {
  expect(codes({ clip: { kind: "none", limit: -1 } })).toEqual([]);
  expect(codes({ clip: { kind: "norm", limit: -1 } })).toEqual([["settingOutOfRange", "error", "clip.limit"]]);
});
