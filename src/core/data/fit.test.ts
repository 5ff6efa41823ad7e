/** @file The fitted recipe against scikit-learn's imputers and scalers, and that only training rows can move it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnSource, compareCodePoints, sortKeys, type TypedColumn } from "./cellSource.ts";
import { median } from "./columnStatistics.ts";
import { columnFromTexts } from "./columns.ts";
import { decodeValues, encode, encodeIssues, encodeValues, noKnownColumn } from "./encode.ts";
import { categoryLimit, fitRecipe } from "./fit.ts";
import modes from "./fixtures/mode.json";
import scalings from "./fixtures/scaling.json";
import { recipeWidth } from "./recipe.ts";
import { type ColumnType, defaultDataSettings, defaultMissing } from "./types.ts";

const format = { decimal: ".", dayFirst: false, missing: defaultMissing } as const;
type Cells = readonly (string | null)[];

const column = (name: string, type: ColumnType, cells: Cells): TypedColumn => ({
  name,
  type,
  source: columnSource(columnFromTexts(cells, format), type, format),
});
const rowsTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);
const sourcesOf = (columns: readonly TypedColumn[]) => (name: string) =>
  columns.find((column) => column.name === name)?.source;

function fitOn(
  columns: readonly TypedColumn[],
  trainRows: Uint32Array,
  change: Partial<typeof defaultDataSettings> = {},
) {
  const target = columns.at(-1) as TypedColumn;
  const settings = { ...defaultDataSettings, target: target.name, ...change };
  return fitRecipe({ columns, format, settings, task: "binary", target, classes: ["a", "b"], trainRows });
}
const withTarget = (columns: readonly TypedColumn[], count: number): TypedColumn[] => [
  ...columns,
  column(
    "y",
    "category",
    Array.from({ length: count }, (_, i) => (i % 2 === 0 ? "a" : "b")),
  ),
];

function near(got: number | undefined, expected: number): void {
  expect(Math.abs((got ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

describe("numbers are imputed and scaled as scikit-learn does", () => {
  const all = scalings.flatMap(({ name, cells, fitted }) =>
    (["mean", "median"] as const).flatMap((imputeNumber) =>
      (["standard", "minmax"] as const).map((scale) => ({
        name,
        cells,
        imputeNumber,
        scale,
        expected: fitted[imputeNumber],
      })),
    ),
  );
  it.each(all)("$name, $imputeNumber, $scale", ({ cells, imputeNumber, scale, expected }) => {
    const texts = cells.map((cell) => (cell === null ? null : String(cell)));
    const { recipe } = fitOn(withTarget([column("x", "number", texts)], cells.length), rowsTo(cells.length), {
      recipe: { ...defaultDataSettings.recipe, imputeNumber, scale },
    });
    const [feature] = recipe.features;
    if (feature?.kind !== "number") throw new Error("a number");
    near(feature.impute, expected.impute);
    near(feature.offset, expected[scale].offset);
    near(feature.scale, expected[scale].scale);
  });
});

describe("the median", () => {
  it("is the middle of the sorted cells, whatever their order", () => {
    const cells = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(cells, (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const [lower, upper] = [sorted[(values.length - 1) >> 1] ?? 0, sorted[values.length >> 1] ?? 0];
        // + 0: sorting tells −0 from 0, the median need not.
        expect(median(Float64Array.from(values)) + 0).toBe((lower + upper) / 2 + 0);
      }),
    );
  });
});

describe("categories", () => {
  it.each(modes)("the most frequent one stands for missing cells: $name", ({ cells, mode }) => {
    const { recipe } = fitOn(withTarget([column("x", "category", cells)], cells.length), rowsTo(cells.length));
    const [feature] = recipe.features;
    if (feature?.kind !== "oneHot") throw new Error("a one-hot feature");
    expect(feature.values[feature.impute]).toBe(mode);
  });

  it("become one-hot places in code point order, with a last place for unseen ones", () => {
    const columns = withTarget([column("x", "category", ["b", "a", null, "b", "new"])], 5);
    const { recipe } = fitOn(columns, rowsTo(4));
    expect(recipeWidth(recipe)).toBe(3);
    const x = encode(recipe, sourcesOf(columns), rowsTo(5));
    expect([...x]).toEqual([0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1]);
  });

  it("beyond the limit share the place of unseen ones, the rarest first", () => {
    const cells = Array.from({ length: 1000 }, (_, i) => `v${String(i < 500 ? i : i % 250).padStart(3, "0")}`);
    const { recipe, issues } = fitOn(withTarget([column("x", "category", cells)], 1000), rowsTo(1000));
    const [feature] = recipe.features;
    if (feature?.kind !== "oneHot") throw new Error("a one-hot feature");
    expect(feature.values).toHaveLength(categoryLimit);
    expect(feature.values.at(-1)).toBe("v199");
    expect(issues).toContainEqual(
      expect.objectContaining({ code: "categoriesCapped", context: { column: "x", kept: categoryLimit, total: 500 } }),
    );
  });

  it("are spelled once: booleans in several spellings have two places", () => {
    const columns = withTarget([column("x", "boolean", ["yes", "TRUE", "0", "no", "f"])], 5);
    const { recipe } = fitOn(columns, rowsTo(5));
    expect(recipe.features).toEqual([
      { kind: "oneHot", column: "x", type: "boolean", values: ["false", "true"], impute: 0 },
    ]);
  });

  it.each(["__proto__", "constructor", "toString"])("may be called %s, as may columns", (name) => {
    const columns = withTarget([column(name, "category", [name, "b", name, "b"])], 4);
    const { recipe } = fitOn(columns, rowsTo(4));
    expect(recipe.features).toEqual([expect.objectContaining({ column: name, values: [name, "b"].sort() })]);
    expect(encode(recipe, sourcesOf(columns), rowsTo(4)).reduce((sum, value) => sum + value, 0)).toBe(4);
  });
});

describe("which columns become features", () => {
  it("leaves out dropped ones, the target, texts, IDs, constants and what training has no value of", () => {
    const columns = withTarget(
      [
        column("kept", "number", ["1", "2", "3", "4"]),
        column("dropped", "number", ["1", "2", "3", "4"]),
        column("text", "text", ["1", "2", "3", "4"]),
        column("id", "id", ["1", "2", "3", "4"]),
        column("constant", "constant", ["1", "1", "1", "1"]),
        column("late", "number", [null, null, null, "4"]),
        column("lateCategory", "category", [null, null, null, "d"]),
      ],
      4,
    );
    const { recipe, issues } = fitOn(columns, rowsTo(3), { columns: { dropped: { dropped: true } } });
    expect(recipe.features.map((feature) => feature.column)).toEqual(["kept"]);
    expect(issues.map(({ code, at }) => [code, at.column])).toEqual([
      ["columnEmptyInTraining", "late"],
      ["columnEmptyInTraining", "lateCategory"],
    ]);
  });

  it("says that nothing is left", () => {
    const { issues } = fitOn(withTarget([column("text", "text", ["q", "r"])], 2), rowsTo(2));
    expect(issues).toContainEqual(expect.objectContaining({ code: "noFeatures", severity: "error" }));
  });

  it("leaves out numbers that overflow, and never gives the model a number that is not finite", () => {
    const columns = withTarget(
      [column("huge", "number", ["1e308", "-1e308", "1e308", "1"]), column("x", "number", ["1", "2", "3", "1e300"])],
      4,
    );
    const { recipe, issues } = fitOn(columns, rowsTo(3));
    expect(issues).toContainEqual(expect.objectContaining({ code: "columnTooLarge", context: { column: "huge" } }));
    const x = encode(recipe, sourcesOf(columns), rowsTo(4));
    expect([...x].every(Number.isFinite)).toBe(true);
    expect(x[3]).toBe(x[1]);
  });
});

describe("fitting sees training rows only", () => {
  const cell = fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String), { nil: null });
  const category = fc.option(fc.constantFrom("a", "b", "c", "d"), { nil: null });
  const table = fc.array(fc.tuple(cell, category), { minLength: 4, maxLength: 40 });
  it("whatever the other rows hold, the recipe is the same", () => {
    fc.assert(
      fc.property(table, table, fc.nat(30), (first, second, cut) => {
        const train = first.slice(0, Math.max(1, cut));
        const recipeOf = (others: typeof table extends fc.Arbitrary<infer T> ? T : never) => {
          const rows = [...train, ...others];
          const columns = withTarget(
            [
              column(
                "x",
                "number",
                rows.map(([x]) => x),
              ),
              column(
                "c",
                "category",
                rows.map(([, c]) => c),
              ),
            ],
            rows.length,
          );
          return fitOn(columns, rowsTo(train.length)).recipe;
        };
        expect(recipeOf(first)).toEqual(recipeOf(second));
      }),
    );
  });
});

describe("rows to predict", () => {
  const trained = withTarget(
    [column("x", "number", ["1", "2", "3", "4"]), column("c", "category", ["a", "b", "a", "b"])],
    4,
  );
  const { recipe } = fitOn(trained, rowsTo(4));
  const issuesOf = (columns: readonly TypedColumn[], count: number) =>
    encodeIssues(
      recipe,
      sourcesOf(columns),
      rowsTo(count),
      columns.map(({ name }) => name),
    );

  it("are mapped by name, wherever the columns stand", () => {
    const moved = [...trained].reverse();
    expect(encode(recipe, sourcesOf(moved), rowsTo(4))).toEqual(encode(recipe, sourcesOf(trained), rowsTo(4)));
    expect(issuesOf(moved, 4)).toEqual([]);
  });

  it("tell what was missing, unreadable, unseen, absent or extra", () => {
    const rows = [
      column("x", "number", [null, "abc", "2", "1e60"]),
      column("c", "category", ["a", "zebra", "quagga", null]),
      column("more", "number", ["1", "2", "3", "4"]),
    ];
    expect(issuesOf(rows, 4).map(({ code, at, context }) => ({ code, row: at.row, context }))).toEqual([
      { code: "predictMissing", row: 1, context: { column: "x", count: 1 } },
      { code: "predictUnreadable", row: 2, context: { column: "x", text: "abc", count: 2 } },
      { code: "predictUnseen", row: 2, context: { column: "c", text: "zebra", count: 2 } },
      { code: "predictMissing", row: 4, context: { column: "c", count: 1 } },
      { code: "predictColumnsExtra", row: undefined, context: { columns: "more", count: 1 } },
    ]);
    expect(issuesOf([column("x", "number", ["1"])], 1)).toEqual([
      { code: "predictColumnMissing", severity: "warning", at: { column: "c" }, context: { column: "c" } },
    ]);
  });

  it("are refused where the table has none of the columns", () => {
    expect(noKnownColumn(recipe, ["foo", "y"])).toMatchObject({
      code: "predictNoColumn",
      severity: "error",
      context: { columns: "x, c", count: 2 },
    });
    expect(noKnownColumn(recipe, ["foo", "c"])).toBeNull();
  });

  it("without a column are encoded as if its cells were missing", () => {
    const rows = [column("x", "number", ["1", "2"])];
    const missing = [...rows, column("c", "category", [null, null])];
    expect(encode(recipe, sourcesOf(rows), rowsTo(2))).toEqual(encode(recipe, sourcesOf(missing), rowsTo(2)));
  });
});

describe("the target", () => {
  it("of a regression is scaled by the training rows and turned back", () => {
    const target = column("y", "number", ["10", "20", "30", "1000"]);
    const columns = [column("x", "number", ["1", "2", "3", "4"]), target];
    const settings = { ...defaultDataSettings, target: "y" };
    const { recipe } = fitRecipe({
      columns,
      format,
      settings,
      task: "regression",
      target,
      classes: [],
      trainRows: rowsTo(3),
    });
    if (recipe.target.kind !== "number") throw new Error("a number");
    near(recipe.target.offset, 20);
    near(recipe.target.scale, Math.sqrt(200 / 3));
    const values = Float64Array.from([10, 1000]);
    const back = decodeValues(recipe.target, encodeValues(recipe.target, values));
    expect(back[0]).toBeCloseTo(10, 4);
    expect(back[1]).toBeCloseTo(1000, 3);
  });

  it("has classes by value where all are numbers, else by code point", () => {
    expect(sortKeys(["10", "9", "0", "-1.5"])).toEqual(["-1.5", "0", "9", "10"]);
    expect(sortKeys(["10", "9", "x"])).toEqual(["10", "9", "x"]);
    expect(sortKeys(["b", "B", "é", "a"])).toEqual(["B", "a", "b", "é"]);
  });

  it("is ordered by code point as an iteration over code points does", () => {
    const points = (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0);
    const unit = fc.string({ unit: "grapheme", maxLength: 4 });
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        const [x, y] = [points(a), points(b)];
        const at = x.findIndex((point, i) => point !== y[i]);
        const expected = at < 0 ? x.length - y.length : at >= y.length ? 1 : (x[at] ?? 0) - (y[at] ?? 0);
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
      }),
    );
  });
});

it("tells nobody to drop a pixel that never changes", () => {
  const cells = (i: number) => (i === 4 ? ["0", "0", "0", "0"] : ["0", "7", "3", String(i)]);
  const pixels = Array.from({ length: 9 }, (_, i) => column(`pixel_${i}`, "integer", cells(i)));
  const columns = withTarget([...pixels, column("flat", "integer", cells(4))], 4);
  const { recipe, issues } = fitOn(columns, rowsTo(4));
  expect(recipe.features).toHaveLength(10);
  expect(issues.map(({ at }) => at.column)).toEqual(["flat"]);
});
