/**
 * @file The learning-rate range test (Smith 2017): the rate rises by the same factor from batch to batch, and where the
 * loss falls fastest is a good rate to begin with. Here are the rates, the smoothed curve, when to stop, and what the
 * curve suggests; the batches are trained by the engine.
 */
import { float, int } from "../params/fields.ts";
import type { RangePoint, RateRange } from "./types.ts";

export const rangeFields = {
  from: float({ default: 1e-6, min: 1e-12, max: 10 }),
  to: float({ default: 1, min: 1e-12, max: 1000 }),
  batches: int({ default: 100, min: 20, max: 1000 }),
} as const;

export const defaultRange: RateRange = {
  from: rangeFields.from.default,
  to: rangeFields.to.default,
  batches: rangeFields.batches.default,
};

/** The rate of a batch, from 0. */
export const rangeRate = ({ from, to, batches }: RateRange, batch: number): number =>
  batches <= 1 ? from : from * (to / from) ** (batch / (batches - 1));

/** Where the powers of ten lie among the batches (from 0, parts of a batch too); the ends where there is at most one. */
export function rateTicks(range: RateRange): readonly number[] {
  const { from, to, batches } = range;
  const last = batches - 1;
  const [low, high] = [Math.log10(from), Math.log10(to)];
  if (!(high > low)) return [0, last];
  const ticks: number[] = [];
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power++) {
    ticks.push(Math.max(0, ((power - low) / (high - low)) * last));
  }
  return ticks.length > 1 ? ticks : [0, last];
}

/** Beyond this many times its lowest (smoothed) value the loss has blown up; fast.ai's figure. */
const blownUp = 4;
/** Before it there is too little of a curve to judge. */
const fewest = 10;

/** Whether the test may end: higher rates would only blow up more. */
export function hasBlownUp(points: readonly RangePoint[]): boolean {
  const last = points.at(-1);
  if (last === undefined) return false;
  if (!Number.isFinite(last.loss)) return true;
  if (points.length < fewest) return false;
  const smooth = smoothLosses(points);
  const lowest = Math.min(...smooth);
  // Above the first loss as well: near a lowest value of almost nothing, four times that is nothing, too.
  return (smooth.at(-1) ?? 0) > Math.max(blownUp * lowest, (smooth[0] ?? 0) * 1.5);
}

/**
 * Each loss as the mean of its neighbours, weighted by a triangle: unlike a running average it does not lag, which would
 * move the suggestion to the right. Losses that are no numbers are left out, at the end only.
 */
export function smoothLosses(points: readonly RangePoint[]): readonly number[] {
  const end = points.findIndex(({ loss }) => !Number.isFinite(loss));
  const losses = points.slice(0, end < 0 ? points.length : end).map(({ loss }) => loss);
  const reach = Math.max(2, Math.round(losses.length / 16));
  return losses.map((_, at) => {
    // As many to the left as to the right: a lopsided window would bend the ends.
    const near = Math.min(reach, at, losses.length - 1 - at);
    let [sum, weights] = [0, 0];
    for (let i = -near; i <= near; i++) {
      const weight = near + 1 - Math.abs(i);
      sum += weight * (losses[at + i] ?? 0);
      weights += weight;
    }
    return sum / weights;
  });
}

export interface RangeSuggestion {
  readonly rate: number;
  /** Its place among the points. */
  readonly index: number;
}

/** A fall of fewer times the curve's unrest may be chance: the smoothed curve of mere noise falls by less. */
const least = 4;

/** Where the smoothed loss falls fastest before its lowest point; null where it does not fall. */
export function suggestRate(points: readonly RangePoint[]): RangeSuggestion | null {
  const smooth = smoothLosses(points);
  if (smooth.length < fewest) return null;
  // The ends are smoothed by few neighbours, and nothing is concluded from them.
  const edge = Math.max(2, Math.round(smooth.length / 20));
  const inner = smooth.slice(edge, -edge);
  const lowest = edge + inner.indexOf(Math.min(...inner));
  const fall = Math.max(...smooth.slice(edge, lowest + 1)) - (smooth[lowest] ?? 0);
  if (!(fall > least * unrest(points, smooth))) return null;
  let best: RangeSuggestion | null = null;
  let steepest = 0;
  for (let i = edge; i < lowest; i++) {
    const [before, after, point] = [smooth[i - 1], smooth[i + 1], points[i]];
    if (before === undefined || after === undefined || point === undefined) continue;
    // Rates rise by one factor, so that places are as good as logarithms of rates.
    const slope = (after - before) / 2;
    if (slope < steepest) {
      steepest = slope;
      best = { rate: point.rate, index: i };
    }
  }
  return best;
}

/** Median distance of the measured losses from the smoothed ones. */
function unrest(points: readonly RangePoint[], smooth: readonly number[]): number {
  const distances = smooth.map((value, i) => Math.abs((points[i]?.loss ?? value) - value)).sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? 0;
}

/** To two digits, as people write a rate. */
export const roundedRate = (rate: number): number => Number(rate.toPrecision(2));
