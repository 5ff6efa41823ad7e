/** @file Labels by hand: the classes they add, and what a label that is no number is where numbers are wanted. */
import { describe, expect, it } from "vitest";
import { columnSource, withCells } from "./cellSource.ts";
import { columnFromTexts } from "./columns.ts";
import { withHandLabels } from "./handLabels.ts";
import { summarizeDataset } from "./summarize.ts";
import { inferTask } from "./task.ts";
import { commonFormat, type Dataset } from "./types.ts";

const summaryOf = (cells: readonly (string | null)[]) => {
  const dataset: Dataset = {
    id: "t",
    fileName: "t",
    bytes: 0,
    rows: cells.length,
    format: commonFormat,
    names: ["y"],
    columns: [columnFromTexts(cells, commonFormat)],
    issues: [],
  };
  const [column] = summarizeDataset(dataset, { y: { type: "category" } }).columns;
  if (column === undefined) throw new Error("a column");
  return column;
};

describe("the task", () => {
  it.each([
    ["no label but by hand", [null, null, null], { 0: "cat", 1: "dog" }, "binary"],
    ["a class more by hand", ["a", "b", "a"], { 2: "c" }, "multiclass"],
    ["the same classes by hand", ["a", "b", "a"], { 2: "b", 1: null }, "binary"],
    ["one class in all", [null, null], { 0: "a" }, null],
  ] as const)("follows %s", (_, cells, rows, task) => {
    expect(inferTask(withHandLabels(summaryOf(cells), rows))).toBe(task);
  });
});

it("a label that is no number is missing where numbers are wanted, never 0 or infinite", () => {
  const column = columnFromTexts(["1", "2", "3", "4", "5", "6"], commonFormat);
  const source = columnSource(column, "number", { ...commonFormat, decimal: "," });
  const cells = { 0: "", 1: "Infinity", 2: "0x10", 3: "cat", 4: "2.5" };
  const { number } = withCells(source, cells);
  expect([0, 1, 2, 3, 4, 5].map((row) => number(row))).toEqual([NaN, NaN, NaN, NaN, 2.5, 6]);
});
