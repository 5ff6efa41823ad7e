/** @file Which tasks a target allows. */
import { describe, expect, it } from "vitest";
import type { ColumnSummary, ColumnType } from "../../core/data/types.ts";
import { closedReasons, taskChoices } from "./taskChoices.ts";

const column = (type: ColumnType, unique: number, uniqueCapped = false): ColumnSummary => ({
  name: "y",
  type,
  inferred: type,
  missing: 0,
  unique,
  uniqueCapped,
  invalid: { count: 0, examples: [] },
  chart: { kind: "values", top: [], other: 0 },
});
const open = (summary: ColumnSummary) =>
  taskChoices(summary)
    .filter(({ closed }) => closed === null)
    .map(({ task }) => task);

describe("taskChoices", () => {
  it("opens what the target's values allow", () => {
    expect(open(column("boolean", 2))).toEqual(["binary"]);
    expect(open(column("category", 3))).toEqual(["multiclass"]);
    expect(open(column("integer", 10))).toEqual(["multiclass", "regression"]);
    expect(open(column("integer", 2))).toEqual(["binary", "regression"]);
    expect(open(column("number", 5000, true))).toEqual(["multiclass", "regression"]);
  });

  it("says why the others are closed", () => {
    expect(taskChoices(column("category", 3))).toEqual([
      { task: "binary", closed: "needsTwoValues" },
      { task: "multiclass", closed: null },
      { task: "regression", closed: "notNumeric" },
    ]);
    expect(taskChoices(column("boolean", 2))[1]).toEqual({ task: "multiclass", closed: "needsThreeValues" });
  });

  it("gives one reason where nothing is open", () => {
    expect(closedReasons(taskChoices(column("constant", 1)))).toEqual(["needsVariety"]);
    expect(closedReasons(taskChoices(column("id", 300)))).toEqual(["unsuitableType"]);
    expect(closedReasons(taskChoices(column("date", 30)))).toEqual(["unsuitableType"]);
  });
});
