import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { ColumnBuilder } from "./columnBuilder.ts";
import { decodeDataset, encodeDataset } from "./datasetBytes.ts";
import { commonFormat, type Dataset } from "./types.ts";

const format = commonFormat;

function make(columns: readonly (readonly string[])[], limit: number): Dataset {
  const built = columns.map((texts) => {
    const builder = new ColumnBuilder(format, limit);
    for (const text of texts) builder.appendText(text);
    return builder.finish();
  });
  const names = ["__proto__", "b", "é😀"].slice(0, columns.length);
  const issues = [{ code: "blankLines", severity: "notice", at: {}, context: { count: 2 } }] as const;
  return {
    id: "x-1",
    fileName: "a.csv",
    bytes: 12,
    rows: columns[0]?.length ?? 0,
    format,
    names,
    columns: built,
    issues,
  };
}

function bytesOf(dataset: Dataset): Uint8Array<ArrayBuffer> {
  const parts = encodeDataset(dataset);
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const cell = fc.oneof(fc.string({ unit: "grapheme", maxLength: 6 }), fc.integer().map(String), fc.constant("NA"));
const dataset = fc
  .integer({ min: 0, max: 30 })
  .chain((rows) =>
    fc.tuple(
      fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 3 }),
      fc.nat(20),
    ),
  )
  .map(([columns, limit]) => make(columns, limit));

const sample = make(
  [
    Array.from({ length: 20 }, (_, i) => `w${i}`),
    Array.from({ length: 20 }, (_, i) => (i === 3 ? "abc" : String(i))),
    new Array<string>(20).fill("a"),
  ],
  5,
);

describe("a stored dataset", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(dataset, (before) => {
        const after = decodeDataset(bytesOf(before).buffer);
        expect(after).toEqual({ ok: true, value: before });
      }),
      { numRuns: 300 },
    );
  });
  it("holds all three forms in the sample below", () => {
    expect(sample.columns.map(({ kind }) => kind)).toEqual(["text", "numbers", "dictionary"]);
  });
  it("is refused when it is cut short or longer, anywhere", () => {
    const bytes = bytesOf(sample);
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeDataset(bytes.slice(0, length).buffer)).toMatchObject({
        ok: false,
        issues: [{ code: "datasetDamaged" }],
      });
    }
    expect(decodeDataset(Uint8Array.from([...bytes, 0, 0, 0, 0, 0, 0, 0, 0]).buffer).ok).toBe(false);
  });
  it("never fails on changed bytes, and what it then accepts can be read", () => {
    const bytes = bytesOf(sample);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const changed = bytes.slice();
        changed[at] = value;
        const outcome = decodeDataset(changed.buffer);
        if (!outcome.ok) return;
        for (const column of outcome.value.columns) {
          if (column.kind === "dictionary") expect(Math.max(...column.codes)).toBeLessThan(column.values.length);
          if (column.kind === "text") expect(column.offsets.at(-1)).toBe(column.bytes.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
  it.each([
    ["rows", { rows: 1e15 }],
    ["rows", { rows: -1 }],
    ["names", { names: ["a", "a", "b"] }],
    ["columns", { columns: [] }],
    ["format", { format: { ...format, decimal: ";" } }],
    [
      "size",
      {
        columns: [
          { kind: "text", size: 2 ** 52 },
          { kind: "numbers", exceptions: [] },
          { kind: "dictionary", values: ["a"] },
        ],
      },
    ],
    [
      "exception rows",
      {
        columns: [
          { kind: "text", size: 50 },
          { kind: "numbers", exceptions: [[99, "x"]] },
          { kind: "dictionary", values: ["a"] },
        ],
      },
    ],
  ])("is refused for wrong %s in its header", (_, change) => {
    expect(decodeDataset(withHeader(change)).ok).toBe(false);
  });
  it("drops issues it does not know, and keeps the rest", () => {
    const issues = [
      { code: "blankLines", severity: "notice", at: {}, context: { count: 1 } },
      { code: "blankLines", severity: "notice", at: {}, context: { count: {} } },
      { code: "fromTheFuture", severity: "notice", at: {}, context: {} },
      { code: "__proto__", severity: "error", at: {}, context: {} },
    ];
    const outcome = decodeDataset(withHeader({ issues }));
    expect(outcome.ok && outcome.value.issues).toEqual([issues[0]]);
  });
});

/** The sample's bytes with parts of the header changed. */
function withHeader(change: object): ArrayBuffer {
  const bytes = bytesOf(sample);
  const length = new DataView(bytes.buffer).getUint32(8, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length))) as object;
  const json = new TextEncoder().encode(JSON.stringify({ ...header, ...change }));
  const pad = (n: number) => (8 - (n % 8)) % 8;
  const rest = bytes.subarray(16 + length + pad(length));
  const all = new Uint8Array(16 + json.length + pad(json.length) + rest.length);
  all.set(bytes.subarray(0, 8));
  new DataView(all.buffer).setUint32(8, json.length, true);
  all.set(json, 16);
  all.set(rest, 16 + json.length + pad(json.length));
  return all.buffer;
}
