/** @file From a small table to encoded rows: order of the parts, labels, what is refused and what is told. */

import { describe, expect, it } from "vitest";
import { columnsByName } from "../../core/data/cellSource.ts";
import { columnFromTexts } from "../../core/data/columns.ts";
import { encode } from "../../core/data/encode.ts";
import { inputShapeOf } from "../../core/data/recipe.ts";
import {
  type ColumnType,
  commonFormat,
  type DataSettings,
  type Dataset,
  defaultDataSettings,
  type SequenceInput,
} from "../../core/data/types.ts";
import { atOnce } from "../../core/pieces.ts";
import { residentBytes } from "../../core/training/estimate.ts";
import { prepare, prepareInfo } from "./prepare.ts";
import { typedColumns } from "./query.ts";

const format = commonFormat;

type Cells = readonly (string | null)[];
interface Given {
  readonly type: ColumnType;
  readonly cells: Cells;
}

function tableOf(columns: Readonly<Record<string, Given>>): { dataset: Dataset; types: ColumnType[] } {
  const names = Object.keys(columns);
  const list = Object.values(columns);
  const dataset: Dataset = {
    id: "table",
    fileName: "table.csv",
    bytes: 0,
    rows: list[0]?.cells.length ?? 0,
    format,
    names,
    columns: list.map(({ cells }) => columnFromTexts(cells, format)),
    issues: [],
  };
  return { dataset, types: list.map(({ type }) => type) };
}

const settings = (change: Partial<DataSettings> = {}): DataSettings => ({
  ...defaultDataSettings,
  target: "y",
  ...change,
});
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);
const numbers = (count: number, of: (i: number) => number | string | null): Cells =>
  Array.from({ length: count }, (_, i) => (of(i) === null ? null : String(of(i))));

const flowers = (count: number) =>
  tableOf({
    x: { type: "number", cells: numbers(count, (i) => (i % 7 === 0 ? null : i * 1.5)) },
    y: { type: "category", cells: numbers(count, (i) => (i % 10 === 3 ? null : (["10", "9", "2"][i % 3] ?? null))) },
  });

