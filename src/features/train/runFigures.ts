/** @file The figures of a run that cards, table and comparison share: its score, its best epoch, its speed. */
import type { EpochRecord, MetricName, Run } from "../../core/training/types.ts";
import type { Format } from "../../ui/format.ts";

type Figures = Pick<Run, "history" | "bestEpoch">;

/** The record of an epoch; epochs count from 1 without gaps in all but damaged runs, which are searched. */
export function recordAt(history: readonly EpochRecord[], epoch: number | null): EpochRecord | null {
  if (epoch === null) return null;
  const expected = history[epoch - 1];
  if (expected?.epoch === epoch) return expected;
  return history.findLast((record) => record.epoch === epoch) ?? null;
}

/** The record whose weights the run kept: the best epoch's, else the last one's. */
export const keptRecord = ({ history, bestEpoch }: Figures): EpochRecord | null =>
  recordAt(history, bestEpoch) ?? history.at(-1) ?? null;

/** The metric as people read it: a share for accuracy, a size for an error. */
export function metricText(metric: MetricName, value: number | null, format: Format): string {
  if (value === null || !Number.isFinite(value)) return "–";
  return metric === "accuracy" ? format.percent(value) : format.significant(value);
}

/** Test score in the run's own metric; null while there is no report. */
export function testScore(run: Run): number | null {
  if (run.report === null || run.failure !== undefined) return null;
  return run.report.kind === "classification" ? run.report.model.accuracy : run.report.model.mae;
}

/** Rows a second over the epochs of a run, compilation left out. */
export function meanRowsPerSecond(run: Pick<Run, "history" | "counts">): number | null {
  const seconds = run.history.reduce((sum, record) => sum + record.seconds, 0);
  return seconds > 0 ? (run.history.length * run.counts.train) / seconds : null;
}

/** Average time of one update, from the speed and the rows an update takes. */
export function msPerStep(rowsPerSecond: number | null, rows: number, stepsPerEpoch: number): number | null {
  if (rowsPerSecond === null || rowsPerSecond <= 0 || stepsPerEpoch <= 0) return null;
  return ((rows / stepsPerEpoch) * 1000) / rowsPerSecond;
}
