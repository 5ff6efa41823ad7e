/** @file What a spreadsheet may make of a cell, and that the text reads back as what was written. */
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { csvOf } from "./csv.ts";

const body = (text: string) => text.replace(/^\uFEFF/, "");

describe("csvOf", () => {
  it("defuses formulas and keeps numbers", () => {
    const text = csvOf(
      ["=SUM(A1)", "@x"],
      [
        ["-1.5e3", "+cmd|' /C calc'!A0"],
        ["-", "\tx"],
        [-2, null],
      ],
    );
    const rows = Papa.parse<string[]>(body(text).trimEnd()).data;
    expect(rows).toEqual([
      ["'=SUM(A1)", "'@x"],
      ["-1.5e3", "'+cmd|' /C calc'!A0"],
      ["'-", "'\tx"],
      ["-2", ""],
    ]);
  });

  it("reads back with quotes, commas and line breaks in cells", () => {
    const cells = ['a "b"', "c,d", "e\r\nf", "naïve 猫"];
    expect(Papa.parse<string[]>(body(csvOf(cells, [])).trimEnd()).data[0]).toEqual(cells);
  });

  it("leaves a gap for what is no number", () => {
    expect(body(csvOf(["x"], [[Number.NaN], [Number.POSITIVE_INFINITY]]))).toBe("x\r\n\r\n\r\n");
  });
});
