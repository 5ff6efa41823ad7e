/**
 * @file From a table and the user's settings to what a model is trained on: labelled rows, parts, the fitted recipe and,
 * where asked for, the encoded rows. Works a column at a time and holds no row twice; what the numbers mean is decided
 * in core (labels, split, fit, encode), and how a file became a table is ingest's.
 */
import { columnSource, type TypedColumn } from "../../core/data/cellSource.ts";
import { encode, encodeClasses, encodeValues, type Sources, targetValues } from "../../core/data/encode.ts";
import { fitRecipe } from "../../core/data/fit.ts";
import { gatherNumbers } from "../../core/data/gather.ts";
import { classLimit, type Labelled, labelRows } from "../../core/data/labels.ts";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import { type Recipe, recipeWidth } from "../../core/data/recipe.ts";
import { countSameRows } from "../../core/data/sameRows.ts";
import { type Parts, type Split, split } from "../../core/data/split.ts";
import { summarizeDataset } from "../../core/data/summarize.ts";
import { checkTarget } from "../../core/data/targetCheck.ts";
import type { ColumnType, DataSettings, Dataset, Task } from "../../core/data/types.ts";
import { assertNever } from "../../core/fault.ts";
import { hasErrors, type Issue, type Result } from "../../core/issue.ts";
import type { PartCounts } from "../../core/training/types.ts";

export interface PrepareQuery {
  readonly dataset: Dataset;
  /** The type in force of each column, in the table's order. */
  readonly types: readonly ColumnType[];
  readonly data: DataSettings;
  readonly task: Task;
}

/** The prepared table: labelled rows in the order train, validation, test. */
export interface Prepared {
  readonly recipe: Recipe;
  /** Empty for regression. */
  readonly classes: readonly string[];
  /** Row numbers of the table (from 0). */
  readonly parts: Parts;
  readonly counts: PartCounts;
  readonly width: number;
  /** [rows × width] */
  readonly x: Float32Array;
  /** What the model learns: class indices, or the scaled target. */
  readonly y: Int32Array | Float32Array;
  /** The target in its own unit; null for classification. */
  readonly values: Float64Array | null;
  readonly issues: readonly Issue[];
}

/** Encoded rows stay in memory, and go to the GPU whole. */
export const preparedLimitBytes = 768 * 2 ** 20;

/** From this share of the test rows on, rows that training holds too are more than chance repeats. */
const sameRowsShare = 0.01;
/** Fewer repeats than this are what measurements of few digits bring by chance, however small the test part. */
const sameRowsLeast = 3;

interface Fit {
  readonly recipe: Recipe;
  readonly labelled: Labelled;
  readonly parts: Split;
  readonly sources: Sources;
  readonly issues: readonly Issue[];
}

/** Splits and fits, encoding nothing: width, classes and what is wrong for training. */
export function prepareInfo(query: PrepareQuery): PreparedInfo {
  const fit = fitTable(query);
  if (!fit.ok) {
    const counts = { train: 0, validation: 0, test: 0 };
    return { width: 0, classes: [], counts, recipe: emptyRecipe(query), issues: fit.issues };
  }
  const { recipe, labelled, parts, issues } = fit.value;
  return { width: recipeWidth(recipe), classes: labelled.classes, counts: partCounts(parts), recipe, issues };
}

/** Splits, fits and encodes; refused with the issues of `prepareInfo` where one of them is an error. */
export function prepare(query: PrepareQuery): Result<Prepared> {
  const fit = fitTable(query);
  if (!fit.ok) return fit;
  const { recipe, labelled, parts, sources, issues } = fit.value;
  if (hasErrors(issues)) return { ok: false, issues };
  const rows = new Uint32Array(labelled.rows.length);
  rows.set(parts.train);
  rows.set(parts.validation, parts.train.length);
  rows.set(parts.test, parts.train.length + parts.validation.length);
  return {
    ok: true,
    value: {
      recipe,
      classes: labelled.classes,
      parts: { train: parts.train, validation: parts.validation, test: parts.test },
      counts: partCounts(parts),
      width: recipeWidth(recipe),
      x: encode(recipe, sources, rows),
      ...encodeTarget(recipe, sources, rows),
      issues,
    },
  };
}

/** Table rows (numbers from 0) as the model takes them, [rows × width], by a recipe that was fitted before. */
export function encodeRows({ dataset, types }: PrepareQuery, recipe: Recipe, rows: Uint32Array): Float32Array {
  const byName = new Map(typedColumns(dataset, types).map((column) => [column.name, column.source]));
  return encode(recipe, (name) => byName.get(name), rows);
}

/** What the table says of one row's target: the class, or the number in its own unit; null where it says nothing. */
export function truthOf({ dataset, types }: PrepareQuery, { target }: Recipe, row: number): string | number | null {
  const source = typedColumns(dataset, types).find(({ name }) => name === target.column)?.source;
  if (source === undefined) return null;
  switch (target.kind) {
    case "classes": {
      const { codeAt, values } = source.categories;
      return values[codeAt(row)] ?? null;
    }
    case "number": {
      const value = source.number(row);
      return Number.isFinite(value) ? value : null;
    }
    default:
      return assertNever(target);
  }
}

