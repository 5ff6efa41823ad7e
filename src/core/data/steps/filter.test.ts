/** @file What filters say of what they cannot do; which rows stay is judged by pandas in the oracle suite. */

import { expect, it } from "vitest";
import type { Issue } from "../../issue.ts";
import { atOnce } from "../../pieces.ts";
import { columnSource, type TypedColumn } from "../cellSource.ts";
import { columnFromTexts } from "../columns.ts";
import { type ColumnType, commonFormat, type RecipeStep } from "../types.ts";
import { filterRows } from "./filter.ts";

const column = (name: string, type: ColumnType, cells: readonly (string | null)[]): TypedColumn => ({
  name,
  type,
  source: columnSource(columnFromTexts(cells, commonFormat), type, commonFormat),
});
const columns = new Map(
  [
    column("n", "number", ["1", "2", null, "4"]),
    column("c", "category", ["a", null, "b", "a"]),
    column("t", "text", ["one mouse", "two mice", null, "no mouse"]),
  ].map((one) => [one.name, one]),
);
function kept(...filters: readonly Pick<RecipeStep, "columns" | "params">[]) {
  const issues: Issue[] = [];
  const steps = filters.map((filter, i): RecipeStep => ({ id: `f${i}`, kind: "filter", ...filter }));
  return { rows: [...atOnce(filterRows(steps, columns, Uint32Array.of(0, 1, 2, 3), issues))], issues };
}
const compare = (name: string, comparison: string, value = "") => ({ columns: [name], params: { comparison, value } });

it("filters one after the other, counting what each leaves out", () => {
  const { rows, issues } = kept(compare("n", "notMissing"), compare("t", "contains", "mouse"));
  expect(rows).toEqual([0, 3]);
  expect(issues.map(({ code, context }) => [code, context])).toEqual([
    ["rowsFiltered", { column: "n", count: 1, left: 3 }],
    ["rowsFiltered", { column: "t", count: 1, left: 2 }],
  ]);
});

it("takes a number as it is typed, with a comma too", () => {
  expect(kept(compare("n", "more", "1,5")).rows).toEqual([1, 3]);
});

it.each([
  ["a word where numbers are", compare("n", "less", "many"), "filterNotOrdered"],
  ["an order where words are", compare("c", "less", "b"), "filterNotOrdered"],
  ["a column that is gone", compare("x", "equal", "1"), "stepColumnMissing"],
  ["no column", { columns: null, params: {} }, "filterNoColumn"],
] as const)("keeps every row of %s, and says so at the step", (_, filter, code) => {
  const { rows, issues } = kept(filter);
  expect(rows).toEqual([0, 1, 2, 3]);
  expect(issues).toEqual([expect.objectContaining({ code, severity: "warning" })]);
  expect(issues[0]?.at.field).toBe("f0");
});

it("does without a filter that compares in no known way", () => {
  const { rows, issues } = kept(compare("n", "resembles", "1"));
  expect(rows).toEqual([0, 1, 2, 3]);
  expect(issues).toEqual([expect.objectContaining({ code: "stepSetting", at: { field: "f0" } })]);
});

it("says that no row is left", () => {
  const { rows, issues } = kept(compare("n", "more", "100"));
  expect(rows).toEqual([]);
  expect(issues).toEqual([expect.objectContaining({ code: "filterLeavesNone", severity: "error" })]);
});
