/** @file Measures from means and squares: a number's variance, and how far it goes with the target in a straight line. */
import { atOnce } from "../../../pieces.ts";
import { mean, variance } from "../../columnStatistics.ts";
import type { ScoredTarget } from "./scorings.ts";

/** As VarianceThreshold: divided by n. */
export const varianceOf = (values: Float64Array): number => atOnce(variance(values, atOnce(mean(values))));

/**
 * From 0 to 1. Of numbers |r|, Pearson's; of classes √(SS between / SS all), the correlation ratio. F of scikit-learn's
 * f_regression and f_classif grows with it, so the order is theirs, and a threshold means the same for any table.
 */
export function correlation(values: Float64Array, target: ScoredTarget): number {
  const center = atOnce(mean(values));
  const all = atOnce(variance(values, center));
  if (!(all > 0)) return 0;
  if (target.kind === "numbers") {
    const middle = atOnce(mean(target.values));
    const spread = atOnce(variance(target.values, middle));
    if (!(spread > 0)) return 0;
    const products = values.map((value, i) => (value - center) * ((target.values[i] as number) - middle));
    return Math.min(1, Math.abs(atOnce(mean(products))) / Math.sqrt(all * spread));
  }
  const sums = new Float64Array(target.count);
  const counts = new Uint32Array(target.count);
  for (let i = 0; i < values.length; i++) {
    const group = target.classes[i] as number;
    sums[group] = (sums[group] as number) + ((values[i] as number) - center);
    counts[group] = (counts[group] as number) + 1;
  }
  let between = 0;
  for (const [group, count] of counts.entries()) if (count > 0) between += (sums[group] as number) ** 2 / count;
  return Math.sqrt(Math.min(1, between / (all * values.length)));
}
