/** @file Rows of a class: called as the type in force calls it, a page at a time, without those that were taken out. */
import { expect, it } from "vitest";
import { columnFromTexts } from "../core/data/columns.ts";
import { type ColumnType, commonFormat, type Dataset, defaultDataSettings } from "../core/data/types.ts";
import { classRows } from "./classRows.ts";

const datasetOf = (cells: readonly (string | null)[]): Dataset => ({
  id: "t",
  fileName: "t.csv",
  bytes: 0,
  rows: cells.length,
  format: commonFormat,
  names: ["y"],
  columns: [columnFromTexts(cells, commonFormat)],
  issues: [],
});

const rowsOf = (
  cells: readonly (string | null)[],
  type: ColumnType,
  value: string | null,
  change: Partial<typeof defaultDataSettings> = {},
) =>
  classRows(datasetOf(cells), [type], {
    data: { ...defaultDataSettings, target: "y", ...change },
    value,
    start: 0,
    count: 9,
  });

it.each([
  ["integer", ["1", "1.00", "1.0", "2"], "1", [0, 1, 2]],
  ["boolean", ["Yes", "no", "TRUE", "f"], "true", [0, 2]],
  ["category", ["Yes", "yes", " Yes "], "Yes", [0, 2]],
] as const)("of type %s are found by the name that preparing gives the class", (type, cells, value, rows) => {
  expect(rowsOf(cells, type, value).rows).toEqual(rows);
});

it("are those of the labels by hand, and none that was taken out", () => {
  const change = { rows: { 0: null, 1: "new" }, columns: { y: { rename: { b: "a" } } } };
  const cells = ["a", "a", "b", null, "c"];
  expect(rowsOf(cells, "category", "a", change)).toEqual({ total: 1, rows: [2] });
  expect(rowsOf(cells, "category", "new", change).rows).toEqual([1]);
  expect(rowsOf(cells, "category", null, change).rows).toEqual([3]);
  expect(rowsOf(cells, "category", "gone", change)).toEqual({ total: 0, rows: [] });
});
