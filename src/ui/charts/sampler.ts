/**
 * @file Keeps a growing family of curves drawable: at most `limit` buckets of neighbouring points, each remembering the
 * smallest and the largest value of every curve in the order they came, so that a spike is never lost. Appending costs
 * O(1) however long the run is: when the buckets are full, neighbours are merged and each bucket holds twice as much.
 *
 * It is a mutable object on purpose: a copy an epoch would make a run of 100,000 epochs quadratic.
 */
import { createSmoother, type Smoother } from "./smoothing.ts";

/** One drawn point: the curves as measured and after smoothing, in the order of the series. */
export interface CurveRow {
  readonly x: number;
  readonly raw: readonly (number | null)[];
  readonly smooth: readonly (number | null)[];
}

interface Extremes {
  low: number;
  high: number;
  /** The smallest value came before the largest. */
  rising: boolean;
}

interface Bucket {
  readonly firstX: number;
  lastX: number;
  points: number;
  readonly raw: (Extremes | null)[];
  readonly smooth: (Extremes | null)[];
}

export class CurveSampler {
  /** Points taken so far. */
  count = 0;
  /** x of the newest point; −∞ before the first. */
  lastX = Number.NEGATIVE_INFINITY;
  readonly #limit: number;
  readonly #series: number;
  readonly #smoothers: readonly Smoother[];
  #buckets: Bucket[] = [];
  #bucketSize = 1;

  /** `limit` buckets give at most twice as many points. */
  constructor(series: number, smoothing: number, limit = 150) {
    this.#series = series;
    this.#limit = limit;
    this.#smoothers = Array.from({ length: series }, () => createSmoother(smoothing));
  }

  /** Adds the next point; x must grow. Values that are not finite are gaps. */
  append(x: number, values: readonly (number | null)[]): void {
    let bucket = this.#buckets.at(-1);
    if (bucket === undefined || bucket.points >= this.#bucketSize) {
      if (this.#buckets.length >= this.#limit) this.#halve();
      bucket = this.#buckets.at(-1);
      if (bucket === undefined || bucket.points >= this.#bucketSize) {
        const none = () => Array.from({ length: this.#series }, () => null);
        bucket = { firstX: x, lastX: x, points: 0, raw: none(), smooth: none() };
        this.#buckets.push(bucket);
      }
    }
    bucket.lastX = x;
    bucket.points += 1;
    for (let i = 0; i < this.#series; i++) {
      const value = values[i] ?? null;
      const finite = value !== null && Number.isFinite(value) ? value : null;
      bucket.raw[i] = widen(bucket.raw[i] ?? null, finite);
      bucket.smooth[i] = widen(bucket.smooth[i] ?? null, this.#smoothers[i]?.(finite) ?? null);
    }
    this.count += 1;
    this.lastX = x;
  }

  /** What to draw now: one row a point while there is room, then two rows a bucket. */
  rows(): CurveRow[] {
    const rows: CurveRow[] = [];
    for (const bucket of this.#buckets) {
      rows.push({ x: bucket.firstX, raw: bucket.raw.map(first), smooth: bucket.smooth.map(first) });
      if (bucket.points > 1)
        rows.push({ x: bucket.lastX, raw: bucket.raw.map(second), smooth: bucket.smooth.map(second) });
    }
    return rows;
  }

  #halve() {
    const merged: Bucket[] = [];
    for (let i = 0; i < this.#buckets.length; i += 2) {
      const left = this.#buckets[i];
      const right = this.#buckets[i + 1];
      if (left === undefined) continue;
      merged.push(right === undefined ? left : join(left, right));
    }
    this.#buckets = merged;
    this.#bucketSize *= 2;
  }
}

const first = (e: Extremes | null) => (e === null ? null : e.rising ? e.low : e.high);
const second = (e: Extremes | null) => (e === null ? null : e.rising ? e.high : e.low);

function widen(extremes: Extremes | null, value: number | null): Extremes | null {
  if (value === null) return extremes;
  if (extremes === null) return { low: value, high: value, rising: true };
  if (value > extremes.high) {
    extremes.high = value;
    extremes.rising = true;
  } else if (value < extremes.low) {
    extremes.low = value;
    extremes.rising = false;
  }
  return extremes;
}

function joinExtremes(left: Extremes | null, right: Extremes | null): Extremes | null {
  if (left === null || right === null) return left ?? right;
  const lowIsLeft = left.low <= right.low;
  const highIsLeft = left.high >= right.high;
  const rising = lowIsLeft === highIsLeft ? (lowIsLeft ? left.rising : right.rising) : lowIsLeft;
  return { low: Math.min(left.low, right.low), high: Math.max(left.high, right.high), rising };
}

function join(left: Bucket, right: Bucket): Bucket {
  const pair = (a: readonly (Extremes | null)[], b: readonly (Extremes | null)[]) =>
    a.map((extremes, i) => joinExtremes(extremes, b[i] ?? null));
  return {
    firstX: left.firstX,
    lastX: right.lastX,
    points: left.points + right.points,
    raw: pair(left.raw, right.raw),
    smooth: pair(left.smooth, right.smooth),
  };
}
