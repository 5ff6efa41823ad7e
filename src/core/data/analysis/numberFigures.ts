/**
 * @file The figures of a column of numbers that its summary does not hold: quantiles, and what lies far from the rest.
 * Exact, on all present numbers; sorting is the caller's, because it is what takes the time.
 */
import type { ColumnFigures } from "../analysis.ts";
import { quantile } from "../columnStatistics.ts";

/** The shares whose quantiles are told. */
export const quantileShares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

/** Tukey's fences stand so many interquartile ranges outside the quartiles. */
const fenceRanges = 1.5;

/** `sorted`: the present numbers, ascending. No outliers are told of a column whose middle half is one value. */
export function numberFigures(sorted: Float64Array): Pick<ColumnFigures, "quantiles" | "outliers"> {
  if (sorted.length === 0) return { quantiles: null, outliers: null };
  const quantiles = quantileShares.map((share) => quantile(sorted, share));
  const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const range = upper - lower;
  // With a range of 0 every other value would be an outlier: most cells of such a column are one value, not a scale.
  if (!(range > 0) || !Number.isFinite(range)) return { quantiles, outliers: null };
  const [low, high] = [lower - fenceRanges * range, upper + fenceRanges * range];
  const from = firstNotBelow(sorted, low);
  const to = firstAbove(sorted, high);
  const whiskers = [sorted[from] as number, sorted[to - 1] as number] as const;
  return { quantiles, outliers: { count: sorted.length - (to - from), low, high, whiskers } };
}

/** The place of the first value ≥ `bound`. */
const firstNotBelow = (sorted: Float64Array, bound: number): number => search(sorted, (value) => value >= bound);
/** The place of the first value > `bound`. */
const firstAbove = (sorted: Float64Array, bound: number): number => search(sorted, (value) => value > bound);

/** The first place whose value `holds`; all after it do too. */
function search(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(sorted[middle] as number)) to = middle;
    else from = middle + 1;
  }
  return from;
}
