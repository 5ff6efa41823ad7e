/**
 * @file Weights of a linear model whose penalty α Σ|w| sets those of little use to 0: of a Lasso for numbers, of a
 * logistic regression for each class against the others. The numbers (and a regression's target) are standardized, so a
 * weight says how much its number does. Coordinate descent, as glmnet and scikit-learn do.
 */
import { standardColumns, standardized } from "./columnsOf.ts";
import type { Block, Scores, ScoringInput } from "./scorings.ts";

const sweeps = 2000;
const rest = 1e-9;

/** Of each feature the largest |w|. */
export function sparseWeights(input: ScoringInput): Scores {
  const { target, blocks, alpha } = input;
  const columns = standardColumns(input);
  const fits =
    target.kind === "numbers"
      ? [lasso(columns, standardized(target.values), alpha)]
      : classesApart(target.count).map((index) =>
          logistic(
            columns,
            Float64Array.from(target.classes, (code) => (code === index ? 1 : 0)),
            alpha,
          ),
        );
  const largest = (block: Block) => {
    let best = 0;
    for (const { weights } of fits)
      for (let j = block.start; j < block.start + block.width; j++)
        best = Math.max(best, Math.abs(weights[j] as number));
    return best;
  };
  return { scores: Float64Array.from(blocks, largest), settled: fits.every(({ settled }) => settled) };
}

/** Of two classes one says all. */
const classesApart = (count: number): number[] => (count === 2 ? [1] : Array.from({ length: count }, (_, i) => i));

export interface Sparse {
  readonly weights: Float64Array;
  readonly settled: boolean;
}

const shrunk = (value: number, by: number): number => Math.sign(value) * Math.max(0, Math.abs(value) - by);

/** Least (1 / 2n) |y − Xw|² + α Σ|w|; the columns have mean 0 and variance 1, or are all 0. */
export function lasso(columns: readonly Float64Array[], y: Float64Array, alpha: number): Sparse {
  const rows = y.length;
  const weights = new Float64Array(columns.length);
  const left = y.slice();
  return descend(weights, (j) => {
    const column = columns[j] as Float64Array;
    const before = weights[j] as number;
    let slope = 0;
    for (let i = 0; i < rows; i++) slope += (column[i] as number) * (left[i] as number);
    const next = shrunk(slope / rows + before, alpha);
    if (next === before) return 0;
    for (let i = 0; i < rows; i++) left[i] = (left[i] as number) - (column[i] as number) * (next - before);
    weights[j] = next;
    return Math.abs(next - before);
  });
}

/** Least mean log loss of y (0 or 1) + α Σ|w|, with an intercept; each step under a bound of the curvature (1/4). */
export function logistic(columns: readonly Float64Array[], y: Float64Array, alpha: number): Sparse {
  const rows = y.length;
  const ones = new Float64Array(rows).fill(1);
  const all = [...columns, ones];
  const weights = new Float64Array(all.length);
  const sums = new Float64Array(rows);
  const wrong = y.map((value) => 0.5 - value);
  const fit = descend(weights, (j) => {
    const column = all[j] as Float64Array;
    const before = weights[j] as number;
    let slope = 0;
    for (let i = 0; i < rows; i++) slope += (column[i] as number) * (wrong[i] as number);
    const moved = before - (4 * slope) / rows;
    const next = column === ones ? moved : shrunk(moved, 4 * alpha);
    if (next === before) return 0;
    for (let i = 0; i < rows; i++) {
      const sum = (sums[i] as number) + (column[i] as number) * (next - before);
      sums[i] = sum;
      wrong[i] = 1 / (1 + Math.exp(-sum)) - (y[i] as number);
    }
    weights[j] = next;
    return Math.abs(next - before);
  });
  return { weights: fit.weights.subarray(0, columns.length), settled: fit.settled };
}

/**
 * Moves one weight after the other until none moves. Between two rounds over all of them only those that are not 0 are
 * visited.
 */
function descend(weights: Float64Array, move: (j: number) => number): Sparse {
  const round = (among: Iterable<number>) => {
    let largest = 0;
    for (const j of among) largest = Math.max(largest, move(j));
    return largest;
  };
  let left = sweeps;
  while (left-- > 0) {
    if (round(weights.keys()) <= rest) return { weights, settled: true };
    const active = [...weights.keys()].filter((j) => weights[j] !== 0);
    while (left-- > 0 && round(active) > rest);
  }
  return { weights, settled: false };
}
