/** @file The rows that a forecast continues: the last of each group by time, wherever they stand in the file. */
import { expect, it } from "vitest";
import { columnFromTexts } from "../../core/data/columns.ts";
import type { FittedWindow, Recipe } from "../../core/data/recipe.ts";
import { commonFormat, type Dataset } from "../../core/data/types.ts";
import { numberFeature } from "../../testing/features.ts";
import { seriesEnds } from "./seriesEnds.ts";

const table = (columns: Readonly<Record<string, readonly (string | null)[]>>): Dataset => ({
  id: "table",
  fileName: "table.csv",
  bytes: 0,
  rows: Object.values(columns)[0]?.length ?? 0,
  format: commonFormat,
  names: Object.keys(columns),
  columns: Object.values(columns).map((cells) => columnFromTexts(cells, commonFormat)),
  issues: [],
});
const recipe = (window: Partial<FittedWindow>): Recipe => ({
  ...commonFormat,
  task: "regression",
  features: [numberFeature("y", 0)],
  target: { kind: "number", column: "y", offset: 0, scale: 1 },
  window: {
    mode: "forecast",
    time: "day",
    timeType: "integer",
    group: null,
    length: 2,
    stride: 1,
    horizon: 1,
    step: 1,
    duplicates: "keep",
    ...window,
  },
});
const data = table({
  y: ["10", "11", null, "13", "14", "15"],
  day: ["3", "1", "2", "1", "2", "9"],
  shop: ["a", "a", "a", "b", "b", "c"],
  other: ["x", "x", "x", "x", "x", "x"],
});

it("gives each group's last rows in time, with the columns that the recipe reads", () => {
  expect(seriesEnds(data, recipe({ group: "shop" }))).toEqual([
    {
      group: "a",
      rows: [
        { y: null, day: "2", shop: "a" },
        { y: "10", day: "3", shop: "a" },
      ],
    },
    {
      group: "b",
      rows: [
        { y: "13", day: "1", shop: "b" },
        { y: "14", day: "2", shop: "b" },
      ],
    },
  ]);
});

it("gives the last window before a gap where none follows it, and the file's last rows where there is no time", () => {
  expect(seriesEnds(data, recipe({})).map(({ rows }) => rows.map(({ day }) => day))).toEqual([["2", "3"]]);
  const inFile = seriesEnds(data, recipe({ time: null, timeType: null, step: null }));
  expect(inFile).toEqual([{ group: null, rows: [{ y: "14" }, { y: "15" }] }]);
});

it("has none where the rows are too few, or the recipe takes single rows", () => {
  expect(seriesEnds(data, recipe({ length: 9 }))).toEqual([]);
  expect(seriesEnds(data, { ...recipe({}), window: null })).toEqual([]);
});
