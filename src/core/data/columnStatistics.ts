/**
 * @file Means, deviations and medians of a column's training cells, in float64 and with scikit-learn's rules for
 * columns that do not vary, so that a fitted recipe equals `SimpleImputer` followed by `StandardScaler` or `MinMaxScaler`.
 */
import { blockRows, type Pieces, within } from "../pieces.ts";
import { sortedNumbers, twoInOrder } from "./sorting.ts";

/** (x − offset) / scale. */
export interface Scaling {
  readonly offset: number;
  readonly scale: number;
}

/** Values are present cells; empty input has no mean. Neumaier's compensated sum: order and length cost no digits. */
export function* mean(values: Float64Array): Pieces<number> {
  return (yield* compensatedSum(values, (value) => value)) / values.length;
}

/** Middle value, or the mean of the two middle ones. */
export function* median(values: Float64Array): Pieces<number> {
  const middle = values.length >> 1;
  if (values.length % 2 === 1) return (yield* twoInOrder(values, middle))[0];
  const [lower, upper] = yield* twoInOrder(values, middle - 1);
  const sum = lower + upper;
  return Number.isFinite(sum) ? sum / 2 : lower / 2 + upper / 2;
}

/** Population variance (divided by n), two passes. */
export function* variance(values: Float64Array, center: number): Pieces<number> {
  return (yield* compensatedSum(values, (value) => (value - center) ** 2)) / values.length;
}

/** The most frequent value; of equally frequent ones the smallest, as SimpleImputer. */
export function* mode(values: Float64Array): Pieces<number> {
  const sorted = yield* within(sortedNumbers(values), 0, 0.9);
  let [best, most, run] = [Number.NaN, 0, 0];
  for (let from = 0; from < sorted.length; from += blockRows) {
    const to = Math.min(sorted.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const value = sorted[i] as number;
      run = i > 0 && value === sorted[i - 1] ? run + 1 : 1;
      if (run > most) {
        best = value;
        most = run;
      }
    }
    yield 0.9 + (0.1 * to) / sorted.length;
  }
  return best;
}

/** Linear interpolation between the two nearest values, as numpy's default. `sorted` ascending, not empty; 0 ≤ q ≤ 1. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return between(sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number, at - low);
}

/** As `quantile`, of values in any order: a few of them are found sooner than all are sorted. */
export function* quantileOf(values: Float64Array, q: number): Pieces<number> {
  const at = q * (values.length - 1);
  const low = Math.floor(at);
  const [below, above] = yield* twoInOrder(values, low);
  return between(below, above, at - low);
}

/** numpy's form: exact at both ends. */
const between = (below: number, above: number, t: number): number =>
  t < 0.5 ? below + (above - below) * t : above - (above - below) * (1 - t);

/** The least and the greatest; of no values ±Infinity. */
export function* extent(values: Float64Array): Pieces<readonly [min: number, max: number]> {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let from = 0; from < values.length; from += blockRows) {
    const to = Math.min(values.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    yield to / values.length;
  }
  return [min, max];
}

export type ScaleMethod = "standard" | "minmax" | "robust";

/** The scaling of a training column without missing cells (they are imputed before, as in a scikit-learn pipeline). */
export function* fitScaling(
  values: Float64Array,
  method: ScaleMethod,
): Pieces<Scaling & { readonly constant: boolean }> {
  if (method === "robust") {
    const third = yield* within(quantileOf(values, 0.75), 0, 0.3);
    const first = yield* within(quantileOf(values, 0.25), 0.3, 0.6);
    const offset = yield* within(median(values), 0.6, 0.9);
    const [min, max] = yield* within(extent(values), 0.9, 1);
    const range = third - first;
    // RobustScaler: a range below ten machine epsilons counts as none.
    const none = range < 10 * Number.EPSILON;
    return { offset, scale: none ? 1 : range, constant: min === max };
  }
  if (method === "minmax") {
    const [min, max] = yield* extent(values);
    const range = max - min;
    // MinMaxScaler: a range below ten machine epsilons counts as none.
    const constant = range < 10 * Number.EPSILON;
    return { offset: min, scale: constant ? 1 : range, constant };
  }
  const center = yield* within(mean(values), 0, 0.5);
  const spread = yield* within(variance(values, center), 0.5, 1);
  // StandardScaler: a variance within the rounding error of the two-pass algorithm counts as none (Chan, Golub, LeVeque).
  const bound = values.length * Number.EPSILON * spread + (values.length * center * Number.EPSILON) ** 2;
  const constant = spread <= bound;
  return { offset: center, scale: constant ? 1 : Math.sqrt(spread), constant };
}

function* compensatedSum(values: Float64Array, term: (value: number) => number): Pieces<number> {
  let sum = 0;
  let lost = 0;
  for (let from = 0; from < values.length; from += blockRows) {
    const to = Math.min(values.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const x = term(values[i] as number);
      const next = sum + x;
      lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
      sum = next;
    }
    yield to / values.length;
  }
  return sum + lost;
}
