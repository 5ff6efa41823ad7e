/** @file Choosing a strategy of the split sets what is likeliest meant, and leaves nothing of the one before. */
import { describe, expect, it } from "vitest";
import type { ColumnSummary, ColumnType, SequenceInput } from "../../core/data/types.ts";
import { choose, offered, splitColumns } from "./splitChoices.ts";

const column = (name: string, type: ColumnType, unique: number, values: readonly string[] = []): ColumnSummary => ({
  name,
  type,
  inferred: type,
  missing: 0,
  unique,
  uniqueCapped: false,
  invalid: { count: 0, examples: [] },
  chart: { kind: "values", top: values.map((value) => ({ value, count: 1 })), other: 0 },
});

const rows = 1000;
const summary = {
  rows,
  columns: [
    column("id", "id", rows),
    column("weight", "number", 900),
    column("year", "integer", 12),
    column("sex", "boolean", 2, ["f", "m"]),
    column("colour", "category", 7, ["red"]),
    column("patient_id", "integer", 90),
    column("part", "category", 2, ["train", "test"]),
    column("photo", "image", rows),
    column("label", "category", 3, ["a"]),
  ],
};
const rowsInput = { kind: "columns" } as const;
const series: SequenceInput = {
  kind: "sequence",
  mode: "forecast",
  time: "year",
  group: "colour",
  length: 4,
  stride: 1,
  horizon: 1,
  gaps: "break",
  duplicates: "first",
};
const chosen = (strategy: Parameters<typeof choose>[0], input: Parameters<typeof choose>[3] = rowsInput) =>
  choose(strategy, summary, "label", input);

describe("a strategy", () => {
  it("goes by the column that looks like it", () => {
    expect(chosen("chronological").by).toBe("year");
    expect(chosen("group").by).toBe("patient_id");
    expect(chosen("leaveOneGroupOut").by).toBe("patient_id");
    expect(chosen("column").by).toBe("part");
  });

  it("keeps nothing of the one before", () => {
    const before = {
      strategy: "leaveOneGroupOut",
      by: "year",
      group: "7",
      validation: 0.1,
      test: 0.1,
      seed: 1,
    } as const;
    const folds = { ...before, ...chosen("kFold") };
    expect(folds).toMatchObject({ strategy: "kFold", by: undefined, group: undefined, folds: 5, fold: 0 });
    expect({ ...folds, ...chosen("random") }).toMatchObject({ by: undefined, folds: undefined, fold: undefined });
  });

  it("never goes by the target, an image, or more groups than can be left out", () => {
    const names = (strategy: Parameters<typeof choose>[0]) =>
      splitColumns(strategy, summary, "label").map(({ name }) => name);
    for (const strategy of ["chronological", "group", "column", "kFold", "leaveOneGroupOut"] as const) {
      expect(names(strategy)).not.toContain("label");
      expect(names(strategy)).not.toContain("photo");
    }
    expect(names("leaveOneGroupOut")).not.toContain("weight");
    expect(names("random")).toEqual([]);
  });

  it("of windows goes by their own time and series, in time and by group first", () => {
    expect(chosen("chronological", series).by).toBe("year");
    expect(chosen("chronological", { ...series, time: null }).by).toBeUndefined();
    expect(chosen("group", series).by).toBe("colour");
    expect(chosen("kFold", series).by).toBe("colour");
    expect(offered(series).slice(0, 2)).toEqual(["chronological", "group"]);
    expect(offered(series)).toHaveLength(7);
    expect(offered(rowsInput)[0]).toBe("stratified");
  });
});
