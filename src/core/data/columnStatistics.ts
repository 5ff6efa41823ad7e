/**
 * @file Means, deviations and medians of a column's training cells, in float64 and with scikit-learn's rules for
 * columns that do not vary, so that a fitted recipe equals `SimpleImputer` followed by `StandardScaler` or `MinMaxScaler`.
 */
import { pcgHash } from "../random.ts";

/** (x − offset) / scale. */
export interface Scaling {
  readonly offset: number;
  readonly scale: number;
}

/** Values are present cells; empty input has no mean. Neumaier's compensated sum: order and length cost no digits. */
export function mean(values: Float64Array): number {
  return compensatedSum(values, (value) => value) / values.length;
}

/** Middle value, or the mean of the two middle ones. */
export function median(values: Float64Array): number {
  const list = values.slice();
  const middle = list.length >> 1;
  const upper = selectSmallest(list, middle);
  if (list.length % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < middle; i++) lower = Math.max(lower, list[i] as number);
  const sum = lower + upper;
  return Number.isFinite(sum) ? sum / 2 : lower / 2 + upper / 2;
}

/**
 * The value that sorting would put at `place`; what is smaller ends up before it (Hoare's selection, O(n) where a sort of
 * a million cells in each of many columns would be felt). Pivots are drawn by a hash, so no order of cells is slow.
 */
function selectSmallest(list: Float64Array, place: number): number {
  let left = 0;
  let right = list.length - 1;
  for (let round = 0; left < right; round++) {
    const pivot = list[left + (pcgHash(round) % (right - left + 1))] as number;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((list[i] as number) < pivot) i++;
      while ((list[j] as number) > pivot) j--;
      if (i > j) break;
      const swap = list[i] as number;
      list[i++] = list[j] as number;
      list[j--] = swap;
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  return list[place] ?? Number.NaN;
}

/** Population variance (divided by n), two passes. */
export function variance(values: Float64Array, center: number): number {
  return compensatedSum(values, (value) => (value - center) ** 2) / values.length;
}

/** The most frequent value; of equally frequent ones the smallest, as SimpleImputer. */
export function mode(values: Float64Array): number {
  const sorted = values.slice().sort();
  let [best, most, run] = [Number.NaN, 0, 0];
  for (const [i, value] of sorted.entries()) {
    run = i > 0 && value === sorted[i - 1] ? run + 1 : 1;
    if (run > most) [best, most] = [value, run];
  }
  return best;
}

/** Linear interpolation between the two nearest values, as numpy's default. `sorted` ascending, not empty; 0 ≤ q ≤ 1. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const below = sorted[low] as number;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  // numpy's form: exact at both ends.
  const t = at - low;
  return t < 0.5 ? below + (above - below) * t : above - (above - below) * (1 - t);
}

export type ScaleMethod = "standard" | "minmax" | "robust";

/** The scaling of a training column without missing cells (they are imputed before, as in a scikit-learn pipeline). */
export function fitScaling(values: Float64Array, method: ScaleMethod): Scaling & { readonly constant: boolean } {
  if (method === "robust") {
    const sorted = values.slice().sort();
    const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    // RobustScaler: a range below ten machine epsilons counts as none.
    const none = range < 10 * Number.EPSILON;
    return { offset: median(values), scale: none ? 1 : range, constant: sorted[0] === sorted.at(-1) };
  }
  if (method === "minmax") {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const range = max - min;
    // MinMaxScaler: a range below ten machine epsilons counts as none.
    const constant = range < 10 * Number.EPSILON;
    return { offset: min, scale: constant ? 1 : range, constant };
  }
  const center = mean(values);
  const spread = variance(values, center);
  // StandardScaler: a variance within the rounding error of the two-pass algorithm counts as none (Chan, Golub, LeVeque).
  const bound = values.length * Number.EPSILON * spread + (values.length * center * Number.EPSILON) ** 2;
  const constant = spread <= bound;
  return { offset: center, scale: constant ? 1 : Math.sqrt(spread), constant };
}

function compensatedSum(values: Float64Array, term: (value: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = term(values[i] ?? 0);
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + lost;
}
