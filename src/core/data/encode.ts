/**
 * @file Applies a fitted recipe: cells to the numbers a model takes, and a model's numbers back to the target's unit.
 * One column at a time, computed in float64 and stored as float32. Training, evaluation and prediction all pass here;
 * what was replaced on the way is told by `encodeIssues`.
 */
import { assert, assertNever } from "../fault.ts";
import type { Issue } from "../issue.ts";
import { type CellSource, keyIndexer } from "./cellSource.ts";
import { featureLimit } from "./fit.ts";
import { gatherIndices, gatherNumbers } from "./gather.ts";
import { type FittedFeature, type FittedTarget, featureWidth, type Recipe, recipeWidth } from "./recipe.ts";

/** The source of a column by name; undefined where the table has no such column (all its cells are missing then). */
export type Sources = (column: string) => CellSource | undefined;

/** Float32 [rows × width], row-major, in the order of `rows`. */
export function encode(recipe: Pick<Recipe, "features">, sources: Sources, rows: Uint32Array): Float32Array {
  const width = recipeWidth(recipe);
  const x = new Float32Array(rows.length * width);
  let place = 0;
  for (const feature of recipe.features) {
    const source = sources(feature.column);
    if (source) fillFeature(feature, source, rows, x, width, place);
    else fillMissing(feature, rows.length, x, width, place);
    place += featureWidth(feature);
  }
  return x;
}

/** The scaled number of a cell; the imputed one where the cell is missing, unreadable or beyond float32 once scaled. */
function scaledNumber(feature: FittedFeature & { kind: "number" }, cell: number): number {
  const scaled = (cell - feature.offset) / feature.scale;
  return Math.abs(scaled) < featureLimit ? scaled : (feature.impute - feature.offset) / feature.scale;
}

function fillFeature(
  feature: FittedFeature,
  source: CellSource,
  rows: Uint32Array,
  x: Float32Array,
  width: number,
  place: number,
): void {
  switch (feature.kind) {
    case "number":
      fillNumber(feature, source.number, rows, x, width, place);
      return;
    case "oneHot": {
      const indexOf = keyIndexer(source.categories, feature.values, feature.values.length);
      for (let i = 0; i < rows.length; i++) {
        const index = indexOf(rows[i] ?? 0);
        x[i * width + place + (index < 0 ? feature.impute : index)] = 1;
      }
      return;
    }
    default:
      assertNever(feature);
  }
}

function fillNumber(
  feature: FittedFeature & { kind: "number" },
  read: CellSource["number"],
  rows: Uint32Array,
  x: Float32Array,
  width: number,
  place: number,
): void {
  for (let i = 0; i < rows.length; i++) x[i * width + place] = scaledNumber(feature, read(rows[i] as number));
}

function fillMissing(feature: FittedFeature, count: number, x: Float32Array, width: number, place: number): void {
  const at = feature.kind === "number" ? place : place + feature.impute;
  const value = feature.kind === "number" ? scaledNumber(feature, Number.NaN) : 1;
  for (let i = 0; i < count; i++) x[i * width + at] = value;
}

/** Class indices of labelled rows. */
export function encodeClasses(
  target: FittedTarget & { kind: "classes" },
  source: CellSource,
  rows: Uint32Array,
): Int32Array {
  const indexOf = keyIndexer(source.categories, target.classes, -1);
  const classes = gatherIndices(rows, indexOf);
  assert(
    classes.every((index) => index >= 0),
    "every labelled row has a class of the recipe",
  );
  return classes;
}

/** The target of labelled rows in its own unit, float64. */
export const targetValues = (source: CellSource, rows: Uint32Array): Float64Array => gatherNumbers(rows, source.number);

/** What a regression model learns: (y − offset) / scale, float32. */
export const encodeValues = (target: FittedTarget & { kind: "number" }, values: Float64Array): Float32Array =>
  Float32Array.from(values, (value) => (value - target.offset) / target.scale);

/** A regression model's output in the target's unit. */
export const decodeValues = (target: FittedTarget & { kind: "number" }, outputs: ArrayLike<number>): Float64Array =>
  Float64Array.from(outputs, (output) => output * target.scale + target.offset);

/**
 * What encoding replaced: a column the recipe wants and the table lacks, cells that are missing, cells that cannot be
 * read, categories that training never saw; one issue a column and kind, with how many rows and an example.
 */
export function encodeIssues(recipe: Recipe, sources: Sources, rows: Uint32Array, columns: readonly string[]): Issue[] {
  const issues = recipe.features.flatMap((feature) => featureIssues(feature, sources(feature.column), rows));
  const known = new Set([...recipe.features.map(({ column }) => column), recipe.target.column]);
  const extra = columns.filter((column) => !known.has(column));
  if (extra.length > 0) {
    const context = { columns: extra.slice(0, 5).join(", "), count: extra.length };
    issues.push({ code: "predictColumnsExtra", severity: "notice", at: {}, context });
  }
  return issues;
}

/** Why a table cannot be predicted at all, or null: it has none of the columns the recipe wants. */
export function noKnownColumn(recipe: Recipe, columns: readonly string[]): Issue | null {
  const wanted = recipe.features.map(({ column }) => column);
  if (wanted.some((column) => columns.includes(column))) return null;
  return {
    code: "predictNoColumn",
    severity: "error",
    at: {},
    context: { columns: wanted.slice(0, 5).join(", "), count: wanted.length },
  };
}

function featureIssues(feature: FittedFeature, source: CellSource | undefined, rows: Uint32Array): Issue[] {
  const { column } = feature;
  if (!source) return [{ code: "predictColumnMissing", severity: "warning", at: { column }, context: { column } }];
  const found = new Map<CellState, { first: number; count: number }>();
  const stateOf = cellState(feature, source);
  for (const row of rows) {
    const state = stateOf(row);
    const seen = found.get(state);
    if (seen) seen.count++;
    else found.set(state, { first: row, count: 1 });
  }
  return [...found].flatMap(([state, { first, count }]): Issue[] => {
    const at = { column, row: first + 1 };
    const text = source.text(first) ?? "";
    switch (state) {
      case "used":
        return [];
      case "missing":
        return [{ code: "predictMissing", severity: "warning", at, context: { column, count } }];
      case "unreadable":
        return [{ code: "predictUnreadable", severity: "warning", at, context: { column, text, count } }];
      case "unseen":
        return [{ code: "predictUnseen", severity: "warning", at, context: { column, text, count } }];
      default:
        return assertNever(state);
    }
  });
}

type CellState = "used" | "missing" | "unreadable" | "unseen";

function cellState(feature: FittedFeature, source: CellSource): (row: number) => CellState {
  const notUsed = (row: number) => (source.text(row) === null ? "missing" : "unreadable");
  if (feature.kind === "oneHot") {
    const indexOf = keyIndexer(source.categories, feature.values, feature.values.length);
    return (row) => {
      const index = indexOf(row);
      return index < 0 ? notUsed(row) : index < feature.values.length ? "used" : "unseen";
    };
  }
  return (row) => {
    const scaled = (source.number(row) - feature.offset) / feature.scale;
    return Math.abs(scaled) < featureLimit ? "used" : notUsed(row);
  };
}
