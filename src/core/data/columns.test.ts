import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { atOnce } from "../pieces.ts";
import { ColumnBuilder } from "./columnBuilder.ts";
import { categoryReader, columnFromTexts, columnLength, numberReader, textReader } from "./columns.ts";
import { defaultMissing, type StoredColumn } from "./types.ts";

const format = { decimal: ".", dayFirst: false, missing: defaultMissing } as const;

/** A column from texts that leaves its dictionary after `limit` distinct cells. */
function build(texts: readonly string[], limit: number): StoredColumn {
  const builder = new ColumnBuilder(format, limit);
  for (const text of texts) builder.appendText(text);
  return builder.finish();
}

const rowsOf = (column: StoredColumn): number[] => Array.from({ length: columnLength(column) }, (_, row) => row);
const read = (column: StoredColumn) => rowsOf(column).map(textReader(column, format));
const numbers = (column: StoredColumn) => rowsOf(column).map(numberReader(column, "number", format));

const cell = fc.oneof(
  fc.constantFrom("", "NA", "abc", "00123", "1e400", "$5", "é😀", " x "),
  fc.integer({ min: -50, max: 50 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map(String),
);

describe("storage", () => {
  it("has a form for each kind of column", () => {
    const many = Array.from({ length: 200 }, (_, i) => i);
    expect(
      build(
        many.map((i) => String(i % 7)),
        50,
      ).kind,
    ).toBe("dictionary");
    expect(build(many.map(String), 50).kind).toBe("numbers");
    expect(
      build(
        many.map((i) => `word ${i}`),
        50,
      ).kind,
    ).toBe("text");
    expect(build([...many.map(String), ...many.map((i) => `word ${i}`), ...many.map((i) => `w ${i}`)], 50).kind).toBe(
      "text",
    );
  });
  it("gives back every text, whatever the form", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: "grapheme", maxLength: 9 }).map((text) => `t${text}`),
          { maxLength: 60 },
        ),
        fc.nat(30),
        (texts, limit) => {
          expect(read(build(texts, limit))).toEqual(texts);
        },
      ),
    );
  });
  it("tells cells apart whose hashes are the same", () => {
    // Among so many texts several pairs share a 32-bit hash.
    const texts = Array.from({ length: 200_000 }, (_, i) => `x${(Math.imul(i, 2654435761) >>> 0).toString(36)}`);
    expect(read(build(texts, texts.length)).join() === texts.join()).toBe(true);
  });
  it("reads the same numbers whatever the form", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 80 }), fc.nat(40), (texts, limit) => {
        expect(numbers(build(texts, limit))).toEqual(numbers(build(texts, 1000)));
      }),
      { numRuns: 500 },
    );
  });
  it("keeps the text of cells that are no numbers", () => {
    const kept = ["00123", "1e400", "9007199254740993", "abc"];
    const texts = [...Array.from({ length: 20 }, (_, i) => `${i}.25`), ...kept, "NA", "0.5"];
    const column = build(texts, 3);
    expect(column.kind).toBe("numbers");
    expect(read(column).slice(20)).toEqual([...kept, null, "0.5"]);
  });
  it("keeps a number that the user calls missing out of a column of numbers", () => {
    const builder = new ColumnBuilder({ ...format, missing: ["-999"] }, 2);
    for (const text of ["1", "2", "3", "-999", "4"]) builder.appendText(text);
    expect(numbers(builder.finish())).toEqual([1, 2, 3, Number.NaN, 4]);
  });
});

describe("readers", () => {
  it("read a form of one row", () => {
    expect(numberReader(columnFromTexts(["3.5"], format), "number", format)(0)).toBe(3.5);
    expect(textReader(columnFromTexts([null], format), format)(0)).toBeNull();
  });
  it("32: 1.5 cannot be read as an integer", () => {
    const column = columnFromTexts(["1", "1.5", "abc", ""], format);
    const at = numberReader(column, "integer", format);
    expect([at(0), at(1), at(2), at(3)]).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
  });
  it("31: a boolean has two categories whatever the spelling", () => {
    const { values, codeAt } = atOnce(
      categoryReader(columnFromTexts(["Yes", "no", "TRUE", "0", "maybe", ""], format), "boolean", format),
    );
    expect([0, 1, 2, 3, 4, 5].map((row) => values[codeAt(row)])).toEqual([
      "true",
      "false",
      "true",
      "false",
      undefined,
      undefined,
    ]);
  });
  it("takes numbers as categories by value, texts without outer white space", () => {
    const number = atOnce(categoryReader(columnFromTexts(["1", "1.0", "2"], format), "integer", format));
    expect([number.values, [0, 1, 2].map(number.codeAt)]).toEqual([
      ["1", "2"],
      [0, 0, 1],
    ]);
    const text = atOnce(categoryReader(columnFromTexts([" cat", "cat", "Cat"], format), "category", format));
    expect([text.values, [0, 1, 2].map(text.codeAt)]).toEqual([
      ["cat", "Cat"],
      [0, 0, 1],
    ]);
  });
  it("gives the same categories whatever the form", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 60 }), fc.nat(20), (texts, limit) => {
        const of = (column: StoredColumn) => {
          const { values, codeAt } = atOnce(categoryReader(column, "number", format));
          return texts.map((_, row) => values[codeAt(row)]);
        };
        expect(of(build(texts, limit))).toEqual(of(build(texts, 1000)));
      }),
    );
  });
});
