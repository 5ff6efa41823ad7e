import Papa from "papaparse";
import { expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { csvCell, csvLine, csvTable } from "./csv.ts";

it("is read back by an independent parser", () => {
  const harmless = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(harmless, harmless), { minLength: 1 }), (rows) => {
      const text = rows.map(([a, b]) => csvLine([`a${a}`, `b${b}`])).join("");
      const parsed = Papa.parse<string[]>(text.slice(0, -2), { delimiter: ",", newline: "\r\n" });
      expect(parsed.data).toEqual(rows.map(([a, b]) => [`a${a}`, `b${b}`]));
    }),
  );
});

it("70: defuses what a spreadsheet would run, and leaves numbers alone", () => {
  expect(["=1+1", "+x", "-x", "@x", "\tx"].map(csvCell)).toEqual(["'=1+1", "'+x", "'-x", "'@x", "'\tx"]);
  expect(["-1", "+2.5", "-1e-7", ".5"].map(csvCell)).toEqual(["-1", "+2.5", "-1e-7", ".5"]);
  expect([null, Number.NaN, 3].map(csvCell)).toEqual(["", "", "3"]);
  const digits = "1".repeat(600_000);
  expect(csvCell(`-${digits}x`)).toBe(`'-${digits}x`);
});

it("writes a table that reads back, its formulas defused", () => {
  const text = csvTable(
    ["=SUM(A1)", 'a "b", c'],
    [
      ["+cmd|' /C calc'!A0", "e\r\nf"],
      [-2, null],
    ],
  );
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(Papa.parse<string[]>(text.slice(1).trimEnd()).data).toEqual([
    ["'=SUM(A1)", 'a "b", c'],
    ["'+cmd|' /C calc'!A0", "e\r\nf"],
    ["-2", ""],
  ]);
});
