/** @file The fitted recipe against scikit-learn's imputers and scalers, and that only training rows can move it. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { atOnce } from "../pieces.ts";
import { columnSource, compareCodePoints, sortKeys, type TypedColumn } from "./cellSource.ts";
import { median } from "./columnStatistics.ts";
import { columnFromTexts } from "./columns.ts";
import { decodeValues, encode, encodeValues } from "./encode.ts";
import { encodeIssues, noKnownColumn } from "./encodeIssues.ts";
import { fitRecipe } from "./fit.ts";
import modes from "./fixtures/mode.json";
import scalings from "./fixtures/scaling.json";
import { type FittedFeature, type FittedOp, missingValue, type OpKind, opOf, recipeWidth } from "./recipe.ts";
import { oneHot } from "./steps/oneHot.ts";
import { type ColumnType, defaultDataSettings, defaultMissing, defaultSteps, type RecipeStep } from "./types.ts";

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
  return atOnce(
    fitRecipe({
      columns,
      format,
      settings,
      task: "binary",
      target,
      classes: ["a", "b"],
      trainRows,
      targetRows: trainRows,
      window: null,
    }),
  );
}
const step = (kind: RecipeStep["kind"], params: RecipeStep["params"] = {}, columns: RecipeStep["columns"] = null) => ({
  id: kind,
  kind,
  columns,
  params,
});
const withSteps = (...steps: readonly RecipeStep[]) => ({ recipe: { steps } });

/** The operation that a chain must have. */
function opIn<K extends OpKind>(feature: FittedFeature | undefined, kind: K): Extract<FittedOp, { kind: K }> {
  const op = feature === undefined ? undefined : opOf(feature, kind);
  if (op === undefined) throw new Error(`the chain has no ${kind}`);
  return op;
}
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);

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
    (["mean", "median"] as const).flatMap((strategy) =>
      (["standard", "minmax"] as const).map((method) => ({
        name,
        cells,
        strategy,
        method,
        expected: fitted[strategy],
      })),
    ),
  );
  it.each(all)("$name, $strategy, $method", ({ cells, strategy, method, expected }) => {
    const texts = cells.map((cell) => (cell === null ? null : String(cell)));
    const { recipe } = fitOn(withTarget([column("x", "number", texts)], cells.length), rowsTo(cells.length), {
      ...withSteps(step("impute", { strategy }), step("scale", { method })),
    });
    const [feature] = recipe.features;
    near(opIn(feature, "impute").value, expected.impute);
    near(opIn(feature, "scale").offset, expected[method].offset);
    near(opIn(feature, "scale").scale, expected[method].scale);
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
        expect(atOnce(median(Float64Array.from(values))) + 0).toBe((lower + upper) / 2 + 0);
      }),
    );
  });
});