describe("prepare", () => {
  it("encodes labelled rows in the order train, validation, test", () => {
    const result = atOnce(prepare({ ...flowers(100), data: settings(), task: "multiclass" }));
    if (!result.ok) throw new Error("prepared");
    const { parts, counts, x, y, classes, recipe, issues } = result.value;
    expect(classes).toEqual(["2", "9", "10"]);
    expect(counts).toEqual({ train: 63, validation: 14, test: 13 });
    const encoded = x.resident ?? new Float32Array(0);
    expect([encoded.length, y.length]).toEqual([90, 90]);
    expect(inputShapeOf(recipe)).toEqual([1]);
    const feature = recipe.features[0];
    const [impute, scale] = feature?.ops ?? [];
    if (impute?.kind !== "impute" || scale?.kind !== "scale") throw new Error("a number");
    [...parts.train, ...parts.validation, ...parts.test].forEach((row, i) => {
      const cell = row % 7 === 0 ? impute.value : row * 1.5;
      expect(encoded[i]).toBe(Math.fround((cell - scale.offset) / scale.scale));
      expect(classes[y[i] ?? -1]).toBe(["10", "9", "2"][row % 3]);
    });
    expect(issues).toContainEqual(
      expect.objectContaining({ code: "targetMissing", context: { column: "y", count: 10 } }),
    );
  });

  it("tells without encoding what it would encode", () => {
    const query = { ...flowers(100), data: settings(), task: "multiclass" } as const;
    const result = atOnce(prepare(query));
    if (!result.ok) throw new Error("prepared");
    const { recipe, classes, counts, issues, y } = result.value;
    const trained = y.slice(0, counts.train);
    const trainClasses = classes.map((_, index) => trained.filter((own: number) => own === index).length);
    const expected = { recipe, classes, counts, trainClasses, inputShape: inputShapeOf(recipe), issues };
    expect(atOnce(prepareInfo(query))).toEqual(expected);
  });

  it("keeps a regression target in its own unit beside the scaled one", () => {
    const { dataset, types } = tableOf({
      x: { type: "number", cells: numbers(50, (i) => i) },
      y: { type: "number", cells: numbers(50, (i) => 1000 + i) },
    });
    const result = atOnce(prepare({ dataset, types, data: settings(), task: "regression" }));
    if (!result.ok) throw new Error("prepared");
    const { y, values, recipe, parts } = result.value;
    const { target } = recipe;
    if (target.kind !== "number") throw new Error("a number");
    expect(values?.[0]).toBe(1000 + (parts.train[0] ?? 0));
    expect(y[0]).toBe(Math.fround(((values?.[0] ?? 0) - target.offset) / target.scale));
  });

  it.each([
    ["no target", { target: null }, "multiclass", "noTarget"],
    ["a target that is not there", { target: "z" }, "multiclass", "targetNotFound"],
    ["a target without numbers", { target: "word" }, "regression", "targetNotNumeric"],
    ["a target without values", { target: "empty" }, "binary", "targetEmpty"],
    ["a target of one class", { target: "same" }, "binary", "targetOneClass"],
    ["a binary task with three classes", { target: "y" }, "binary", "targetNotTwoClasses"],
    ["a target of very many classes", { target: "id" }, "multiclass", "tooManyClasses"],
  ] as const)("refuses %s", (_, data, task, code) => {
    const count = 1200;
    const { dataset, types } = tableOf({
      x: { type: "number", cells: numbers(count, (i) => i % 50) },
      y: { type: "category", cells: numbers(count, (i) => i % 3) },
      word: { type: "category", cells: numbers(count, (i) => `word ${i % 2}`) },
      empty: { type: "category", cells: numbers(count, () => null) },
      same: { type: "category", cells: numbers(count, () => "same") },
      id: { type: "category", cells: numbers(count, (i) => `n${i}`) },
    });
    const query = { dataset, types, data: settings(data), task };
    const result = atOnce(prepare(query));
    expect(result.ok).toBe(false);
    const info = atOnce(prepareInfo(query));
    expect(info.issues).toContainEqual(expect.objectContaining({ code, severity: "error" }));
    expect([info.inputShape, info.counts.train]).toEqual([[0], 0]);
  });

  it("encodes what would not fit into memory a part at a time", () => {
    const count = 16_000;
    const column = (c: number) => numbers(count, (i) => (i * (c + 1)) % 199);
    const wide = Array.from({ length: 30 }, (_, c) => [`c${c}`, { type: "category", cells: column(c) }] as const);
    const y = { type: "category", cells: numbers(count, (i) => i % 2) } as const;
    const { dataset, types } = tableOf({ ...Object.fromEntries(wide), y });
    const result = atOnce(prepare({ dataset, types, data: settings(), task: "binary" }));
    if (!result.ok) throw new Error(codes(result.issues).join());
    const { x, parts, recipe } = result.value;
    expect([x.resident, x.rows * x.width * 4 > residentBytes]).toEqual([null, true]);
    const all = [...parts.train, ...parts.validation, ...parts.test];
    const from = parts.train.length - 3;
    const read = x.read(from, 6);
    expect(read).toHaveLength(6 * x.width);
    const sources = new Map(columnsByName(typedColumns({ dataset, types, data: settings(), task: "binary" })));
    const rows = Uint32Array.from(all.slice(from, from + 6));
    expect(read).toEqual(encode(recipe, (name) => sources.get(name)?.source, rows));
  });

  it("refuses windows of which nobody could wait for an epoch", () => {
    const count = 40_000;
    const wide = Array.from({ length: 30 }, (_, c) => {
      const cells = numbers(count, (i) => (i * (c + 3)) % 1999);
      return [`c${c}`, { type: "number", cells }] as const;
    });
    const { dataset, types } = tableOf({
      ...Object.fromEntries(wide),
      y: { type: "number", cells: numbers(count, (i) => i % 77) },
    });
    const input: SequenceInput = {
      kind: "sequence",
      mode: "forecast",
      time: null,
      group: null,
      length: 20_000,
      stride: 1,
      horizon: 1,
      gaps: "break",
      duplicates: "keep",
    };
    const split = { strategy: "chronological", by: "c0", validation: 0, test: 0, seed: 1 } as const;
    const result = atOnce(prepare({ dataset, types, data: settings({ input, split }), task: "regression" }));
    expect(result.ok ? [] : codes(result.issues)).toContain("preparedTooLarge");
  });

  it("counts test rows that training holds too", () => {
    const repeated = tableOf({
      x: { type: "number", cells: numbers(40, (i) => Math.floor(i / 4)) },
      c: { type: "category", cells: numbers(40, () => "same") },
      y: { type: "category", cells: numbers(40, (i) => Math.floor(i / 4) % 2) },
    });
    const { issues, counts } = atOnce(
      prepareInfo({
        ...repeated,
        data: settings({ split: { ...defaultDataSettings.split, validation: 0, test: 0.25 } }),
        task: "binary",
      }),
    );
    const leak = issues.find(({ code }) => code === "rowsInTwoParts");
    expect(leak).toMatchObject({ severity: "warning", context: { rows: counts.test } });
    const unrepeated = tableOf({
      x: { type: "number", cells: numbers(99, (i) => (i % 9 === 0 ? null : i)) },
      z: { type: "number", cells: numbers(99, (i) => i / 10) },
      y: { type: "category", cells: numbers(99, (i) => i % 3) },
    });
    const distinct = atOnce(prepareInfo({ ...unrepeated, data: settings(), task: "multiclass" }));
    expect(codes(distinct.issues)).not.toContain("rowsInTwoParts");
  });

  it("does not take equal features with another target for the same row", () => {
    const table = tableOf({
      x: { type: "number", cells: numbers(40, () => 1) },
      y: { type: "number", cells: numbers(40, (i) => i) },
    });
    const { issues } = atOnce(prepareInfo({ ...table, data: settings(), task: "regression" }));
    expect(codes(issues)).not.toContain("rowsInTwoParts");
  });

  it("splits by a column of dates", () => {
    const days = numbers(60, (i) => `2024-0${1 + ((i * 7) % 6)}-1${i % 10}`);
    const table = tableOf({
      day: { type: "date", cells: days },
      x: { type: "number", cells: numbers(60, (i) => i) },
      y: { type: "category", cells: numbers(60, (i) => i % 2) },
    });
    const split = { ...defaultDataSettings.split, strategy: "chronological", by: "day" } as const;
    const result = atOnce(prepare({ ...table, data: settings({ split }), task: "binary" }));
    if (!result.ok) throw new Error("prepared");
    const latest = (rows: Uint32Array) =>
      [...rows]
        .map((row) => days[row] ?? "")
        .sort()
        .at(-1) ?? "";
    const earliest = (rows: Uint32Array) => [...rows].map((row) => days[row] ?? "").sort()[0] ?? "";
    const { train, validation, test } = result.value.parts;
    expect(latest(train) <= earliest(validation)).toBe(true);
    expect(latest(validation) <= earliest(test)).toBe(true);
    const words = atOnce(prepareInfo({ ...table, data: settings({ split: { ...split, by: "y" } }), task: "binary" }));
    expect(codes(words.issues)).toContain("splitColumnMissing");
  });
});
