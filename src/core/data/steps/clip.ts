/**
 * @file clip: numbers beyond two bounds become the bound, so that a few outliers do not rule the scale. The bounds are
 * quantiles of the training part, or as far from its quartiles (Tukey) or its mean as said, or fixed.
 */
import type { Issue } from "../../issue.ts";
import { choice, float } from "../../params/fields.ts";
import { type Pieces, within } from "../../pieces.ts";
import { extent, mean, quantileOf, variance } from "../columnStatistics.ts";
import { columnStep, emptyColumn, presentNumbers, unchanged } from "./define.ts";

const of = (method: string) => ({ field: "method", among: [method] });

export const clip = columnStep({
  group: "numbers",
  fields: {
    method: choice(["quantiles", "quartiles", "deviations", "fixed"], { default: "quantiles" }),
    lowQuantile: float({ default: 0.01, min: 0, max: 1, onlyIf: of("quantiles") }),
    highQuantile: float({ default: 0.99, min: 0, max: 1, onlyIf: of("quantiles") }),
    factor: float({ default: 1.5, min: 0, max: 1000, onlyIf: of("quartiles") }),
    deviations: float({ default: 3, min: 0, exclusiveMin: true, max: 1000, onlyIf: of("deviations") }),
    low: float({ default: 0, min: -1e300, max: 1e300, onlyIf: of("fixed") }),
    high: float({ default: 1, min: -1e300, max: 1e300, onlyIf: of("fixed") }),
  },
  check: ({ method, lowQuantile, highQuantile, low, high }) => {
    if (method === "quantiles" && lowQuantile >= highQuantile) return crossed(lowQuantile, highQuantile);
    if (method === "fixed" && low >= high) return crossed(low, high);
    return null;
  },
  takes: (state, type) => state === "number" && type !== "date",
  *fit({ column, cells, params }) {
    if (cells.state !== "number") return unchanged();
    const present = yield* within(presentNumbers(cells.values), 0, 0.2);
    if (present.length === 0) return emptyColumn(column);
    const { low, high } = yield* within(boundsOf(present, params), 0.2, 0.9);
    // Nothing would be left of a column that varies; one that does not is told of by others.
    const [least, most] = low < high ? [0, 0] : yield* within(extent(present), 0.9, 1);
    if (least !== most) {
      const context = { column, value: low };
      return unchanged({ code: "clipFlattens", severity: "warning", at: { column }, context });
    }
    return Number.isFinite(low) && Number.isFinite(high)
      ? { ops: [{ kind: "clip", low, high }], issues: [] }
      : unchanged({ code: "columnTooLarge", severity: "warning", at: { column }, context: { column } });
  },
});

const crossed = (low: number, high: number): Issue => ({
  code: "clipCrossed",
  severity: "error",
  at: {},
  context: { low, high },
});

interface Bounds {
  readonly method: "quantiles" | "quartiles" | "deviations" | "fixed";
  readonly lowQuantile: number;
  readonly highQuantile: number;
  readonly factor: number;
  readonly deviations: number;
  readonly low: number;
  readonly high: number;
}

function* boundsOf(present: Float64Array, params: Bounds): Pieces<{ readonly low: number; readonly high: number }> {
  const { method, low, high, lowQuantile, highQuantile, factor, deviations } = params;
  if (method === "fixed") return { low, high };
  if (method === "deviations") {
    const center = yield* within(mean(present), 0, 0.5);
    const reach = deviations * Math.sqrt(yield* within(variance(present, center), 0.5, 1));
    return { low: center - reach, high: center + reach };
  }
  const quantiles = method === "quantiles" ? ([lowQuantile, highQuantile] as const) : ([0.25, 0.75] as const);
  const first = yield* within(quantileOf(present, quantiles[0]), 0, 0.5);
  const third = yield* within(quantileOf(present, quantiles[1]), 0.5, 1);
  if (method === "quantiles") return { low: first, high: third };
  return { low: first - factor * (third - first), high: third + factor * (third - first) };
}
