/** @file Texts and series through the whole of preparing: what is previewed is what the model is given. */

import { expect, it } from "vitest";
import { columnFromTexts } from "../../core/data/columns.ts";
import {
  type ColumnType,
  commonFormat,
  type DataSettings,
  type Dataset,
  defaultDataSettings,
  type SequenceInput,
  type TextInput,
} from "../../core/data/types.ts";
import { atOnce } from "../../core/pieces.ts";
import { prepare, prepareInfo } from "./prepare.ts";
import { previewTexts, previewWindow } from "./previews.ts";
import type { PrepareQuery } from "./query.ts";

type Columns = Readonly<Record<string, readonly [ColumnType, readonly (string | null)[]]>>;

function queryOf(columns: Columns, data: Partial<DataSettings>, task: PrepareQuery["task"]): PrepareQuery {
  const lists = Object.values(columns);
  const dataset: Dataset = {
    id: "table",
    fileName: "table.csv",
    bytes: 0,
    rows: lists[0]?.[1].length ?? 0,
    format: commonFormat,
    names: Object.keys(columns),
    columns: lists.map(([, cells]) => columnFromTexts(cells, commonFormat)),
    issues: [],
  };
  return { dataset, types: lists.map(([type]) => type), data: { ...defaultDataSettings, ...data }, task };
}

const days = (count: number) =>
  Array.from({ length: count }, (_, i) => new Date(86_400_000 * (18_000 + i)).toISOString().slice(0, 10));

const forecast: SequenceInput = {
  kind: "sequence",
  mode: "forecast",
  time: "day",
  group: null,
  length: 4,
  stride: 1,
  horizon: 2,
  gaps: "break",
  duplicates: "keep",
};

const series = (input: SequenceInput, count = 100) =>
  queryOf(
    {
      day: ["date", days(count)],
      sold: ["number", Array.from({ length: count }, (_, i) => String(i * 10))],
      rain: ["number", Array.from({ length: count }, (_, i) => String(i % 3))],
    },
    { target: "sold", input, split: { strategy: "chronological", by: "day", validation: 0.2, test: 0.2, seed: 1 } },
    "regression",
  );

it("a forecast: the model gets the target's past, and learns its value beyond the window", () => {
  const result = atOnce(prepare(series(forecast)));
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  const { recipe, x, values, naive, parts, counts } = result.value;
  expect(recipe.features.map(({ column }) => column)).toEqual(["sold", "rain"]);
  // Rows 0–59 train: windows of 4, the target 2 further.
  expect(counts).toEqual({ train: 55, validation: 15, test: 15 });
  expect([x.rows, x.width]).toEqual([85, 4 * 2]);
  expect([parts.train[0], parts.validation[0], parts.test[0]]).toEqual([5, 65, 85]);
  expect([values?.[0], naive?.[0]]).toEqual([50, 30]);
  // Fitted on the rows of training windows alone: 0 to 58 hold inputs.
  const scale = recipe.features[0]?.ops.find(({ kind }) => kind === "scale");
  expect(scale).toMatchObject({ kind: "scale" });
  if (scale?.kind === "scale") expect(scale.offset).toBeCloseTo(10 * ((0 + 57) / 2), 9);
});

it("a window is shown with the cells of its rows, and of the target's time", () => {
  const query = series(forecast);
  expect(atOnce(previewWindow(query, 3))).toEqual({
    windows: 95,
    index: 3,
    rows: [3, 4, 5, 6],
    targetRow: 8,
    series: [
      { column: "sold", values: [30, 40, 50, 60] },
      { column: "rain", values: [0, 1, 2, 0] },
    ],
    time: [...days(100).slice(3, 7), days(100)[8]],
    target: 80,
  });
  expect(atOnce(previewWindow(query, 500)).index).toBe(94);
});

it("no window fits: nothing is shown, and preparing says why", () => {
  const query = series({ ...forecast, length: 200 });
  expect(atOnce(previewWindow(query, 0))).toMatchObject({ windows: 0, rows: [] });
  const { issues } = atOnce(prepareInfo(query));
  expect(issues).toContainEqual(expect.objectContaining({ code: "windowsNone", severity: "error" }));
});

const reviews: TextInput = {
  kind: "text",
  column: "review",
  tokenizer: "words",
  lowercase: true,
  vocabulary: 5,
  length: 4,
  padding: "post",
};

const texts = (input: TextInput) =>
  queryOf(
    {
      review: ["text", Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? "a good film" : "a bad bad, bad film!"))],
      liked: ["category", Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? "yes" : "no"))],
    },
    { target: "liked", input },
    "binary",
  );

it("texts are shown as the tokens the model gets", () => {
  const query = texts(reviews);
  const preview = atOnce(previewTexts(query, [1]));
  expect(preview.texts).toEqual([
    {
      row: 1,
      text: "a bad bad, bad film!",
      tokens: [
        { text: "a", id: 3 },
        { text: "bad", id: 2 },
        { text: "bad", id: 2 },
        { text: ",", id: 6 },
      ],
      total: 7,
    },
  ]);
  // bad 42, a 28, film 28; "!", "," and "good" stand 14 times each, and "good" is the last by code point.
  expect(preview).toMatchObject({ vocabulary: 5, lengths: [3, 7, 7], unknown: 0.1 });
  const result = atOnce(prepare(query));
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  expect(result.value.recipe.vocabulary).toBe(7);
  const bad = result.value.parts.train.findIndex((row) => row % 2 === 1);
  expect([...result.value.x.read(bad, 1)]).toEqual([3, 2, 2, 6]);
});
