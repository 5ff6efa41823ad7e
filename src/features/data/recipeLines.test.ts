/** @file The recipe as it is read by a person. */
import { describe, expect, it } from "vitest";
import type { FittedFeature } from "../../core/data/recipe.ts";
import { type RecipeFormat, recipeLine, targetFormula } from "./recipeLines.ts";

const format: RecipeFormat = {
  number: (value) => `${Math.round(value * 10) / 10}`,
  date: (ms) => new Date(ms).toISOString().slice(0, 10),
  span: (ms) => `${ms / 86_400_000} d`,
};
const numeric = (offset: number, scale: number): FittedFeature => ({
  kind: "number",
  column: "bill_length_mm",
  type: "number",
  impute: 44.5,
  offset,
  scale,
});
const formula = (feature: FittedFeature) => {
  const line = recipeLine(feature, "median", format);
  return line.kind === "number" ? line.formula : "";
};

describe("a number's line", () => {
  it("says what stands for a missing cell and how the value is scaled", () => {
    expect(recipeLine(numeric(43.9, 5.4), "median", format)).toEqual({
      kind: "number",
      column: "bill_length_mm",
      impute: { by: "median", value: "44.5" },
      formula: "(x − 43.9) / 5.4",
    });
  });

  it("leaves out what does nothing", () => {
    expect(formula(numeric(0, 1))).toBe("x");
    expect(formula(numeric(0, 2))).toBe("x / 2");
    expect(formula(numeric(3, 1))).toBe("x − 3");
  });

  it("never shows two signs in a row", () => {
    expect(formula(numeric(-3, 2))).toBe("(x + 3) / 2");
    expect(formula(numeric(-3, 1))).toBe("x + 3");
  });

  it("writes dates as dates, also before 1970", () => {
    const date: FittedFeature = { ...numeric(Date.UTC(1960, 0, 31), 86_400_000 * 3), type: "date" } as FittedFeature;
    expect(formula(date)).toBe("(x − 1960-01-31) / 3 d");
  });
});

describe("a category's line", () => {
  it("lists the values and counts those it cannot list", () => {
    const values = Array.from({ length: 11 }, (_, i) => `v${i}`);
    const line = recipeLine({ kind: "oneHot", column: "c", type: "category", values, impute: 9 }, "mean", format);
    expect(line).toEqual({ kind: "oneHot", column: "c", impute: "v9", values: values.slice(0, 8), more: 3 });
  });
});

describe("a regression target", () => {
  it("is shown scaled, and not at all where it stays as it is", () => {
    expect(targetFormula({ kind: "number", column: "y", offset: 4200, scale: 800 }, format)).toBe("(y − 4200) / 800");
    expect(targetFormula({ kind: "number", column: "y", offset: 0, scale: 1 }, format)).toBeNull();
    expect(targetFormula({ kind: "classes", column: "y", classes: ["a", "b"] }, format)).toBeNull();
  });
});
