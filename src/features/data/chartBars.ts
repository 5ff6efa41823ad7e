/** @file The heights of a column's small chart. Pure. */
import type { ColumnSummary } from "../../core/data/types.ts";

export interface BarCount {
  readonly count: number;
  /** All the values that have no bar of their own. */
  readonly rest: boolean;
}

/** Categories drawn; the rest is one paler bar. */
const shownValues = 9;

/** The counts to draw, from left to right. */
export function barCounts({ chart, type }: Pick<ColumnSummary, "chart" | "type">): readonly BarCount[] {
  if (chart.kind === "histogram") {
    const counts = type === "integer" ? perInteger(chart) : chart.counts;
    return counts.map((count) => ({ count, rest: false }));
  }
  const top = chart.top.slice(0, shownValues).map(({ count }) => ({ count, rest: false }));
  const hidden = chart.top.slice(shownValues).reduce((sum, { count }) => sum + count, chart.other);
  return hidden === 0 ? top : [...top, { count: hidden, rest: true }];
}

/**
 * A few integers in many equal bins leave gaps that look like missing values: one bar an integer instead. Where there
 * are fewer integers than bins, each has a bin to itself.
 */
function perInteger({
  min,
  max,
  counts,
}: {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly number[];
}) {
  const range = max - min;
  if (range < 1 || range >= counts.length) return counts;
  const binOf = (steps: number) => Math.min(counts.length - 1, Math.floor((steps / range) * counts.length));
  return Array.from({ length: range + 1 }, (_, steps) => counts[binOf(steps)] ?? 0);
}
