/**
 * @file clip: numbers beyond two bounds become the bound, so that a few outliers do not rule the scale. The bounds are
 * quantiles of the training part, or as far from its quartiles (Tukey) or its mean as said, or fixed.
 */
import type { Issue } from "../../issue.ts";
import { choice, float } from "../../params/fields.ts";
import { mean, quantile, variance } from "../columnStatistics.ts";
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
  fit: ({ column, cells, params }) => {
    if (cells.state !== "number") return unchanged();
    const present = presentNumbers(cells.values);
    if (present.length === 0) return emptyColumn(column);
    const { low, high } = boundsOf(present, params);
    const first = present[0] as number;
    // Nothing would be left of a column that varies; one that does not is told of by others.
    if (low >= high && present.some((value) => value !== first)) {
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

function boundsOf(present: Float64Array, params: Bounds): { readonly low: number; readonly high: number } {
  const { method, low, high, lowQuantile, highQuantile, factor, deviations } = params;
  if (method === "fixed") return { low, high };
  if (method === "deviations") {
    const center = mean(present);
    const reach = deviations * Math.sqrt(variance(present, center));
    return { low: center - reach, high: center + reach };
  }
  const sorted = present.slice().sort();
  if (method === "quantiles") return { low: quantile(sorted, lowQuantile), high: quantile(sorted, highQuantile) };
  const [first, third] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  return { low: first - factor * (third - first), high: third + factor * (third - first) };
}
