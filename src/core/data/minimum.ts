/**
 * @file The place where a function of one number is least, without its derivative: a minimum is bracketed by growing
 * steps, then closed in by parabolas and golden sections (Brent, Algorithms for Minimization Without Derivatives, 1973).
 */
import { type Pieces, within } from "../pieces.ts";

const golden = (3 - Math.sqrt(5)) / 2;
const growth = (1 + Math.sqrt(5)) / 2;

/** About the square root of the doubles' precision: the function does not tell closer places apart. */
const tolerance = 1.48e-8;
const smallest = 1e-11;

/** A stop after each look at `f`, which may be dear. A place of least value downhill of `a` and `b`; the last one looked at where none is found. */
export function* minimum(f: (x: number) => number, a: number, b: number): Pieces<number> {
  const bracket = yield* within(bracketed(f, a, b), 0, 0.2);
  return bracket === null ? Number.NaN : yield* within(closeIn(f, ...bracket), 0.2, 1);
}

/** How many more looks there are is not known before the last one. */
const usualRounds = 40;

/** Three places of which the middle one has the least value; null where the function falls for ever. */
function* bracketed(f: (x: number) => number, a: number, b: number): Pieces<readonly [number, number, number] | null> {
  let [outer, middle] = f(a) >= f(b) ? [a, b] : [b, a];
  let least = f(middle);
  for (let round = 0; round < 60; round++) {
    yield Math.min(1, round / usualRounds);
    const next = middle + growth * (middle - outer);
    const value = f(next);
    if (!(value < least)) return [outer, middle, next];
    [outer, middle, least] = [middle, next, value];
  }
  return null;
}

function* closeIn(f: (x: number) => number, first: number, middle: number, last: number): Pieces<number> {
  let [low, high] = first < last ? [first, last] : [last, first];
  // The best place so far, the second best, and the second best before that.
  let [x, w, v] = [middle, middle, middle];
  let fx = f(x);
  let [fw, fv] = [fx, fx];
  let [step, before] = [0, 0];
  for (let round = 0; round < 500; round++) {
    yield Math.min(1, round / usualRounds);
    const center = (low + high) / 2;
    const near = tolerance * Math.abs(x) + smallest;
    if (Math.abs(x - center) <= 2 * near - (high - low) / 2) break;
    const parabola = Math.abs(before) > near ? parabolicStep(x, w, v, fx, fw, fv) : Number.NaN;
    const taken = Math.abs(parabola) < Math.abs(before) / 2 && x + parabola > low && x + parabola < high;
    before = taken ? step : x >= center ? low - x : high - x;
    step = taken ? parabola : golden * before;
    // Not closer to an end than can be told apart.
    if (taken && (x + step - low < 2 * near || high - x - step < 2 * near)) step = x < center ? near : -near;
    const u = x + (Math.abs(step) >= near ? step : step > 0 ? near : -near);
    const fu = f(u);
    if (fu <= fx) {
      if (u >= x) low = x;
      else high = x;
      [v, w, x, fv, fw, fx] = [w, x, u, fw, fx, fu];
    } else {
      if (u < x) low = u;
      else high = u;
      if (fu <= fw || w === x) [v, w, fv, fw] = [w, u, fw, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return x;
}

/** From x to the vertex of the parabola through three points; NaN where they are on a line. */
function parabolicStep(x: number, w: number, v: number, fx: number, fw: number, fv: number): number {
  const r = (x - w) * (fx - fv);
  const q = (x - v) * (fx - fw);
  const bottom = 2 * (q - r);
  return bottom === 0 ? Number.NaN : -((x - v) * q - (x - w) * r) / bottom;
}
