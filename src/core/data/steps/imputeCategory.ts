/** @file imputeCategory: the most frequent category of the training part, or a fixed one, for missing cells. */
import { choice, flag, text } from "../../params/fields.ts";
import { compareCodePoints } from "../cellSource.ts";
import { categoryCounts, columnStep, emptyColumn, unchanged } from "./define.ts";

export const imputeCategory = columnStep({
  group: "missing",
  fields: {
    strategy: choice(["mostFrequent", "constant"], { default: "mostFrequent" }),
    fillText: text({ default: "missing", onlyIf: { field: "strategy", among: ["constant"] } }),
    addIndicator: flag({ default: false }),
  },
  takes: (state) => state === "category",
  *fit({ column, cells, params }) {
    if (cells.state !== "category") return unchanged();
    const { strategy, fillText, addIndicator: indicator } = params;
    if (strategy === "constant") return { ops: [{ kind: "imputeCategory", value: fillText, indicator }], issues: [] };
    const value = mostFrequent(yield* categoryCounts(cells), cells.values);
    if (value === undefined) return emptyColumn(column);
    return { ops: [{ kind: "imputeCategory", value, indicator }], issues: [] };
  },
});

/** Of equally frequent ones the first by code point. */
function mostFrequent(counts: Uint32Array, values: readonly string[]): string | undefined {
  let best: number | undefined;
  for (const [code, count] of counts.entries()) {
    if (count === 0) continue;
    const first = best === undefined ? -1 : (counts[best] as number);
    const before = best !== undefined && compareCodePoints(values[code] as string, values[best] as string) < 0;
    if (count > first || (count === first && before)) best = code;
  }
  return best === undefined ? undefined : values[best];
}
