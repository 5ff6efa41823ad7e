/** @file impute: a number of the training part, or a fixed one, for the missing numbers of a column. */
import { choice, flag, float } from "../../params/fields.ts";
import { within } from "../../pieces.ts";
import { mean, median, mode } from "../columnStatistics.ts";
import { columnStep, emptyColumn, presentNumbers, unchanged } from "./define.ts";

export const impute = columnStep({
  group: "missing",
  fields: {
    strategy: choice(["median", "mean", "mostFrequent", "constant"], { default: "median" }),
    fillValue: float({
      default: 0,
      min: -1e300,
      max: 1e300,
      onlyIf: { field: "strategy", among: ["constant"] },
    }),
    addIndicator: flag({ default: false }),
  },
  takes: (state) => state === "number",
  *fit({ column, cells, params }) {
    if (cells.state !== "number") return unchanged();
    const { strategy, fillValue, addIndicator: indicator } = params;
    if (strategy === "constant") return { ops: [{ kind: "impute", value: fillValue, indicator }], issues: [] };
    const present = yield* within(presentNumbers(cells.values), 0, 0.3);
    if (present.length === 0) return emptyColumn(column);
    const value = yield* within({ median, mean, mostFrequent: mode }[strategy](present), 0.3, 1);
    return { ops: [{ kind: "impute", value, indicator }], issues: [] };
  },
});
