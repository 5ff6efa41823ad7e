/**
 * @file Recipes of random steps fitted on random tables with missing cells, ties, constants, dates and categories that
 * only the other rows hold: what was fitted, the chains' results in float64 and the encoded rows of the whole table.
 * Then filters, places of hashes, and scores by which columns are chosen.
 */

import { columnSource, type TypedColumn } from "../../../src/core/data/cellSource.ts";
import { advance, cellsOf, isInner } from "../../../src/core/data/chain.ts";
import { columnFromTexts } from "../../../src/core/data/columns.ts";
import { encode } from "../../../src/core/data/encode.ts";
import { hashPlace } from "../../../src/core/data/featureHash.ts";
import { fitRecipe } from "../../../src/core/data/fit.ts";
import {
  type FittedFeature,
  type FittedOp,
  powerMethods,
  type Recipe,
  recipeWidth,
} from "../../../src/core/data/recipe.ts";
import { comparisons, filterRows } from "../../../src/core/data/steps/filter.ts";
import { steps as registry } from "../../../src/core/data/steps/index.ts";
import { selectFeatures, selectionMethods } from "../../../src/core/data/steps/selectFeatures.ts";
import { orderOf, repeats } from "../../../src/core/data/steps/selection/permutation.ts";
import { scorings } from "../../../src/core/data/steps/selection/scorings.ts";
import { type SelectionTarget, scoreFeatures } from "../../../src/core/data/steps/selection.ts";
import {
  type ColumnType,
  defaultDataSettings,
  defaultMissing,
  defaultSteps,
  type RecipeStep,
} from "../../../src/core/data/types.ts";
import type { Issue } from "../../../src/core/issue.ts";
import { defaultsOf, type Fields, type ParamValue } from "../../../src/core/params/fields.ts";
import { atOnce } from "../../../src/core/pieces.ts";
import { type Random, random, shuffle } from "../../../src/core/random.ts";
import type { OracleCheck } from "../check.ts";

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly cells: readonly (string | null)[];
}

interface Case {
  readonly name: string;
  readonly steps: readonly RecipeStep[];
  readonly columns: readonly Column[];
  readonly trainRows: readonly number[];
  readonly recipe: Recipe;
  readonly width: number;
  /** [rows × width], float32. */
  readonly encoded: readonly number[];
  /** By column whose chain ends in one number: that number in float64, row by row; null where it is missing. */
  readonly exact: Readonly<Record<string, readonly (number | null)[]>>;
}

interface FilterCase {
  readonly columns: readonly Column[];
  readonly column: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly kept: readonly number[];
}

interface SelectionCase {
  readonly name: string;
  readonly method: string;
  readonly alpha: number;
  readonly classes: readonly number[] | null;
  readonly values: readonly number[] | null;
  readonly rows: number;
  /** First number of each feature, and their count. */
  readonly starts: readonly number[];
  readonly width: number;
  readonly x: readonly number[];
  readonly scores: readonly number[];
  /** permutation: the shuffled rows of each feature's repeats. */
  readonly orders: readonly (readonly (readonly number[])[])[];
  readonly kept: readonly string[];
  readonly names: readonly string[];
  readonly count: number;
}

interface Produced {
  readonly cases: readonly Case[];
  readonly filters: readonly FilterCase[];
  readonly hashes: readonly {
    readonly text: string;
    readonly buckets: number;
    readonly at: number;
    readonly sign: number;
  }[];
  readonly selections: readonly SelectionCase[];
}

const format = { decimal: ".", dayFirst: false, missing: defaultMissing } as const;

const words = ["zebra", "Ape", "ape", "émeu", "panda", "🐧", "￥", "10", "9", "__proto__"];

const everyRow = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, i) => i);
const oneOf = <T>(draw: Random, list: readonly T[]): T => list[draw.int(list.length)] as T;

