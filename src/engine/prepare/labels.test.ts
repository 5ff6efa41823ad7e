/** @file Labels that were changed: classes renamed, merged and sorted by hand are what a target is judged by. */

import { describe, expect, it } from "vitest";
import { columnFromTexts } from "../../core/data/columns.ts";
import {
  type ColumnType,
  commonFormat,
  type DataSettings,
  type Dataset,
  defaultDataSettings,
  type Task,
} from "../../core/data/types.ts";
import { atOnce } from "../../core/pieces.ts";
import { encodeRow } from "./oneRow.ts";
import { prepare, prepareInfo } from "./prepare.ts";

const format = commonFormat;
const rows = 60;

type Of = (row: number) => string | null;

function queryOf(
  columns: Readonly<Record<string, readonly [ColumnType, Of]>>,
  task: Task,
  data: Partial<DataSettings>,
) {
  const list = Object.values(columns);
  const dataset: Dataset = {
    id: "table",
    fileName: "table.csv",
    bytes: 0,
    rows,
    format,
    names: Object.keys(columns),
    columns: list.map(([, of]) =>
      columnFromTexts(
        Array.from({ length: rows }, (_, row) => of(row)),
        format,
      ),
    ),
    issues: [],
  };
  const settings: DataSettings = { ...defaultDataSettings, target: "y", ...data };
  return { dataset, types: list.map(([type]) => type), data: settings, task };
}

const x = ["number", (row: number) => String(row)] as const;
const threeClasses = { x, y: ["category", (row: number) => ["a", "b", "c"][row % 3] as string] } as const;
const errors = (issues: readonly { readonly code: string; readonly severity: string }[]) =>
  issues.filter(({ severity }) => severity === "error").map(({ code }) => code);
const edited = (of: (row: number) => string | null | undefined) =>
  Object.fromEntries(
    Array.from({ length: rows }, (_, row) => [String(row), of(row)] as const).filter(
      (entry): entry is [string, string | null] => entry[1] !== undefined,
    ),
  );

describe("a target", () => {
  it("of two classes, once two of three are merged, is binary", () => {
    const info = atOnce(prepareInfo(queryOf(threeClasses, "binary", { columns: { y: { rename: { c: "b" } } } })));
    expect(errors(info.issues)).toEqual([]);
    expect(info.classes).toEqual(["a", "b"]);
  });

  it("of two classes in the file, and a third by hand, is not binary", () => {
    const two = { x, y: ["category", (row: number) => (row % 2 ? "a" : "b")] } as const;
    const data = { rows: edited((row) => (row < 9 ? "new" : undefined)) };
    expect(errors(atOnce(prepareInfo(queryOf(two, "binary", data))).issues)).toEqual(["targetNotTwoClasses"]);
    expect(atOnce(prepareInfo(queryOf(two, "multiclass", data))).classes).toEqual(["a", "b", "new"]);
  });

  it("without a single cell is learnt once its rows are labelled by hand", () => {
    const none = { x, y: ["category", () => null] } as const;
    expect(errors(atOnce(prepareInfo(queryOf(none, "binary", {}))).issues)).toEqual(["targetEmpty"]);
    const data = { rows: edited((row) => (row < 40 ? (row % 2 ? "cat" : "dog") : undefined)) };
    const info = atOnce(prepareInfo(queryOf(none, "binary", data)));
    expect(errors(info.issues)).toEqual([]);
    expect([info.classes, info.counts.train + info.counts.validation + info.counts.test]).toEqual([["cat", "dog"], 40]);
    expect(info.issues).toContainEqual(
      expect.objectContaining({ code: "targetMissing", context: { column: "y", count: 20 } }),
    );
  });

  it("whose rows were all moved or taken out but for one class is refused", () => {
    const data = { rows: edited((row) => (row % 3 === 0 ? undefined : row % 3 === 1 ? "a" : null)) };
    expect(errors(atOnce(prepareInfo(queryOf(threeClasses, "multiclass", data))).issues)).toEqual(["targetOneClass"]);
  });
});

it("a text that is to be predicted is not read, too", () => {
  const input = {
    kind: "text",
    column: "y",
    tokenizer: "words",
    lowercase: true,
    vocabulary: 9,
    length: 3,
    padding: "pre",
  } as const;
  expect(errors(atOnce(prepareInfo(queryOf(threeClasses, "multiclass", { input }))).issues)).toEqual(["inputIsTarget"]);
});

