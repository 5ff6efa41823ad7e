/** @file Pasted rows are those that a reader of the text would see, and what is wrong with them is told. */
import { describe, expect, it } from "vitest";
import type { FittedWindow } from "../../core/data/recipe.ts";
import { numberFeature } from "../../testing/features.ts";
import { neededColumns, pastedRows, pasteLimit } from "./seriesRows.ts";

const window: FittedWindow = {
  mode: "forecast",
  time: "day",
  timeType: "date",
  group: null,
  length: 2,
  stride: 1,
  horizon: 3,
  step: null,
  duplicates: "keep",
};
const recipe = { features: [numberFeature("y, all", 0), numberFeature("day", 0)], window };
const rows = [
  { day: "2024-01-01", "y, all": "1,5" },
  { day: "2024-01-02", "y, all": ' 2 "or" so' },
];

describe("pastedRows", () => {
  it("reads commas, semicolons and tabs, quotes, and lines of any system", () => {
    const commas = 'note,"y, all",day\r\nx,"1,5",2024-01-01\r\n\r\n,\n"a\nb"," 2 ""or"" so",2024-01-02\n';
    expect(pastedRows(commas, recipe)).toEqual({ kind: "rows", rows });
    const tabs = 'day\t"y, all"\n2024-01-01\t1,5\n2024-01-02\t" 2 ""or"" so"';
    expect(pastedRows(tabs, recipe)).toEqual({ kind: "rows", rows });
    expect(pastedRows(tabs.replaceAll("\t", ";"), recipe)).toEqual({ kind: "rows", rows });
  });

  it("takes a cell that a line lacks for missing", () => {
    const found = pastedRows("day,note,x\n1,2\n2", { ...recipe, features: [numberFeature("x", 0)] });
    expect(found).toEqual({
      kind: "rows",
      rows: [
        { day: "1", x: null },
        { day: "2", x: null },
      ],
    });
  });

  it("says which columns are missing, that rows are too few, that the text is a file's", () => {
    expect(pastedRows("day,z\n1,2\n", recipe)).toEqual({ kind: "columns", missing: ["y, all"] });
    expect(pastedRows("", recipe)).toEqual({ kind: "columns", missing: ["day", "y, all"] });
    expect(pastedRows('day,"y, all"\n1,2\n', recipe)).toEqual({ kind: "tooFew", rows: 1 });
    expect(pastedRows("x".repeat(pasteLimit + 1), recipe)).toEqual({ kind: "tooLong" });
  });
});

it("needs what orders and divides the rows, once", () => {
  expect(neededColumns({ ...recipe, window: { ...window, group: "shop" } })).toEqual(["day", "shop", "y, all"]);
});
