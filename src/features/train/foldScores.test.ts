/** @file A mean is told only of a whole set. */
import { expect, it } from "vitest";
import type { Run } from "../../core/training/types.ts";
import { foldScores, meanAndDeviation } from "./foldScores.ts";

const fold = { set: "s", index: 0, count: 3 };

const run = (index: number, accuracy: number, change: Partial<Run> = {}): Run =>
  ({
    id: `r${index}`,
    status: "done",
    metric: "accuracy",
    job: { fold: { ...fold, index }, data: { split: { strategy: "kFold" } } },
    report: { kind: "classification", model: { accuracy }, baseline: { accuracy: 0.5 } },
    ...change,
  }) as never;

it("is numpy's mean and std", () => {
  // np.mean([0.9, 0.8, 1.0]), np.std([0.9, 0.8, 1.0])
  const { mean, deviation } = meanAndDeviation([0.9, 0.8, 1]);
  expect(mean).toBeCloseTo(0.9, 12);
  expect(deviation).toBeCloseTo(0.0816496580927726, 12);
});

it("stands once every fold has its score, and not before", () => {
  const all = [run(2, 1), run(0, 0.9), run(1, 0.8)];
  const whole = foldScores(all, fold);
  expect(whole.rows.map(({ score }) => score)).toEqual([0.9, 0.8, 1]);
  expect(whole.overall?.mean).toBeCloseTo(0.9, 12);
  const part = foldScores([run(0, 0.9), run(2, 1)], fold);
  expect(part).toMatchObject({ done: 2, overall: null });
  expect(part.rows[1]).toEqual({ index: 1, group: null, run: null, score: null, baseline: null });
});

it("does not count a fold that was stopped or failed, though it has a report", () => {
  const stopped = run(1, 0.8, { status: "stopped" });
  const failed = run(1, 0.8, { failure: { code: "gpuError", context: { message: "" } } });
  for (const other of [stopped, failed]) {
    expect(foldScores([run(0, 0.9), other, run(2, 1)], fold)).toMatchObject({ done: 2, overall: null });
  }
});

it("leaves the runs of other sets out", () => {
  const other = run(1, 0.1);
  const foreign = { ...other, job: { ...other.job, fold: { set: "t", index: 1, count: 3 } } };
  expect(foldScores([run(0, 0.9), foreign, run(2, 1)], fold).done).toBe(2);
});