describe("further targets", () => {
  const table = {
    x,
    z: ["number", (row: number) => String(row * row)],
    y: ["integer", (row: number) => String(row % 2)],
  } as const;

  it("are features again where classes are predicted", () => {
    const data = { moreTargets: ["z"] };
    const { recipe } = atOnce(prepareInfo(queryOf(table, "binary", data)));
    expect(recipe.features.map(({ column }) => column)).toEqual(["x", "z"]);
    expect(atOnce(prepareInfo(queryOf(table, "regression", data))).recipe.features.map(({ column }) => column)).toEqual(
      ["x"],
    );
  });

  it("are told once, though the target is named among them", () => {
    const { recipe } = atOnce(prepareInfo(queryOf(table, "regression", { moreTargets: ["y", "z"] })));
    expect(recipe.target).toMatchObject({ kind: "numbers", outputs: [{ column: "y" }, { column: "z" }] });
  });
});

describe("the column that keeps rows apart", () => {
  const table = {
    x,
    part: ["category", (row: number) => (row % 4 ? "train" : "test")],
    hospital: ["integer", (row: number) => String(Math.floor(row / 6))],
    y: ["category", (row: number) => (row % 3 ? "a" : "b")],
  } as const;
  const featuresOf = (split: Partial<DataSettings["split"]>) => {
    const info = atOnce(prepareInfo(queryOf(table, "binary", { split: { ...defaultDataSettings.split, ...split } })));
    const told = info.issues.filter(({ code }) => code === "splitColumnNotLearnt").map(({ at }) => at.column);
    return { features: info.recipe.features.map(({ column }) => column), told };
  };

  it.each([
    ["column", "part", ["x", "hospital"]],
    ["group", "hospital", ["x", "part"]],
    ["leaveOneGroupOut", "hospital", ["x", "part"]],
    ["kFold", "hospital", ["x", "part"]],
  ] as const)("is no feature in a split by %s", (strategy, by, features) => {
    expect(featuresOf({ strategy, by })).toEqual({ features, told: [by] });
  });

  it("is one where it only orders the rows, or was left from another split", () => {
    const all = { features: ["x", "part", "hospital"], told: [] };
    expect(featuresOf({ strategy: "chronological", by: "hospital" })).toEqual(all);
    expect(featuresOf({ strategy: "random", by: "hospital" })).toEqual(all);
  });
});

describe("a row that is looked at", () => {
  const series = {
    t: ["number", (row: number) => String(row)],
    y: ["number", (row: number) => String(100 + row)],
  } as const;
  const input = {
    kind: "sequence",
    mode: "forecast",
    time: "t",
    group: null,
    length: 4,
    stride: 5,
    horizon: 2,
    gaps: "break",
    duplicates: "keep",
  } as const;
  const data = { input, split: { ...defaultDataSettings.split, strategy: "chronological" } } as const;

  it("in a group that was given another name is told so to predictions", () => {
    const grouped = { ...series, g: ["category", (row: number) => (row % 2 ? "North" : "north")] } as const;
    const own = { input: { ...input, group: "g" }, columns: { g: { rename: { North: "north" } } } };
    const { recipe, counts } = atOnce(prepareInfo(queryOf(grouped, "regression", { ...data, ...own })));
    expect(recipe.window?.groupRename).toEqual({ North: "north" });
    expect(counts.train).toBeGreaterThan(0);
  });

  it.each([
    // Windows begin every 5 rows and end 3 later; the target is 2 rows on: 5, 10, 15 …
    [5, 5, 0],
    [12, 10, 5],
    [14, 10, 5],
    [59, 55, 50],
    // Before the first window's target there is only the first window.
    [2, 5, 0],
  ])("stands for a window and its target (%i)", (row, targetRow, first) => {
    const query = queryOf(series, "regression", data);
    const prepared = atOnce(prepare(query));
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.issues));
    const { recipe } = prepared.value;
    const found = atOnce(encodeRow(query, recipe, row));
    expect(found.row).toBe(targetRow);
    const scale = recipe.features[0]?.ops.find((op) => op.kind === "scale");
    if (scale?.kind !== "scale") throw new Error("scaled");
    const own = Array.from(found.x, (value) => Math.round(value * scale.scale + scale.offset));
    expect(own).toEqual([0, 1, 2, 3].map((i) => 100 + first + i));
  });

  it.each([
    // Even rows are one series, odd ones another: targets are the sixth row of a series, the eleventh …
    [0, 10],
    [58, 50],
    [1, 11],
    [9, 11],
    [59, 51],
  ])("stands for a window of its own series (%i)", (row, targetRow) => {
    const grouped = { ...series, g: ["category", (at: number) => (at % 2 ? "odd" : "even")] } as const;
    const query = queryOf(grouped, "regression", { ...data, input: { ...input, group: "g" } });
    const { recipe } = atOnce(prepareInfo(query));
    expect(atOnce(encodeRow(query, recipe, row)).row).toBe(targetRow);
  });
});