function numberColumn(name: string, rows: number, draw: Random): Column {
  const missing = oneOf(draw, [0, 0.1, 0.5]);
  const scale = 10 ** (draw.int(7) - 3);
  const offset = scale * (draw.next() - 0.5) * 10 ** draw.int(3);
  const kind = draw.int(6);
  const skewed = () => Math.exp(2 * (draw.next() + draw.next() + draw.next() - 1.5)) * scale;
  const value = () => {
    if (kind === 0) return offset;
    if (kind === 1) return draw.int(5);
    return kind === 2 || kind === 3 ? skewed() : offset + scale * (draw.next() - 0.5);
  };
  const cells = Array.from({ length: rows }, () => (draw.next() < missing ? null : String(value())));
  return { name, type: kind === 1 ? "integer" : "number", cells };
}

function categoryColumn(name: string, rows: number, draw: Random): Column {
  const missing = oneOf(draw, [0, 0.1, 0.5]);
  const kinds = 1 + draw.int(words.length);
  const cells = Array.from({ length: rows }, () => (draw.next() < missing ? null : (words[draw.int(kinds)] ?? null)));
  return { name, type: "category", cells };
}

function dateColumn(name: string, rows: number, draw: Random): Column {
  const missing = oneOf(draw, [0, 0.2]);
  const cell = () => {
    const text = new Date(Date.UTC(1955, 0, 1) + Math.floor(draw.next() * 3.2e12)).toISOString();
    return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
  };
  return { name, type: "date", cells: Array.from({ length: rows }, () => (draw.next() < missing ? null : cell())) };
}

function typedOf(columns: readonly Column[]): TypedColumn[] {
  return columns.map(({ name, type, cells }) => ({
    name,
    type,
    source: columnSource(columnFromTexts(cells, format), type, format),
  }));
}

/** A parameter somewhere in its range, within what a table of some rows can bear. */
function drawParams(fields: Fields, draw: Random): Record<string, ParamValue> {
  const params: Record<string, ParamValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.type === "choice") params[name] = oneOf(draw, field.options);
    else if (field.type === "flag") params[name] = draw.int(2) === 1;
    else if (field.type === "int") params[name] = Math.max(field.min, Math.min(field.max, 1 + draw.int(12)));
    else params[name] = field.default as ParamValue;
  }
  return { ...params, ...drawnBounds(fields, draw) };
}

function drawnBounds(fields: Fields, draw: Random): Record<string, ParamValue> {
  const drawn = {
    lowQuantile: draw.next() * 0.4,
    highQuantile: 0.6 + draw.next() * 0.4,
    factor: draw.next() * 2,
    deviations: 0.5 + draw.next(),
    low: -draw.next(),
    high: draw.next(),
    fillValue: draw.int(3) - 1,
    fillText: oneOf(draw, ["panda", "none of these"]),
    maxCategories: 10_000,
  };
  return Object.fromEntries(Object.entries(drawn).filter(([name]) => Object.hasOwn(fields, name)));
}

const columnKinds = Object.entries(registry).flatMap(([kind, { scope }]) => (scope === "column" ? [kind] : []));

function drawSteps(columns: readonly Column[], draw: Random): RecipeStep[] {
  const some = Array.from({ length: 1 + draw.int(5) }, (_, i): RecipeStep => {
    const kind = oneOf(draw, columnKinds) as RecipeStep["kind"];
    const named = columns.filter(() => draw.int(2) === 1).map(({ name }) => name);
    return {
      id: `step ${i}`,
      kind,
      columns: draw.int(2) === 1 ? named : null,
      params: drawParams(registry[kind].fields, draw),
    };
  });
  // Exponents are fitted seldom else.
  if (draw.int(3) === 0)
    some[0] = { id: "power", kind: "power", columns: null, params: { method: oneOf(draw, powerMethods) } };
  // Most tables end in what makes numbers of all that is left, so that there is something to compare.
  if (draw.int(5) === 0) return some;
  const cut = draw.int(some.length + 1);
  const tail: RecipeStep = { ...(defaultSteps[2] as RecipeStep), id: "places" };
  return [...defaultSteps.slice(0, 2), ...some.slice(0, cut), ...some.slice(cut), tail];
}

