/** @file The runs of a set that each held out another fold or group, and the mean of their scores once all are there. */
import type { FoldOfSet, MetricName, Run } from "../../core/training/types.ts";
import { testScore } from "./runFigures.ts";

export interface FoldRow {
  /** From 0. */
  readonly index: number;
  /** The group that was held out; null where it was a fold. */
  readonly group: string | null;
  readonly run: Run | null;
  /** Of the held-out rows; null where the run did not end by itself. */
  readonly score: number | null;
  readonly baseline: number | null;
}

export interface FoldScores {
  readonly metric: MetricName;
  /** A row a fold, those without a run among them. */
  readonly rows: readonly FoldRow[];
  readonly done: number;
  /** Over the folds; null until each has its score. */
  readonly overall: { readonly mean: number; readonly deviation: number } | null;
}

const baselineScore = ({ report }: Run): number | null => {
  if (report === null) return null;
  return report.kind === "classification" ? report.baseline.accuracy : report.baseline.mae;
};

/** The folds of a set as far as `runs` holds them; of several runs of one fold the newest. */
export function foldScores(runs: readonly Run[], { set, count }: FoldOfSet): FoldScores {
  const own = runs.filter(({ job }) => job.fold?.set === set);
  const rows = Array.from({ length: count }, (_, index): FoldRow => {
    const run = own.find(({ job }) => job.fold?.index === index) ?? null;
    const ended = run !== null && run.status === "done";
    return {
      index,
      group: run?.job.data.split.strategy === "leaveOneGroupOut" ? (run.job.data.split.group ?? null) : null,
      run,
      score: ended ? testScore(run) : null,
      baseline: ended ? baselineScore(run) : null,
    };
  });
  const scores = rows.flatMap(({ score }) => (score === null ? [] : [score]));
  const overall = scores.length === count ? meanAndDeviation(scores) : null;
  return { metric: own[0]?.metric ?? "accuracy", rows, done: scores.length, overall };
}

/** Of all folds there are, not of a sample of them: the sum is divided by their number, as scikit-learn's `std_test_score`. */
export function meanAndDeviation(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
