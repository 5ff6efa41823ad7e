/**
 * @file power: a long tail is drawn in. log1p and the square root as they are; Box-Cox (1964) and Yeo-Johnson (2000) with
 * the exponent under which the training part is most likely normal, as PowerTransformer(standardize=False) fits it.
 */
import { choice } from "../../params/fields.ts";
import { blockRows, type Pieces, within } from "../../pieces.ts";
import { numberFunction } from "../chain.ts";
import { extent } from "../columnStatistics.ts";
import { minimum } from "../minimum.ts";
import { type PowerMethod, powerMethods } from "../recipe.ts";
import { columnStep, emptyColumn, presentNumbers, unchanged } from "./define.ts";

/** The exponent is fitted on so many evenly spaced rows: its error is then far below what a model could tell. */
export const powerRows = 100_000;

/** What every training number must be above (or, for the square root, at least). */
const limits: Readonly<Record<PowerMethod, number>> = {
  log1p: -1,
  squareRoot: 0,
  boxCox: 0,
  yeoJohnson: Number.NEGATIVE_INFINITY,
};

export const power = columnStep({
  group: "numbers",
  fields: { method: choice(powerMethods, { default: "yeoJohnson" }) },
  takes: (state, type) => state === "number" && type !== "date",
  *fit({ column, cells, params }) {
    if (cells.state !== "number") return unchanged();
    const present = yield* within(presentNumbers(cells.values), 0, 0.1);
    if (present.length === 0) return emptyColumn(column);
    const { method } = params;
    const at = { column };
    const limit = limits[method];
    const [least, most] = yield* within(extent(present), 0.1, 0.2);
    if (method === "squareRoot" ? least < limit : least <= limit) {
      const context = { column, method, least };
      return unchanged({ code: "powerNotPositive", severity: "warning", at, context });
    }
    if (method === "log1p" || method === "squareRoot")
      return { ops: [{ kind: "power", method, lambda: 0 }], issues: [] };
    const lambda = least === most ? Number.NaN : yield* within(fitLambda(method, thinned(present)), 0.2, 0.8);
    const op = { kind: "power", method, lambda } as const;
    const suits = Math.abs(lambda) < largest && (yield* within(staysVaried(present, numberFunction(op)), 0.8, 1));
    if (suits) return { ops: [op], issues: [] };
    return unchanged({ code: "powerConstant", severity: "notice", at, context: { column } });
  },
});

/** An exponent beyond it fits no more than the noise of a few numbers. */
const largest = 1e6;

/**
 * Numbers that are large for what they differ by (years, prices around 40,000) all become nearly the same under the
 * exponent that suits them: what is left of their differences is the rounding.
 */
function* staysVaried(values: Float64Array, raise: (value: number) => number): Pieces<boolean> {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let from = 0; from < values.length; from += blockRows) {
    const to = Math.min(values.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const value = raise(values[i] as number);
      if (!Number.isFinite(value)) return false;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    yield to / values.length;
  }
  return most - least > leastSpread * Math.max(Math.abs(least), Math.abs(most));
}
const leastSpread = 1e-6;

function thinned(values: Float64Array): Float64Array {
  if (values.length <= powerRows) return values;
  return Float64Array.from(
    { length: powerRows },
    (_, i) => values[Math.floor((i * values.length) / powerRows)] as number,
  );
}

/** The exponent of greatest likelihood; NaN where there is none. */
export function* fitLambda(method: "boxCox" | "yeoJohnson", values: Float64Array): Pieces<number> {
  if (method === "boxCox") return yield* minimum(boxCoxLoss(values.map(Math.log)), -2, 2);
  // On one side of 0 Yeo-Johnson is Box-Cox of 1 + |x|, whose likelihood can be computed to more digits.
  if (values.every((value) => value >= 0)) return yield* minimum(boxCoxLoss(values.map(Math.log1p)), -2, 2);
  if (values.every((value) => value <= 0)) {
    return 2 - (yield* minimum(boxCoxLoss(values.map((x) => Math.log1p(-x))), -2, 2));
  }
  return yield* minimum(yeoJohnsonLoss(values), -2, 2);
}

/** Minus the log likelihood over the number of rows, without constants: half the log of the variance, less the Jacobian. */
type Loss = (lambda: number) => number;

/** Of logarithms. The best exponent does not depend on the unit: with the geometric mean as unit the Jacobian vanishes. */
function boxCoxLoss(logs: Float64Array): Loss {
  const center = average(logs);
  const centered = logs.map((log) => log - center);
  const raised = new Float64Array(logs.length);
  return (lambda) => {
    for (let i = 0; i < centered.length; i++) {
      const log = centered[i] as number;
      raised[i] = lambda === 0 ? log : Math.expm1(lambda * log) / lambda;
    }
    return Math.log(spread(raised)) / 2;
  };
}

function yeoJohnsonLoss(values: Float64Array): Loss {
  const logs = values.map((value) => Math.sign(value) * Math.log1p(Math.abs(value)));
  const jacobian = average(logs);
  const raised = new Float64Array(logs.length);
  return (lambda) => {
    for (let i = 0; i < logs.length; i++) {
      const log = logs[i] as number;
      const exponent = log >= 0 ? lambda : lambda - 2;
      raised[i] = exponent === 0 ? log : Math.expm1(exponent * log) / exponent;
    }
    return Math.log(spread(raised)) / 2 - (lambda - 1) * jacobian;
  };
}

function average(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The variance; out of reach where the numbers overflow, or are too small to be told apart. */
function spread(values: Float64Array): number {
  const center = average(values);
  let sum = 0;
  for (const value of values) sum += (value - center) ** 2;
  const variance = sum / values.length;
  return variance >= leastVariance ? variance : Number.POSITIVE_INFINITY;
}

/** The smallest double of full precision. */
const leastVariance = 2 ** -1022;