/** The chain's last number in float64. */
function exactOf(feature: FittedFeature, typed: readonly TypedColumn[], rows: Uint32Array): number[] | null {
  const source = typed.find(({ name }) => name === feature.column)?.source;
  if (source === undefined) return null;
  let cells = atOnce(cellsOf(feature, source, rows));
  for (const op of feature.ops) {
    if (!isInner(op)) return null;
    cells = atOnce(advance(op, cells));
  }
  return cells.state === "number" ? [...cells.values] : null;
}

function fitted(columns: readonly Column[], trainRows: Uint32Array, steps: readonly RecipeStep[]) {
  const rows = columns[0]?.cells.length ?? 0;
  const typed = typedOf(columns);
  const labels = columnFromTexts(Array.from(everyRow(rows), String), format);
  const target: TypedColumn = { name: "target", type: "category", source: columnSource(labels, "category", format) };
  return {
    typed,
    ...atOnce(
      fitRecipe({
        columns: [...typed, target],
        format,
        settings: { ...defaultDataSettings, target: "target", recipe: { steps } },
        task: "binary",
        target,
        classes: ["a", "b"],
        trainRows,
        targetRows: trainRows,
        window: null,
      }),
    ),
  };
}

function drawTable(index: number) {
  const draw = random(11, index);
  const rows = 6 + draw.int(oneOf(draw, [10, 60, 300]));
  const columns = [
    ...Array.from({ length: 1 + draw.int(4) }, (_, i) => numberColumn(`number ${i}`, rows, draw)),
    ...Array.from({ length: 1 + draw.int(3) }, (_, i) => categoryColumn(`category ${i}`, rows, draw)),
    ...Array.from({ length: draw.int(3) }, (_, i) => dateColumn(`date ${i}`, rows, draw)),
  ];
  const trainRows = shuffle(everyRow(rows), draw)
    .slice(0, 3 + draw.int(rows - 3))
    .sort();
  return { rows, columns, trainRows, steps: drawSteps(columns, draw) };
}

function recipeCase(index: number): Case {
  const { rows, columns, trainRows, steps } = drawTable(index);
  const all = everyRow(rows);
  const { recipe, typed } = fitted(columns, trainRows, steps);
  const exact = recipe.features.flatMap((feature) => {
    const values = exactOf(feature, typed, all);
    return values === null
      ? []
      : [[feature.column, values.map((value) => (Number.isFinite(value) ? value : null))] as const];
  });
  return {
    name: `table ${index}: ${rows} rows, ${steps.map(({ kind }) => kind).join(" ")}`,
    steps,
    columns,
    trainRows: [...trainRows],
    recipe,
    width: recipeWidth(recipe),
    encoded: [...encode(recipe, (name) => typed.find((column) => column.name === name)?.source, all)],
    exact: Object.fromEntries(exact),
  };
}

function filterCase(index: number): FilterCase {
  const draw = random(12, index);
  const rows = 20 + draw.int(40);
  const columns = [numberColumn("n", rows, draw), categoryColumn("c", rows, draw), dateColumn("d", rows, draw)];
  const column = oneOf(draw, columns);
  const ordered = column.type !== "category";
  const fitting = comparisons.filter((name) => ordered || !["less", "atMost", "more", "atLeast"].includes(name));
  const comparison = oneOf(draw, ordered ? fitting.filter((name) => name !== "contains") : fitting);
  const cell =
    oneOf(
      draw,
      column.cells.filter((text) => text !== null),
    ) ?? "a";
  const value = comparison === "contains" ? oneOf(draw, ["a", "p", "é"]) : cell;
  const params = { comparison, value };
  const byName = new Map(typedOf(columns).map((typed) => [typed.name, typed]));
  const issues: Issue[] = [];
  const steps = [{ id: "f", kind: "filter", columns: [column.name], params }] as const;
  return { columns, column: column.name, params, kept: [...atOnce(filterRows(steps, byName, everyRow(rows), issues))] };
}

function hashCases(): Produced["hashes"] {
  const draw = random(13);
  return Array.from({ length: 300 }, (_, i) => {
    const letters = Array.from({ length: i % 24 }, () => oneOf(draw, ["a", "B", "7", " ", "é", "猫", "🐧", "_"]));
    const text = letters.join("");
    const buckets = 2 + draw.int(300);
    return { text, buckets, ...hashPlace(text, buckets) };
  });
}

