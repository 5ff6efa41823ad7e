/**
 * @file Mutual information with the target in nats, from counts: Σ p(x, y) ln(p(x, y) / (p(x) p(y))). Numbers of more
 * than `fewValues` distinct values are cut into `intervals` that hold as many rows each, the target's too; the estimate
 * is the plain one, which chance makes a little too large, for all features alike.
 */
import { binOf } from "../../chain.ts";
import { edgesOf } from "../bins.ts";
import type { ScoredTarget } from "./scorings.ts";

export const fewValues = 20;
export const intervals = 10;

export function mutualInformation(values: Float64Array, target: ScoredTarget): number {
  const x = discrete(values);
  const y = target.kind === "classes" ? { codes: target.classes, count: target.count } : discreteTarget(target.values);
  const rows = values.length;
  const joint = new Uint32Array(x.count * y.count);
  const [perX, perY] = [new Uint32Array(x.count), new Uint32Array(y.count)];
  for (let i = 0; i < rows; i++) {
    const [a, b] = [x.codes[i] as number, y.codes[i] as number];
    joint[a * y.count + b] = (joint[a * y.count + b] as number) + 1;
    perX[a] = (perX[a] as number) + 1;
    perY[b] = (perY[b] as number) + 1;
  }
  let sum = 0;
  for (let a = 0; a < x.count; a++)
    for (let b = 0; b < y.count; b++) {
      const both = joint[a * y.count + b] as number;
      if (both > 0) sum += (both / rows) * Math.log((both * rows) / ((perX[a] as number) * (perY[b] as number)));
    }
  return Math.max(0, sum);
}

interface Discrete {
  readonly codes: Int32Array;
  readonly count: number;
}

function discrete(values: Float64Array): Discrete {
  const known = new Map<number, number>();
  for (const value of values) {
    if (!known.has(value)) known.set(value, known.size);
    if (known.size > fewValues) {
      const edges = edgesOf(values.slice().sort(), intervals, "quantile").slice(1, -1);
      return { codes: Int32Array.from(values, (number) => binOf(number, edges)), count: edges.length + 1 };
    }
  }
  return { codes: Int32Array.from(values, (value) => known.get(value) as number), count: known.size };
}

/** One target stands against every number: it is cut once. */
function discreteTarget(values: Float64Array): Discrete {
  const before = targets.get(values);
  if (before !== undefined) return before;
  const cut = discrete(values);
  targets.set(values, cut);
  return cut;
}
const targets = new WeakMap<Float64Array, Discrete>();