function encodeTarget({ target }: Recipe, sources: Sources, rows: Uint32Array): Pick<Prepared, "y" | "values"> {
  const source = sources(target.column);
  if (!source) return { y: new Float32Array(0), values: null };
  switch (target.kind) {
    case "classes":
      return { y: encodeClasses(target, source, rows), values: null };
    case "number": {
      const values = targetValues(source, rows);
      return { y: encodeValues(target, values), values };
    }
    default:
      return assertNever(target);
  }
}

function fitTable(query: PrepareQuery): Result<Fit> {
  const { dataset, types, data, task } = query;
  if (data.target === null) return refusal({ code: "noTarget", severity: "error", at: {}, context: {} });
  const columns = typedColumns(dataset, types);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const target = byName.get(data.target);
  if (!target) {
    const context = { column: data.target };
    return refusal({ code: "targetNotFound", severity: "error", at: context, context });
  }
  const unfit = targetIssues(query, data.target);
  // Nothing after an error here could be computed, or would mean anything.
  if (hasErrors(unfit)) return { ok: false, issues: unfit };
  const labelled = labelRows(target, task, dataset.rows);
  const { rows, classes, classOf } = labelled;
  if (classes.length > classLimit) {
    const context = { column: target.name, count: classes.length, limit: classLimit };
    const issue = { code: "tooManyClasses", severity: "error", at: { column: target.name }, context } as const;
    return { ok: false, issues: [...unfit, issue] };
  }

  const order = orderOf(data, byName, rows);
  const parts = split(data.split, { rows, classOf, classes, order });
  const { format } = dataset;
  const fitted = fitRecipe({ columns, format, settings: data, task, target, classes, trainRows: parts.train });
  const sources: Sources = (name) => byName.get(name)?.source;
  const issues = [
    ...unfit,
    ...parts.issues,
    ...fitted.issues,
    ...sizeIssues(fitted.recipe, rows.length),
    ...sameRowIssues(fitted.recipe, sources, parts),
  ];
  return { ok: true, value: { recipe: fitted.recipe, labelled, parts, sources, issues } };
}

/** The summary is remembered with the columns: the page has been shown it. */
function targetIssues({ dataset, types, data, task }: PrepareQuery, name: string): Issue[] {
  const settings = Object.fromEntries(dataset.names.map((column, i) => [column, { type: types[i] }]));
  const summary = summarizeDataset(dataset, settings).columns.find((column) => column.name === name);
  if (!summary) return [];
  // The stratified split tells what it does with classes of one row.
  const told = (code: string) => code === "targetSingletons" && data.split.strategy === "stratified";
  return checkTarget(summary, task).filter(({ code }) => !told(code));
}

const refusal = (issue: Issue): Result<never> => ({ ok: false, issues: [issue] });

const typedColumns = (dataset: Dataset, types: readonly ColumnType[]): TypedColumn[] =>
  dataset.columns.flatMap((column, i) => {
    const [name, type] = [dataset.names[i], types[i]];
    if (name === undefined || type === undefined) return [];
    return [{ name, type, source: columnSource(column, type, dataset.format) }];
  });

/** The values of the column that orders the rows; null where it is not one of numbers or dates. */
function orderOf(
  data: DataSettings,
  columns: ReadonlyMap<string, TypedColumn>,
  rows: Uint32Array,
): Float64Array | null {
  const { strategy, by } = data.split;
  if (strategy !== "chronological" || by === undefined) return null;
  const column = columns.get(by);
  if (!column) return null;
  const { source, type } = column;
  const ordered = type === "date" || type === "number" || type === "integer" || type === "id";
  return ordered ? gatherNumbers(rows, source.number) : null;
}

function sizeIssues(recipe: Recipe, rows: number): Issue[] {
  const width = recipeWidth(recipe);
  const bytes = rows * width * Float32Array.BYTES_PER_ELEMENT;
  if (bytes <= preparedLimitBytes) return [];
  const context = { megabytes: Math.ceil(bytes / 2 ** 20), limit: preparedLimitBytes / 2 ** 20, width };
  return [{ code: "preparedTooLarge", severity: "error", at: {}, context }];
}

function sameRowIssues(recipe: Recipe, sources: Sources, parts: Parts): Issue[] {
  if (recipe.features.length === 0) return [];
  const rows = parts.test.length;
  const count = countSameRows(recipe, sources, parts.train, parts.test);
  if (count === 0) return [];
  const severity = count >= sameRowsLeast && count >= rows * sameRowsShare ? "warning" : "notice";
  return [{ code: "rowsInTwoParts", severity, at: {}, context: { count, rows } }];
}

const partCounts = ({ train, validation, test }: Parts): PartCounts => ({
  train: train.length,
  validation: validation.length,
  test: test.length,
});

/** Stands where nothing could be fitted; the issues beside it say why. */
function emptyRecipe({ dataset, data, task }: PrepareQuery): Recipe {
  const { decimal, dayFirst, missing } = dataset.format;
  const column = data.target ?? "";
  const target =
    task === "regression"
      ? ({ kind: "number", column, offset: 0, scale: 1 } as const)
      : ({ kind: "classes", column, classes: [] } as const);
  return { task, decimal, dayFirst, missing, features: [], target };
}