function selectionCase(index: number): SelectionCase {
  const draw = random(14, index);
  const rows = 80 + draw.int(200);
  const regression = index % 2 === 1;
  const classCount = 2 + (draw.int(2) as number);
  const y = Array.from({ length: rows }, () => (regression ? draw.next() * 3 : draw.int(classCount)));
  const columns = [
    ...Array.from({ length: 2 + draw.int(4) }, (_, j): Column => {
      const [weight, coarse] = [draw.next() * draw.int(3), draw.int(2) === 0];
      const cell = (value: number) => value * weight + draw.next() * 2;
      return {
        name: `n${j}`,
        type: "number",
        cells: y.map((value) => String(coarse ? Math.round(cell(value) * 2) : cell(value))),
      };
    }),
    ...Array.from({ length: 1 + draw.int(2) }, (_, j): Column => {
      const told = draw.next();
      const cells = y.map((value) => (draw.next() < told ? words[Math.round(value)] : words[draw.int(4)]) ?? null);
      return { name: `c${j}`, type: "category", cells };
    }),
  ];
  const method = selectionMethods[Math.floor(index / 2) % selectionMethods.length] ?? "correlation";
  const { recipe, typed } = fitted(columns, everyRow(rows), [
    ...defaultSteps.slice(0, 3),
    ...(method === "variance" ? [] : defaultSteps.slice(3)),
  ]);
  const { features } = recipe;
  const label = columnFromTexts(y.map(String), format);
  const type = regression ? "number" : "category";
  const target: TypedColumn = { name: "y", type, source: columnSource(label, type, format) };
  const classes = regression ? [] : Array.from({ length: classCount }, (_, i) => String(i));
  const input: SelectionTarget = {
    task: regression ? "regression" : "multiclass",
    target,
    classes,
    trainRows: everyRow(rows),
    targetRows: everyRow(rows),
    columns: [...typed, target],
    window: null,
  };
  const [alpha, count] = [0.02 + draw.next() * 0.1, 1 + draw.int(features.length)];
  const params = { ...defaultsOf(selectFeatures.fields), method, alpha, count };
  const { scores } = scoreFeatures(scorings[method], features, params, input);
  const step = { id: "s", kind: "selectFeatures", columns: null, params } as const;
  const settings = {
    ...defaultDataSettings,
    target: "y",
    recipe: { steps: [...defaultSteps.slice(0, method === "variance" ? 3 : 4), step] },
  };
  const chosen = atOnce(fitRecipe({ ...input, columns: input.columns, format, settings }));
  let start = 0;
  const starts = features.map((feature) => {
    const first = start;
    start += recipeWidth({ features: [feature] });
    return first;
  });
  return {
    name: `${method}, ${regression ? "numbers" : `${classCount} classes`}, ${rows} rows (${index})`,
    method,
    alpha,
    classes: regression ? null : y,
    values: regression ? y : null,
    rows,
    starts,
    width: recipeWidth(recipe),
    x: [...encode(recipe, (name) => typed.find((column) => column.name === name)?.source, everyRow(rows))],
    scores: [...scores],
    orders:
      method === "permutation"
        ? features.map((_, feature) =>
            Array.from({ length: repeats }, (__, repeat) => [
              ...orderOf(rows, params.seed, feature * repeats + repeat),
            ]),
          )
        : [],
    kept: chosen.recipe.features.map(({ column }) => column),
    names: features.map(({ column }) => column),
    count,
  };
}

const changeOps =
  (change: (op: FittedOp, feature: FittedFeature, one: Case) => FittedOp) =>
  (produced: Produced): Produced => ({
    ...produced,
    cases: produced.cases.map((one) => {
      const features = one.recipe.features.map((feature) => ({
        ...feature,
        ops: feature.ops.map((op) => change(op, feature, one)),
      }));
      return { ...one, recipe: { ...one.recipe, features } };
    }),
  });

