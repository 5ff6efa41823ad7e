/** @file impute: a number of the training part, or a fixed one, for the missing numbers of a column. */
import { choice, flag, float } from "../../params/fields.ts";
import { mean, median, mode } from "../columnStatistics.ts";
import { columnStep } from "./define.ts";

export const impute = columnStep({
  fields: {
    strategy: choice(["median", "mean", "mostFrequent", "constant"], { default: "median" }),
    fillValue: float({ default: 0, min: -1e300, max: 1e300 }),
    addIndicator: flag({ default: false }),
  },
  takes: (state) => state === "number",
  fit: ({ column, cells, params }) => {
    if (cells.state !== "number") return { ops: [], issues: [] };
    const { strategy, fillValue, addIndicator: indicator } = params;
    if (strategy === "constant") return { ops: [{ kind: "impute", value: fillValue, indicator }], issues: [] };
    const present = cells.values.filter((value) => !Number.isNaN(value));
    if (present.length === 0) {
      const issue = {
        code: "columnEmptyInTraining",
        severity: "warning",
        at: { column },
        context: { column },
      } as const;
      return { ops: null, issues: [issue] };
    }
    const value = { median, mean, mostFrequent: mode }[strategy](present);
    return { ops: [{ kind: "impute", value, indicator }], issues: [] };
  },
});
