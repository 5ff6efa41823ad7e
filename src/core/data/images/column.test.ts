/** @file Columns of images in a table: read as cells, counted, stored and opened again, foreign bytes refused. */

import { expect, it } from "vitest";
import { fc } from "../../../testing/property.ts";
import { numberReader, textReader } from "../columns.ts";
import { decodeDataset, encodeDataset } from "../datasetBytes.ts";
import { summarizeDataset } from "../summarize.ts";
import { commonFormat, type Dataset, type ImagesColumn } from "../types.ts";
import { suggestInput } from "./suggest.ts";

const raw: ImagesColumn = {
  kind: "images",
  bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6),
  offsets: Float64Array.of(0, 6, 6, 12),
  sizes: new Uint32Array(0),
  raw: { height: 2, width: 3, channels: 1 },
};
const files: ImagesColumn = {
  kind: "images",
  bytes: Uint8Array.of(9, 9, 9, 9, 9),
  offsets: Float64Array.of(0, 2, 2, 5),
  sizes: Uint32Array.of(40, 30, 0, 0, 8, 8),
  raw: null,
};

const dataset = (images: ImagesColumn): Dataset => ({
  id: "x",
  fileName: "pets",
  bytes: 12,
  rows: 3,
  format: commonFormat,
  names: ["image", "label"],
  columns: [images, { kind: "dictionary", codes: Uint32Array.of(0, 1, 0), values: ["cat", "dog"] }],
  issues: [
    { code: "imagesTurned", severity: "notice", at: {}, context: { count: 2 } },
    { code: "imagesEmpty", severity: "warning", at: {}, context: { count: 1, examples: "a.png" } },
  ],
});

const bytesOf = async (value: Dataset): Promise<ArrayBuffer> => new Blob(encodeDataset(value)).arrayBuffer();

it("a cell reads as its size; no other type can be read into it", () => {
  expect([0, 1, 2].map(textReader(raw, commonFormat))).toEqual(["3 × 2", null, "3 × 2"]);
  expect([0, 1, 2].map(textReader(files, commonFormat))).toEqual(["40 × 30", null, "8 × 8"]);
  expect(numberReader(files, "number", commonFormat)(0)).toBeNaN();
});

it("is summarised as images, whatever the user says, with sizes and equal ones counted", () => {
  const [summary] = summarizeDataset(dataset(raw), { image: { type: "number" } }).columns;
  expect(summary).toMatchObject({ type: "image", inferred: "image", missing: 1, unique: 1 });
  expect(summary?.chart).toEqual({
    kind: "sizes",
    top: [{ width: 3, height: 2, count: 2 }],
    other: 0,
    colour: false,
  });
  const [other] = summarizeDataset(dataset(files), {}).columns;
  expect(other).toMatchObject({ missing: 1, unique: 2 });
  expect(other?.chart).toMatchObject({ kind: "sizes", colour: true });
});

it("takes a label beside images for a class, digits and empty ones too; fractions stay numbers", () => {
  const typeOf = (values: readonly string[], images = true): string | undefined => {
    const label = { kind: "dictionary", codes: Uint32Array.of(0, 1, 2), values } as const;
    const column = images ? raw : label;
    return summarizeDataset({ ...dataset(raw), columns: [column, label] }, {}).columns[1]?.type;
  };
  expect(typeOf(["7", "8", "9"])).toBe("category");
  expect(typeOf(["7", "8", "9"], false)).toBe("integer");
  expect(typeOf(["", "", ""])).toBe("category");
  expect(typeOf(["a", "a", "a"])).toBe("category");
  expect(typeOf(["0.5", "1.5", "2.25"])).toBe("number");
});

it("suggests the images' own size where it is small", () => {
  expect(suggestInput(raw, "image")).toMatchObject({ width: 3, height: 2, channels: 1, policy: "stretch" });
  expect(suggestInput(files, "image")).toMatchObject({ width: 40, height: 30, channels: 3, policy: "crop" });
});

it("is stored and opened again as it was, with what was found", async () => {
  for (const images of [raw, files]) {
    const opened = decodeDataset(await bytesOf(dataset(images)));
    expect(opened).toEqual({ ok: true, value: dataset(images) });
  }
});

it("refuses foreign bytes: shapes that do not fit, sizes of nothing, offsets that fall", async () => {
  const wrong: readonly ImagesColumn[] = [
    { ...raw, raw: { height: 2, width: 2, channels: 1 } },
    { ...raw, raw: { height: 0, width: 3, channels: 1 } },
    { ...raw, offsets: Float64Array.of(0, 7, 6, 12) },
    { ...raw, offsets: Float64Array.of(0, 6, 6, 13) },
    { ...files, sizes: Uint32Array.of(0, 30, 0, 0, 8, 8) },
    { ...files, sizes: Uint32Array.of(60_000, 60_000, 0, 0, 8, 8) },
    { ...files, sizes: Uint32Array.of(40, 30, 8, 8) },
  ];
  for (const images of wrong) expect(decodeDataset(await bytesOf(dataset(images)))).toMatchObject({ ok: false });
});

it("survives stored bytes changed at random", async () => {
  const good = new Uint8Array(await bytesOf(dataset(files)));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }), (changes) => {
      const bytes = good.slice();
      for (const [at, value] of changes) bytes[at] = value;
      const opened = decodeDataset(bytes.buffer);
      if (opened.ok) expect(summarizeDataset(opened.value, {}).columns.length).toBe(opened.value.names.length);
    }),
    { numRuns: 500 },
  );
});
