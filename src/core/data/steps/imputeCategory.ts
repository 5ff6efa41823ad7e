/** @file imputeCategory: the most frequent category of the training part, or a fixed one, for missing cells. */
import { choice, flag, text } from "../../params/fields.ts";
import { compareCodePoints } from "../cellSource.ts";
import { columnStep } from "./define.ts";

export const imputeCategory = columnStep({
  fields: {
    strategy: choice(["mostFrequent", "constant"], { default: "mostFrequent" }),
    fillText: text({ default: "missing" }),
    addIndicator: flag({ default: false }),
  },
  takes: (state) => state === "category",
  fit: ({ column, cells, params }) => {
    if (cells.state !== "category") return { ops: [], issues: [] };
    const { strategy, fillText, addIndicator: indicator } = params;
    if (strategy === "constant") return { ops: [{ kind: "imputeCategory", value: fillText, indicator }], issues: [] };
    const value = mostFrequent(cells);
    if (value === undefined) {
      const issue = {
        code: "columnEmptyInTraining",
        severity: "warning",
        at: { column },
        context: { column },
      } as const;
      return { ops: null, issues: [issue] };
    }
    return { ops: [{ kind: "imputeCategory", value, indicator }], issues: [] };
  },
});

/** Of equally frequent ones the first by code point. */
function mostFrequent({ codes, values }: { codes: Int32Array; values: readonly string[] }): string | undefined {
  const counts = new Uint32Array(values.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  let best: number | undefined;
  for (const [code, count] of counts.entries()) {
    if (count === 0) continue;
    const first = best === undefined ? -1 : (counts[best] as number);
    const before = best !== undefined && compareCodePoints(values[code] as string, values[best] as string) < 0;
    if (count > first || (count === first && before)) best = code;
  }
  return best === undefined ? undefined : values[best];
}
