/**
 * @file The correlation matrix of many columns, a pair at a time so that whoever computes it can stop between pairs. Each
 * pair uses the rows that hold both numbers.
 */
import { ratio } from "./relations.ts";

/** Columns in the matrix: 60 are 1,770 pairs, and more could not be told apart on a screen. */
export const correlationColumns = 60;
/** Rows it is computed on; of more an even sample is taken. */
export const correlationRows = 200_000;

/** A column less its mean: sums of products then lose no digits. */
interface Centred {
  readonly values: Float64Array;
  readonly complete: boolean;
  /** Σ (x − mean)² and n · mean², of all present numbers. */
  readonly spread: number;
  readonly size: number;
}

function centre(column: Float64Array): Centred {
  let [count, sum] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  const values = new Float64Array(column.length);
  let spread = 0;
  for (let i = 0; i < column.length; i++) {
    const value = (column[i] as number) - mean;
    values[i] = value;
    if (!Number.isNaN(value)) spread += value * value;
  }
  return { values, complete: count === column.length, spread, size: count * mean ** 2 };
}

function correlate(x: Centred, y: Centred): number {
  const [a, b] = [x.values, y.values];
  if (x.complete && y.complete) {
    let product = 0;
    for (let i = 0; i < a.length; i++) product += (a[i] as number) * (b[i] as number);
    return ratio(product, x.spread, y.spread, x.size, y.size);
  }
  let [n, sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [u, v] = [a[i] as number, b[i] as number];
    // NaN where either is.
    if (Number.isNaN(u + v)) continue;
    n++;
    sumX += u;
    sumY += v;
    xx += u * u;
    yy += v * v;
    xy += u * v;
  }
  return ratio(xy - (sumX * sumY) / n, xx - (sumX * sumX) / n, yy - (sumY * sumY) / n, x.size, y.size);
}

/** Row-major r of the columns; yields after each pair how many are done. Columns are of one length, NaN is missing. */
export function* correlationMatrix(columns: readonly Float64Array[]): Generator<number, number[], void> {
  const centred = columns.map(centre);
  const size = columns.length;
  const r = new Array<number>(size * size).fill(Number.NaN);
  let done = 0;
  for (const [i, x] of centred.entries()) {
    for (let j = i; j < size; j++) {
      const value = j === i ? (Number.isNaN(correlate(x, x)) ? Number.NaN : 1) : correlate(x, centred[j] as Centred);
      r[i * size + j] = value;
      r[j * size + i] = value;
      yield ++done;
    }
  }
  return r;
}
