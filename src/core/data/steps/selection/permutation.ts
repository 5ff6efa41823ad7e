/**
 * @file What a linear model loses when one feature's cells are shuffled among the rows: R² of a ridge regression, or
 * accuracy of a ridge classifier (Breiman 2001 had forests; the idea takes any model). Fitted and measured on the same
 * training rows; the numbers are standardized and the penalty is that of scikit-learn, 1.
 */
import { random, shuffle } from "../../../random.ts";
import { standardColumns } from "./columnsOf.ts";
import type { Scores, ScoringInput } from "./scorings.ts";

const penalty = 1;
/** Shufflings that are averaged. */
export const repeats = 5;

export function permutation(input: ScoringInput): Scores {
  const { rows, blocks, target, seed } = input;
  const columns = standardColumns(input);
  const outputs = outputsOf(input);
  const models = ridge(columns, outputs);
  const measured = (predicted: readonly Float64Array[]) =>
    target.kind === "numbers"
      ? explained(predicted[0] as Float64Array, outputs[0] as Float64Array)
      : accuracy(predicted);
  function accuracy(predicted: readonly Float64Array[]): number {
    if (target.kind === "numbers") return 0;
    let right = 0;
    for (let i = 0; i < rows; i++) if (winner(predicted, i) === target.classes[i]) right++;
    return right / rows;
  }
  const plain = models.map(({ weights, offset }) => weighted(columns, weights, offset, rows));
  const whole = measured(plain);
  const scores = Float64Array.from(blocks, ({ start, width }, feature) => {
    let lost = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = orderOf(rows, seed, feature * repeats + repeat);
      const shuffled = models.map(({ weights }, k) => {
        const predicted = (plain[k] as Float64Array).slice();
        for (let j = start; j < start + width; j++) {
          const [column, weight] = [columns[j] as Float64Array, weights[j] as number];
          for (let i = 0; i < rows; i++) {
            const moved = (column[order[i] as number] as number) - (column[i] as number);
            predicted[i] = (predicted[i] as number) + weight * moved;
          }
        }
        return predicted;
      });
      lost += whole - measured(shuffled);
    }
    return lost / repeats;
  });
  return { scores, settled: true };
}

/** The row whose cell each row gets. */
export const orderOf = (rows: number, seed: number, stream: number): Uint32Array =>
  shuffle(
    Uint32Array.from({ length: rows }, (_, i) => i),
    random(seed, stream),
  );

/** What is fitted: the numbers, or for each class 1 where a row is of it and −1 elsewhere. */
function outputsOf({ target }: ScoringInput): Float64Array[] {
  if (target.kind === "numbers") return [target.values];
  return Array.from({ length: target.count }, (_, index) =>
    Float64Array.from(target.classes, (code) => (code === index ? 1 : -1)),
  );
}

function winner(predicted: readonly Float64Array[], row: number): number {
  let best = 0;
  for (let k = 1; k < predicted.length; k++)
    if ((predicted[k]?.[row] as number) > (predicted[best]?.[row] as number)) best = k;
  return best;
}

function explained(predicted: Float64Array, truth: Float64Array): number {
  const center = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  let [left, all] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    left += ((truth[i] as number) - (predicted[i] as number)) ** 2;
    all += ((truth[i] as number) - center) ** 2;
  }
  return all > 0 ? 1 - left / all : 0;
}

function weighted(columns: readonly Float64Array[], weights: Float64Array, offset: number, rows: number): Float64Array {
  const sums = new Float64Array(rows).fill(offset);
  for (const [j, column] of columns.entries()) {
    const weight = weights[j] as number;
    for (let i = 0; i < rows; i++) sums[i] = (sums[i] as number) + weight * (column[i] as number);
  }
  return sums;
}

interface Linear {
  readonly weights: Float64Array;
  readonly offset: number;
}

/** Least |y − offset − Xw|² + |w|² for each output; the columns have mean 0, so the offset is the output's mean. */
export function ridge(columns: readonly Float64Array[], outputs: readonly Float64Array[]): Linear[] {
  const width = columns.length;
  const lower = Array.from({ length: width }, () => new Float64Array(width));
  for (let a = 0; a < width; a++)
    for (let b = 0; b <= a; b++)
      (lower[a] as Float64Array)[b] =
        dot(columns[a] as Float64Array, columns[b] as Float64Array) + (a === b ? penalty : 0);
  factor(lower);
  return outputs.map((y) => {
    const offset = y.reduce((sum, value) => sum + value, 0) / y.length;
    const centered = y.map((value) => value - offset);
    const right = Float64Array.from(columns, (column) => dot(column, centered));
    return { weights: solve(lower, right), offset };
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Cholesky in place: the lower triangle L of L Lᵀ. The penalty on the diagonal keeps it definite. */
function factor(matrix: Float64Array[]): void {
  for (const [a, row] of matrix.entries()) {
    for (let b = 0; b <= a; b++) {
      const other = matrix[b] as Float64Array;
      let sum = row[b] as number;
      for (let k = 0; k < b; k++) sum -= (row[k] as number) * (other[k] as number);
      row[b] = a === b ? Math.sqrt(sum) : sum / (other[b] as number);
    }
  }
}

function solve(lower: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = right.slice();
  for (const [a, row] of lower.entries()) {
    for (let b = 0; b < a; b++) x[a] = (x[a] as number) - (row[b] as number) * (x[b] as number);
    x[a] = (x[a] as number) / (row[a] as number);
  }
  for (let a = x.length - 1; a >= 0; a--) {
    x[a] = (x[a] as number) / (lower[a]?.[a] as number);
    for (let b = 0; b < a; b++) x[b] = (x[b] as number) - (lower[a]?.[b] as number) * (x[a] as number);
  }
  return x;
}