describe("categories", () => {
  it.each(modes)("the most frequent one stands for missing cells: $name", ({ cells, mode }) => {
    const { recipe } = fitOn(withTarget([column("x", "category", cells)], cells.length), rowsTo(cells.length));
    const [feature] = recipe.features;
    expect(feature === undefined ? null : missingValue(feature)).toBe(mode);
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
    const categoryLimit = oneHot.fields.maxCategories.default;
    const { values } = opIn(recipe.features[0], "oneHot");
    expect(values).toHaveLength(categoryLimit);
    expect(values.at(-1)).toBe("v199");
    expect(issues).toContainEqual(
      expect.objectContaining({ code: "categoriesCapped", context: { column: "x", kept: categoryLimit, total: 500 } }),
    );
  });

  it("are spelled once: booleans in several spellings have two places", () => {
    const columns = withTarget([column("x", "boolean", ["yes", "TRUE", "0", "no", "f"])], 5);
    const { recipe } = fitOn(columns, rowsTo(5));
    const impute = { kind: "imputeCategory", value: "false", indicator: false };
    expect(recipe.features).toEqual([
      { column: "x", type: "boolean", ops: [impute, { kind: "oneHot", values: ["false", "true"] }] },
    ]);
  });

  it.each(["__proto__", "constructor", "toString"])("may be called %s, as may columns", (name) => {
    const columns = withTarget([column(name, "category", [name, "b", name, "b"])], 4);
    const { recipe } = fitOn(columns, rowsTo(4));
    expect(recipe.features.map(({ column: of }) => of)).toEqual([name]);
    expect(opIn(recipe.features[0], "oneHot").values).toEqual([name, "b"].sort());
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

describe("chains", () => {
  const number = (cells: Cells) => withTarget([column("x", "number", cells)], cells.length);
  const fitX = (cells: Cells, ...steps: readonly RecipeStep[]) =>
    fitOn(number(cells), rowsTo(cells.length), withSteps(...steps));
  const five = ["1", "2", "3", "4", "100"];

  it("tell what keeps a column out, with the step that lets it in as a button", () => {
    const columns = withTarget(
      [column("x", "number", ["1", null, "3", "4"]), column("c", "category", ["a", "b", "a", "b"])],
      4,
    );
    const { recipe, issues } = fitOn(columns, rowsTo(4), withSteps(step("scale")));
    expect(recipe.features).toEqual([]);
    const [missing, words] = [
      issues.find(({ code }) => code === "columnHasMissing"),
      issues.find(({ code }) => code === "columnNotEncoded"),
    ];
    const added = (kind: string, at: number) => ({
      label: `recipe:fixes.${kind}`,
      edit: "addStep",
      args: { step: { id: kind, kind, columns: null, params: {} }, at },
    });
    expect(missing?.fixes).toEqual([added("impute", 0)]);
    expect(words?.fixes).toEqual([added("oneHot", 0)]);
    const mended = fitOn(columns, rowsTo(4), withSteps(step("oneHot"), step("impute"), step("scale")));
    expect(mended.recipe.features.map(({ column: of }) => of)).toEqual(["x", "c"]);
  });

  it("give a column a step of its own where one of that kind is for others", () => {
    const columns = withTarget([column("x", "number", ["1", null, "3"]), column("z", "number", ["1", "2", "3"])], 3);
    const { issues } = fitOn(columns, rowsTo(3), withSteps(step("impute", {}, ["z"])));
    const fix = issues.find(({ code }) => code === "columnHasMissing")?.fixes?.[0];
    expect(fix?.args).toEqual({ step: { id: "impute-2", kind: "impute", columns: ["x"], params: {} }, at: 1 });
  });

  it.each([
    ["bounds that cross", step("clip", { method: "fixed", low: 2, high: 1 }), "clipCrossed"],
    ["quantiles that cross", step("clip", { lowQuantile: 0.9, highQuantile: 0.2 }), "clipCrossed"],
    ["one interval", step("bins", { bins: 1 }), "stepSetting"],
    ["no number at all", step("bins", { bins: "many" }), "stepSetting"],
    ["an unknown method", step("scale", { method: "magic" }), "stepSetting"],
    ["no part of a date", step("dateParts", { year: false, month: false, weekday: false }), "datePartsNone"],
  ] as const)("leave out a step of nonsense: %s", (_, nonsense, code) => {
    const { recipe, issues } = fitX(five, nonsense);
    expect(issues).toEqual([expect.objectContaining({ code, severity: "error", at: { field: nonsense.id } })]);
    expect(recipe.features).toEqual([{ column: "x", type: "number", ops: [] }]);
  });

  it.each([
    [
      "Box-Cox of a number that is not above 0",
      ["0", "1", "2"],
      step("power", { method: "boxCox" }),
      "powerNotPositive",
    ],
    ["a root of a negative number", ["-1", "1", "2"], step("power", { method: "squareRoot" }), "powerNotPositive"],
    ["a logarithm of nothing", ["-1", "1", "2"], step("power", { method: "log1p" }), "powerNotPositive"],
    ["a power of a constant", ["2", "2", "2"], step("power"), "powerConstant"],
    [
      "a power that leaves only rounding",
      ["44000.1", "44000.2", "44000.5"],
      step("power", { method: "boxCox" }),
      "powerConstant",
    ],
    ["intervals of a constant", ["2", "2", "2"], step("bins"), "binsConstant"],
    ["quartiles that are one", ["2", "2", "2", "2", "9"], step("clip", { method: "quartiles" }), "clipFlattens"],
  ] as const)("leave a column as it is: %s", (_, cells, one, code) => {
    const { recipe, issues } = fitX(cells, one);
    expect(codes(issues)).toContain(code);
    expect(recipe.features[0]?.ops).toEqual([]);
  });

  it("say so where a step named for a column meets what it cannot take, and where the column is not there", () => {
    const { recipe, issues } = fitX(five, step("oneHot", {}, ["x", "gone"]));
    expect(issues.map(({ code, at }) => [code, at.field])).toEqual([
      ["stepColumnMissing", "oneHot"],
      ["stepNotSuited", "oneHot"],
    ]);
    expect(recipe.features).toHaveLength(1);
  });

  it("take dates apart only while they are dates", () => {
    const dates = ["2020-01-01", "2021-06-15", "2023-12-31"];
    const columns = withTarget([column("d", "date", dates)], 3);
    const chain = (...steps: readonly RecipeStep[]) =>
      fitOn(columns, rowsTo(3), withSteps(...steps)).recipe.features[0]?.ops.map(({ kind }) => kind);
    expect(chain(step("dateParts"), step("scale"))).toEqual(["dateParts"]);
    expect(chain(step("scale"), step("dateParts"))).toEqual(["scale"]);
  });

  const kinds = ["impute", "imputeCategory", "clip", "power", "bins", "ordinal", "hash", "oneHot", "scale"] as const;
  const anySteps = fc.array(fc.constantFrom(...kinds), { maxLength: 6 });
  const anyCell = fc.option(fc.double({ noNaN: true, min: -1e4, max: 1e4 }).map(String), { nil: null });
  const anyTable = fc.array(fc.tuple(anyCell, fc.option(fc.constantFrom("a", "b", "ä", "🐧"), { nil: null })), {
    minLength: 3,
    maxLength: 25,
  });
  const tableOf = (cells: readonly (readonly [string | null, string | null])[]) => [
    column(
      "x",
      "number",
      cells.map(([x]) => x),
    ),
    column(
      "c",
      "category",
      cells.map(([, c]) => c),
    ),
  ];

  it("of any steps give every row finite numbers, each row the same alone as among others", () => {
    fc.assert(
      fc.property(anyTable, anySteps, fc.nat(24), (cells, chosen, at) => {
        const columns = withTarget(tableOf(cells), cells.length);
        const half = rowsTo(Math.ceil(cells.length / 2));
        const { recipe } = fitOn(
          columns,
          half,
          withSteps(...chosen.map((kind, i) => ({ ...step(kind), id: String(i) }))),
        );
        const width = recipeWidth(recipe);
        const whole = encode(recipe, sourcesOf(columns), rowsTo(cells.length));
        expect(whole.every(Number.isFinite)).toBe(true);
        const row = at % cells.length;
        const alone = withTarget(tableOf([cells[row] as [string | null, string | null]]), 1);
        expect(encode(recipe, sourcesOf(alone), rowsTo(1))).toEqual(whole.slice(row * width, (row + 1) * width));
      }),
    );
  });

  it("are the same again once a step is removed and added back", () => {
    fc.assert(
      fc.property(anyTable, anySteps, fc.nat(5), (cells, chosen, at) => {
        const columns = withTarget(tableOf(cells), cells.length);
        const steps = [...chosen.map((kind, i) => ({ ...step(kind), id: String(i) })), ...defaultSteps];
        const place = at % steps.length;
        const back = steps.toSpliced(place, 1).toSpliced(place, 0, steps[place] as RecipeStep);
        const recipeOf = (list: readonly RecipeStep[]) => fitOn(columns, rowsTo(cells.length), withSteps(...list));
        expect(recipeOf(back)).toEqual(recipeOf(steps));
      }),
      { numRuns: 40 },
    );
  });
});

describe("a choice of columns", () => {
  const rows = 60;
  const told = column(
    "told",
    "number",
    Array.from({ length: rows }, (_, i) => String((i % 2) * 3 + (i % 5))),
  );
  const noise = column(
    "noise",
    "number",
    Array.from({ length: rows }, (_, i) => String((i * 7) % 11)),
  );
  const same = column(
    "same",
    "number",
    Array.from({ length: rows }, () => "4"),
  );
  const columns = withTarget([noise, told, same], rows);
  const chosen = (params: RecipeStep["params"], more: Partial<RecipeStep> = {}) =>
    fitOn(columns, rowsTo(rows), withSteps(...defaultSteps, { ...step("selectFeatures", params), ...more }));

  it.each(["correlation", "mutualInformation", "l1", "permutation"] as const)(
    "by %s keeps the one that tells",
    (method) => {
      const { recipe, issues } = chosen({ method, count: 1 });
      expect(recipe.features.map(({ column: of }) => of)).toEqual(["told"]);
      const left = issues.filter(({ code }) => code === "featureLeftOut");
      expect(left.map(({ at }) => at.column)).toEqual(["noise", "same"]);
      expect(left[0]).toMatchObject({ context: { method } });
    },
  );

  it("by variance looks at numbers before they are scaled, and leaves out what does not vary", () => {
    const { recipe } = chosen({ method: "variance", keep: "above", threshold: 0 });
    expect(recipe.features.map(({ column: of }) => of)).toEqual(["noise", "told"]);
  });

  it("touches only the columns that it is for", () => {
    const { recipe } = chosen({ count: 1 }, { columns: ["told", "same"] });
    expect(recipe.features.map(({ column: of }) => of)).toEqual(["noise", "told"]);
  });

  it("says that a threshold is above every score", () => {
    const { recipe, issues } = chosen({ keep: "above", threshold: 2 });
    expect(recipe.features).toEqual([]);
    expect(codes(issues)).toEqual(expect.arrayContaining(["selectionLeavesNone", "noFeatures"]));
  });

  it("sees training rows only", () => {
    const half = rowsTo(rows / 2);
    const other = column(
      "told",
      "number",
      Array.from({ length: rows }, (_, i) => (i < rows / 2 ? String((i % 2) * 3 + (i % 5)) : "0")),
    );
    const steps = withSteps(...defaultSteps, step("selectFeatures", { count: 1 }));
    expect(fitOn(withTarget([noise, other, same], rows), half, steps)).toEqual(fitOn(columns, half, steps));
  });
});

describe("the target", () => {
  it("of a regression is scaled by the training rows and turned back", () => {
    const target = column("y", "number", ["10", "20", "30", "1000"]);
    const columns = [column("x", "number", ["1", "2", "3", "4"]), target];
    const settings = { ...defaultDataSettings, target: "y" };
    const { recipe } = atOnce(
      fitRecipe({
        columns,
        format,
        settings,
        task: "regression",
        target,
        classes: [],
        trainRows: rowsTo(3),
        targetRows: rowsTo(3),
        window: null,
      }),
    );
    if (recipe.target.kind !== "number") throw new Error("a number");
    near(recipe.target.offset, 20);
    near(recipe.target.scale, Math.sqrt(200 / 3));
    const values = Float64Array.from([10, 1000]);
    const back = decodeValues(recipe.target, atOnce(encodeValues(recipe.target, values)));
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

it("refuses a target whose numbers have no spread that float64 could hold", () => {
  const huge = column("y", "number", ["1e308", "-1e308", "1.5e308", "-1.7e308"]);
  const x = column("x", "number", ["1", "2", "3", "4"]);
  const trainRows = rowsTo(4);
  const { issues } = atOnce(
    fitRecipe({
      columns: [x, huge],
      format,
      settings: { ...defaultDataSettings, target: "y" },
      task: "regression",
      target: huge,
      classes: [],
      trainRows,
      targetRows: trainRows,
      window: null,
    }),
  );
  expect(issues).toContainEqual(expect.objectContaining({ code: "targetTooLarge", severity: "error" }));
});
