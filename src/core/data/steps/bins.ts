/**
 * @file bins: a number becomes the number of its interval, or a place a interval, as KBinsDiscretizer. Intervals are of
 * one width, or hold as many training rows each.
 */
import { choice, int } from "../../params/fields.ts";
import { within } from "../../pieces.ts";
import { quantile } from "../columnStatistics.ts";
import { sortedNumbers } from "../sorting.ts";
import { columnStep, emptyColumn, presentNumbers, unchanged } from "./define.ts";

export const bins = columnStep({
  group: "numbers",
  fields: {
    bins: int({ default: 5, min: 2, max: 1000 }),
    strategy: choice(["quantile", "uniform"], { default: "quantile" }),
    encode: choice(["oneHot", "ordinal"], { default: "oneHot" }),
  },
  takes: (state, type) => state === "number" && type !== "date",
  *fit({ column, cells, params }) {
    if (cells.state !== "number") return unchanged();
    const present = yield* within(presentNumbers(cells.values), 0, 0.2);
    const sorted = yield* within(sortedNumbers(present), 0.2, 1);
    if (sorted.length === 0) return emptyColumn(column);
    const at = { column };
    if (sorted[0] === sorted.at(-1)) {
      return unchanged({ code: "binsConstant", severity: "warning", at, context: { column } });
    }
    const edges = edgesOf(sorted, params.bins, params.strategy);
    const op = { kind: params.encode === "oneHot" ? "binOneHot" : "bin", edges: edges.slice(1, -1) } as const;
    const found = edges.length - 1;
    if (found === params.bins) return { ops: [op], issues: [] };
    const context = { column, wanted: params.bins, bins: found };
    return { ops: [op], issues: [{ code: "binsMerged", severity: "notice", at, context }] };
  },
});

/** Narrower intervals are joined to the next, as KBinsDiscretizer does. */
const narrowest = 1e-8;

/** All edges, the outer ones too; the arithmetic is numpy's (linspace, percentile), so that ties fall as they do there. */
export function edgesOf(sorted: Float64Array, count: number, strategy: "uniform" | "quantile"): number[] {
  const [low, high] = [sorted[0] as number, sorted.at(-1) as number];
  const step = strategy === "uniform" ? (high - low) / count : 100 / count;
  const edge = (i: number) =>
    strategy === "uniform" ? i * step + low : quantile(sorted, (i === count ? 100 : i * step) / 100);
  const edges = Array.from({ length: count + 1 }, (_, i) => edge(i));
  if (strategy === "uniform") edges[count] = high;
  return strategy === "uniform"
    ? edges
    : edges.filter((value, i) => i === 0 || value - (edges[i - 1] as number) > narrowest);
}
