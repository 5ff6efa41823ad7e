/** @file Which columns a step can be put on, and which of them a search shows. */
import { describe, expect, it } from "vitest";
import type { ColumnSummary, ColumnType } from "../../../core/data/types.ts";
import { columnsFor, foundColumns, shownColumns } from "./stepColumns.ts";

const column = (name: string, type: ColumnType): ColumnSummary => ({
  name,
  type,
  inferred: type,
  missing: 0,
  unique: 2,
  uniqueCapped: false,
  invalid: { count: 0, examples: [] },
  chart: { kind: "values", top: [], other: 0 },
});
const table = [
  column("n", "number"),
  column("i", "integer"),
  column("d", "date"),
  column("c", "category"),
  column("b", "boolean"),
  column("words", "text"),
  column("key", "id"),
  column("picture", "image"),
  column("y", "category"),
];

describe("the columns of a step", () => {
  it("are those whose cells it takes, never the target", () => {
    expect(columnsFor("dateParts", table, "y")).toEqual(["d"]);
    expect(columnsFor("oneHot", table, "y")).toEqual(["c", "b"]);
    expect(columnsFor("selectFeatures", table, "y")).toEqual(["n", "i", "d", "c", "b"]);
  });

  it("are also categories for a step of numbers: they may be put in order before it", () => {
    expect(columnsFor("clip", table, "y")).toEqual(["n", "i", "c", "b"]);
  });

  it("are all that hold cells for a filter, the target too", () => {
    expect(columnsFor("filter", table, "y")).toEqual(["n", "i", "d", "c", "b", "words", "key", "y"]);
  });
});

describe("a search among columns", () => {
  const many = Array.from({ length: 300 }, (_, i) => `Column ${i}`);
  it("finds names whatever their case", () => {
    expect(foundColumns(many, new Set(), " COLUMN 299 ").shown).toEqual(["Column 299"]);
    expect(foundColumns(many, new Set(), "nothing").found).toBe(0);
  });

  it("shows a part of very many, the chosen ones first", () => {
    const { shown, found } = foundColumns(many, new Set(["Column 299"]), "");
    expect([shown[0], shown.length, found]).toEqual(["Column 299", shownColumns, 300]);
  });
});
