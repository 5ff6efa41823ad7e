/** @file The typical row, and that what is typed reaches the model as it was typed. */
import { describe, expect, it } from "vitest";
import { parseDate } from "../../core/data/dates.ts";
import { categoryFeature, numberFeature } from "../../testing/features.ts";
import { rawRow, typicalRow } from "./tryItForm.ts";

const number = (column: string, impute: number, type: "number" | "date" = "number") =>
  numberFeature(column, impute, { type });
const island = categoryFeature("island", ["Biscoe", "Dream"], "Dream");

describe("typicalRow", () => {
  it("is what the recipe puts in for missing cells", () => {
    const features = [number("mass", 4050.1), island];
    expect(rawRow(features, typicalRow({ features, decimal: "." }))).toEqual({ mass: "4050.1", island: "Dream" });
  });

  it("writes numbers with the table's decimal mark, without the noise of doubles", () => {
    const features = [number("x", 0.1 + 0.2)];
    expect(rawRow(features, typicalRow({ features, decimal: "," }))).toEqual({ x: "0,3" });
  });

  it("writes dates that read back as the same moment", () => {
    for (const ms of [Date.UTC(2020, 1, 29), Date.UTC(1969, 6, 20, 20, 17, 40)]) {
      const features = [number("day", ms, "date")];
      const text = rawRow(features, typicalRow({ features, decimal: "." })).day;
      expect(parseDate(String(text), true)).toBe(ms);
    }
  });
});

describe("rawRow", () => {
  it("takes an emptied field for missing and keeps what was typed otherwise", () => {
    const features = [number("a", 1), number("b", 1), island];
    const values = new Map([
      ["a", { kind: "text", text: "  " }],
      ["b", { kind: "text", text: " 1e3 " }],
      ["island", { kind: "text", text: "Atlantis" }],
    ] as const);
    expect(rawRow(features, values)).toEqual({ a: null, b: " 1e3 ", island: "Atlantis" });
  });

  it("takes any column name", () => {
    const row = rawRow([number("__proto__", 3)], typicalRow({ features: [number("__proto__", 3)], decimal: "." }));
    expect(Object.hasOwn(row, "__proto__")).toBe(true);
    expect(Object.keys(structuredClone(row))).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