const changeCases =
  (change: (one: Case, index: number) => Case) =>
  (produced: Produced): Produced => ({ ...produced, cases: produced.cases.map(change) });

const changeScores =
  (method: string, change: (score: number, index: number) => number) =>
  (produced: Produced): Produced => ({
    ...produced,
    selections: produced.selections.map((one) =>
      one.method === method ? { ...one, scores: one.scores.map(change) } : one,
    ),
  });

export const check: OracleCheck<Produced> = {
  produce: () =>
    Promise.resolve({
      produced: {
        cases: Array.from({ length: 200 }, (_, i) => recipeCase(i)),
        filters: Array.from({ length: 120 }, (_, i) => filterCase(i)),
        hashes: hashCases(),
        selections: Array.from({ length: 30 }, (_, i) => selectionCase(i)),
      },
    }),
  faults: {
    "the sample's deviation for the population's": changeOps((op, _feature, { steps, trainRows }) => {
      const standard = steps.some(({ kind, params }) => kind === "scale" && params.method === "standard");
      if (op.kind !== "scale" || !standard) return op;
      return { ...op, scale: op.scale * Math.sqrt(trainRows.length / (trainRows.length - 1)) };
    }),
    "fitted on every row": changeCases((one) => ({ ...one, trainRows: one.columns[0]?.cells.map((_, i) => i) ?? [] })),
    "an exponent that is only near": changeOps((op) =>
      op.kind === "power" ? { ...op, lambda: op.lambda + 1e-4 } : op,
    ),
    "a category dropped": changeOps((op) => (op.kind === "oneHot" ? { ...op, values: op.values.slice(1) } : op)),
    "an order of categories turned around": changeOps((op) =>
      op.kind === "ordinal" ? { ...op, values: [...op.values].reverse() } : op,
    ),
    "edges a little too high": changeOps((op) =>
      op.kind === "bin" || op.kind === "binOneHot" ? { ...op, edges: op.edges.map((edge) => edge + 1e-6) } : op,
    ),
    "bounds of another quantile": changeOps((op) => (op.kind === "clip" ? { ...op, low: op.low - 1e-3 } : op)),
    "months from 0": changeOps((op) =>
      op.kind === "dateParts"
        ? { ...op, parts: op.parts.map((part) => (part.cyclic ? part : { ...part, offset: part.offset - 1 })) }
        : op,
    ),
    "the last number of a row forgotten": changeCases((one) => ({
      ...one,
      encoded: one.encoded.map((value, i) => (i % one.width === one.width - 1 ? 0 : value)),
    })),
    "a chain a billionth part off": changeCases((one) => ({
      ...one,
      exact: Object.fromEntries(
        Object.entries(one.exact).map(([name, values]) => [
          name,
          values.map((value) => (value === null ? null : value * (1 + 1e-8))),
        ]),
      ),
    })),
    "filters that keep missing cells": (produced) => ({
      ...produced,
      filters: produced.filters.map((one) => {
        const cells = one.columns.find(({ name }) => name === one.column)?.cells ?? [];
        const missing = cells.flatMap((cell, row) => (cell === null ? [row] : []));
        return { ...one, kept: [...new Set([...one.kept, ...missing])].sort((a, b) => a - b) };
      }),
    }),
    "hashes without a sign": (produced) => ({
      ...produced,
      hashes: produced.hashes.map((one) => ({ ...one, sign: 1 })),
    }),
    "a hash of another place": (produced) => ({
      ...produced,
      hashes: produced.hashes.map((one) => ({ ...one, at: (one.at + 1) % one.buckets })),
    }),
    "r² for r": changeScores("correlation", (score) => score ** 2),
    "bits for nats": changeScores("mutualInformation", (score) => score / Math.LN2),
    "the sample's variance": changeScores("variance", (score) => score * 1.001),
    "weights a thousandth too small": changeScores("l1", (score) => score * 0.999),
    "another drop": changeScores("permutation", (score) => score + 1e-3),
    "the worst columns kept": (produced) => ({
      ...produced,
      selections: produced.selections.map((one) => ({ ...one, kept: [...one.names].reverse().slice(0, one.count) })),
    }),
  },
};
