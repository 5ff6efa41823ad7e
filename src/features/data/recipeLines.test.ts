/** @file The recipe as it is read by a person. */
import { describe, expect, it } from "vitest";
import { dateParts, type FittedFeature, type FittedOp } from "../../core/data/recipe.ts";
import { recipe as texts } from "../../locales/en/recipe.ts";
import { type RecipeFormat, recipeLines, targetLines } from "./recipeLines.ts";

const format: RecipeFormat = {
  number: (value) => `${Math.round(value * 10) / 10}`,
  date: (ms) => new Date(ms).toISOString().slice(0, 10),
  span: (ms) => `${ms / 86_400_000} d`,
  words: {
    missing: (value) => `missing → ${value}`,
    indicator: "+ indicator",
    clip: (low, high) => `${low} to ${high}`,
    bin: (edges) => `interval ${edges}`,
    binOneHot: (edges) => `places ${edges}`,
    ordinal: "place among",
    unseenOrdinal: "else −1",
    oneHot: "one-hot",
    unseen: "unseen",
    hash: (places) => `hash ${places}`,
    tokens: (length, vocabulary) => `${length} of ${vocabulary}`,
    pixels: (height, width, channels) => `${height} ${width} ${channels}`,
    part: texts.fitted.parts,
    circle: (part) => `circle of ${part}`,
    more: (count) => `${count} more`,
    asIs: "as it is",
  },
};
const feature = (type: FittedFeature["type"], ...ops: readonly FittedOp[]): FittedFeature => ({
  column: "bill_length_mm",
  type,
  ops,
});
const lines = (type: FittedFeature["type"], ...ops: readonly FittedOp[]) =>
  recipeLines(feature(type, ...ops), format).map(({ text }) => text);
const scale = (offset: number, by: number): FittedOp => ({ kind: "scale", offset, scale: by });

describe("a number's lines", () => {
  it("say what stands for a missing cell and how the value is scaled, in order", () => {
    const impute = { kind: "impute", value: 44.5, indicator: true } as const;
    expect(lines("number", impute, scale(43.9, 5.4))).toEqual(["missing → 44.5", "(x − 43.9) / 5.4", "+ indicator"]);
  });

  it("leave out what does nothing", () => {
    expect(lines("number", scale(0, 1))).toEqual(["x"]);
    expect(lines("number", scale(0, 2))).toEqual(["x / 2"]);
    expect(lines("number", scale(3, 1))).toEqual(["x − 3"]);
    expect(lines("number")).toEqual(["as it is"]);
  });

  it("never show two signs in a row", () => {
    expect(lines("number", scale(-3, 2))).toEqual(["(x + 3) / 2"]);
    expect(lines("number", scale(-3, 1))).toEqual(["x + 3"]);
  });

  it("write dates as dates, also before 1970, until they are scaled", () => {
    const day = 86_400_000;
    const impute = { kind: "impute", value: Date.UTC(1960, 0, 30), indicator: false } as const;
    expect(lines("date", impute, scale(Date.UTC(1960, 0, 31), day * 3), scale(1, 1))).toEqual([
      "missing → 1960-01-30",
      "(x − 1960-01-31) / 3 d",
      "x − 1",
    ]);
  });

  it("write powers as formulas and edges as a list that ends", () => {
    expect(lines("number", { kind: "power", method: "boxCox", lambda: 0.5 })).toEqual(["(x^λ − 1) / λ, λ 0.5"]);
    expect(lines("number", { kind: "power", method: "log1p", lambda: 0 })).toEqual(["ln(1 + x)"]);
    expect(lines("number", { kind: "bin", edges: [1, 2, 3, 4, 5, 6, 7] })).toEqual(["interval 1; 2; 3; 4; 5; 2 more"]);
  });

  it("tell parts on a circle from parts that are scaled", () => {
    const parts = dateParts.map((part) =>
      part === "year" ? ({ part, cyclic: false, offset: 2020, scale: 2 } as const) : ({ part, cyclic: true } as const),
    );
    expect(lines("date", { kind: "dateParts", parts })[0]).toMatch(/^\(year − 2020\) \/ 2, circle of month, /);
  });
});

describe("a category's lines", () => {
  it("list the values and count those they cannot list", () => {
    const values = Array.from({ length: 11 }, (_, i) => `v${i}`);
    const impute = { kind: "imputeCategory", value: "v9", indicator: false } as const;
    expect(recipeLines(feature("category", impute, { kind: "oneHot", values }), format)).toEqual([
      { text: "missing → v9" },
      { text: "one-hot", values: values.slice(0, 8), rest: "3 more, unseen" },
    ]);
  });
});

describe("a regression's targets", () => {
  it("are shown as they are scaled; classes are none", () => {
    const output = { column: "y", offset: 4200, scale: 800 };
    expect(targetLines({ kind: "number", ...output }, format)).toEqual([{ column: "y", text: "(y − 4200) / 800" }]);
    const more = { column: "z", offset: 0, scale: 1 };
    expect(targetLines({ kind: "numbers", column: "y", outputs: [output, more] }, format)[1]).toEqual({
      column: "z",
      text: "as it is",
    });
    expect(targetLines({ kind: "classes", column: "y", classes: ["a", "b"] }, format)).toEqual([]);
  });
});
