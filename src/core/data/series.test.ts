/** @file Constant columns of a numbered series stay; others are still useless. */
import { expect, it } from "vitest";
import { columnFromTexts } from "./columns.ts";
import { summarizeDataset } from "./summarize.ts";
import { commonFormat, type Dataset } from "./types.ts";

const table = (columns: Readonly<Record<string, readonly string[]>>): Dataset => ({
  id: "t",
  fileName: "t.csv",
  bytes: 0,
  rows: 4,
  format: commonFormat,
  names: Object.keys(columns),
  columns: Object.values(columns).map((cells) => columnFromTexts(cells, commonFormat)),
  issues: [],
});
const typesOf = (columns: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(summarizeDataset(table(columns), {}).columns.map(({ name, type }) => [name, type]));

const pixels = (count: number, cells: (i: number) => readonly string[]) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`pixel_${i}`, cells(i)]));
const varied = ["0", "7", "3", "9"];
const same = ["0", "0", "0", "0"];

it("keeps a border pixel that never changes", () => {
  const types = typesOf({ ...pixels(9, (i) => (i === 4 ? same : varied)), other: same });
  expect(types.pixel_4).toBe("integer");
  expect(types.other).toBe("constant");
});

it("takes 1.5 in every row for a number, and a word for a constant", () => {
  const types = typesOf(pixels(9, (i) => (i === 0 ? Array(4).fill("1.5") : i === 1 ? Array(4).fill("x") : varied)));
  expect([types.pixel_0, types.pixel_1]).toEqual(["number", "constant"]);
});

it("needs a series, most of it numbers", () => {
  expect(typesOf(pixels(5, (i) => (i === 0 ? same : varied))).pixel_0).toBe("constant");
  expect(typesOf(pixels(9, (i) => (i < 4 ? varied : same))).pixel_8).toBe("constant");
  expect(typesOf(pixels(9, (i) => (i < 8 ? varied : ["", "", "", ""]))).pixel_8).toBe("constant");
});
