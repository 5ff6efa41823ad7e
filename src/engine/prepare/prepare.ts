/**
 * @file From a table and the user's settings to what a model is trained on: labelled rows, parts, the fitted recipe and,
 * where asked for, the encoded rows. Works a column at a time and holds no row twice; what the numbers mean is decided
 * in core (labels, split, fit, encode), and how a file became a table is ingest's.
 */
import { type Balanced, balanceTraining } from "../../core/data/balance.ts";
import { columnsByName, type TypedColumn } from "../../core/data/cellSource.ts";
import { encodeClasses, encodeValues, type Sources, samplesEncoder, targetValues } from "../../core/data/encode.ts";
import { fitRecipe } from "../../core/data/fit.ts";
import { countedOver } from "../../core/data/handLabels.ts";
import { classLimit, type Labelled, labelRows } from "../../core/data/labels.ts";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import { inputShapeOf, outputsOf, type Recipe, sampleWidth } from "../../core/data/recipe.ts";
import { countSameRows } from "../../core/data/sameRows.ts";
import { concatenate } from "../../core/data/split/positions.ts";
import { classCounts, heldOutGroups, type Parts, type Split, split } from "../../core/data/split.ts";
import { summarizeDataset } from "../../core/data/summarize.ts";
import { checkTarget } from "../../core/data/targetCheck.ts";
import { everyRow, type Samples, splitWindows } from "../../core/data/windows.ts";
import { hasErrors, type Issue, type Result } from "../../core/issue.ts";
import { residentBytes } from "../../core/training/estimate.ts";
import type { PartCounts } from "../../core/training/types.ts";
import { bytesOf, inMemory, type SampleRows } from "../train/samples.ts";
import {
  groupsOf,
  moreTargetsOf,
  orderOf,
  type PrepareQuery,
  placingColumn,
  samplesOf,
  typedColumns,
} from "./query.ts";

/** The prepared dataset: labelled samples in the order train, validation, test. */
export interface Prepared {
  readonly recipe: Recipe;
  /** Empty for regression. */
  readonly classes: readonly string[];
  /** Rows of the table (from 0) whose targets the samples of each part are to learn. */
  readonly parts: Parts;
  readonly counts: PartCounts;
  /** Encoded; beyond `residentBytes` not in memory, but encoded anew by each reading. */
  readonly x: SampleRows;
  /** What the model learns: class indices, or the scaled targets [samples × outputs]. */
  readonly y: Int32Array | Float32Array;
  /** The targets in their own units; null for classification. */
  readonly values: Float64Array | null;
  /** The targets' last known values before each window, [samples × outputs]: the naive forecast. null: no forecast. */
  readonly naive: Float64Array | null;
  readonly balance: Balanced;
  readonly issues: readonly Issue[];
}

/** What an origin may store is a share of the disk; beyond this no one waits for an epoch. */
export const preparedLimitBytes = 32 * 2 ** 30;

/** From this share of the test rows on, rows that training holds too are more than chance repeats. */
const sameRowsShare = 0.01;
/** Fewer repeats than this are what measurements of few digits bring by chance, however small the test part. */
const sameRowsLeast = 3;

interface Divided {
  readonly columns: readonly TypedColumn[];
  readonly target: TypedColumn;
  readonly samples: Samples;
  readonly window: ReturnType<typeof samplesOf>["window"];
  readonly labelled: Labelled;
  /** Sample numbers. */
  readonly parts: Split;
  /** Those that can be left out. */
  readonly groups: readonly string[];
  readonly issues: readonly Issue[];
}

interface Fit {
  readonly recipe: Recipe;
  readonly samples: Samples;
  readonly labelled: Labelled;
  /** Sample numbers. */
  readonly parts: Split;
  readonly groups: readonly string[];
  readonly sources: Sources;
  readonly issues: readonly Issue[];
}

/** Splits and fits, encoding nothing: shape, classes and what is wrong for training. */
export function prepareInfo(query: PrepareQuery): PreparedInfo {
  const fit = fitTable(query);
  if (!fit.ok) {
    const counts = { train: 0, validation: 0, test: 0 };
    return { inputShape: [0], classes: [], counts, recipe: emptyRecipe(query), issues: fit.issues };
  }
  const { recipe, labelled, parts, groups, issues } = fit.value;
  const { at, classes, classOf } = labelled;
  return {
    inputShape: inputShapeOf(recipe),
    classes,
    counts: partCounts(parts),
    recipe,
    ...(classOf === null ? {} : { trainClasses: classCounts(parts.train, at, classOf, classes.length) }),
    ...(groups.length === 0 ? {} : { groups }),
    issues,
  };
}

/** The table's rows (from 0) as preparing divides them, with the classes they are of. */
export interface DividedRows {
  readonly parts: Parts;
  readonly classes: readonly string[];
  /** Rows of each class, in the classes' order; null for a regression. */
  readonly counts: readonly number[] | null;
}

/** What `prepareInfo` divides the table into, without fitting anything; null where it refuses to. */
export function divideRows(query: PrepareQuery): DividedRows | null {
  const divided = divideTable(query);
  if (!divided.ok) return null;
  const { samples, labelled, parts } = divided.value;
  const { classes, classOf } = labelled;
  const rowsOf = (part: Uint32Array) => part.map((sample) => samples.targetRows[sample] as number);
  const counts = classes.map(() => 0);
  for (const index of classOf ?? []) counts[index] = (counts[index] ?? 0) + 1;
  const rows = { train: rowsOf(parts.train), validation: rowsOf(parts.validation), test: rowsOf(parts.test) };
  return { parts: rows, classes, counts: classOf === null ? null : counts };
}

/**
 * Splits, fits and encodes; refused with the issues of `prepareInfo` where one of them is an error. `mostBytes`: of
 * encoded samples in memory.
 */
export function prepare(query: PrepareQuery, mostBytes = residentBytes): Result<Prepared> {
  const fit = fitTable(query);
  if (!fit.ok) return fit;
  const { recipe, samples, labelled, parts, sources, issues } = fit.value;
  if (hasErrors(issues)) return { ok: false, issues };
  const { train, validation, test } = parts;
  const chosen = concatenate([train, validation, test]);
  const rowsOf = (part: Uint32Array) => part.map((sample) => samples.targetRows[sample] as number);
  const target = encodeTarget(recipe, sources, rowsOf(chosen));
  const classOf = target.y instanceof Int32Array ? target.y.subarray(0, train.length) : null;
  const { balance, split } = query.data;
  return {
    ok: true,
    value: {
      recipe,
      classes: labelled.classes,
      parts: { train: rowsOf(train), validation: rowsOf(validation), test: rowsOf(test) },
      counts: partCounts(parts),
      x: encodedRows(recipe, sources, samples, chosen, mostBytes),
      ...target,
      naive: naiveForecast(recipe, sources, samples, chosen),
      balance: balanceTraining(balance, classOf, labelled.classes.length, split.seed),
      issues,
    },
  };
}

function encodedRows(
  recipe: Recipe,
  sources: Sources,
  samples: Samples,
  chosen: Uint32Array,
  mostBytes: number,
): SampleRows {
  const size = { rows: chosen.length, width: sampleWidth(recipe) };
  const encoder = samplesEncoder(recipe, sources, samples);
  if (bytesOf(size) <= mostBytes) return inMemory(encoder(chosen), size.rows);
  return { ...size, resident: null, read: (from, count) => encoder(chosen.subarray(from, from + count)) };
}

function naiveForecast(recipe: Recipe, sources: Sources, samples: Samples, chosen: Uint32Array): Float64Array | null {
  const { window, target } = recipe;
  if (window === null || window.mode !== "forecast" || target.kind === "classes") return null;
  const last = chosen.map((sample) => samples.order[(samples.starts[sample] as number) + window.length - 1] as number);
  const values = targetValues(target, sources, last);
  // Where the last cell is missing nothing is known: the scaled target's mean stands for it.
  const outputs = outputsOf(target);
  return values.map((value, i) => (Number.isNaN(value) ? (outputs[i % outputs.length]?.offset ?? 0) : value));
}

function encodeTarget({ target }: Recipe, sources: Sources, rows: Uint32Array): Pick<Prepared, "y" | "values"> {
  const source = sources(target.column);
  if (!source) return { y: new Float32Array(0), values: null };
  if (target.kind === "classes") return { y: encodeClasses(target, source, rows), values: null };
  const values = targetValues(target, sources, rows);
  return { y: encodeValues(target, values), values };
}

/** Labels the samples and divides them, fitting nothing. */
function divideTable(query: PrepareQuery): Result<Divided> {
  const { data, task } = query;
  if (data.target === null) return refusal({ code: "noTarget", severity: "error", at: {}, context: {} });
  const columns = typedColumns(query);
  const byName = columnsByName(columns);
  const target = byName.get(data.target);
  if (!target) {
    const context = { column: data.target };
    return refusal({ code: "targetNotFound", severity: "error", at: context, context });
  }
  if (data.input.kind === "text" && data.input.column === data.target) {
    const context = { column: data.target };
    return refusal({ code: "inputIsTarget", severity: "error", at: context, context });
  }
  const { rows, samples, window, issues: sampleIssues } = samplesOf(query, byName);
  const unfit = targetIssues(query, target, rows);
  // Nothing after an error here could be computed, or would mean anything.
  if (hasErrors(unfit)) return { ok: false, issues: unfit };
  const more = moreTargetsOf(query);
  const targets = [target, ...columns.filter(({ name }) => more.includes(name))];
  const labelled = labelRows(targets, task, samples.targetRows);
  const { at, classes, classOf } = labelled;
  if (classes.length > classLimit) {
    const context = { column: target.name, count: classes.length, limit: classLimit };
    const issue = { code: "tooManyClasses", severity: "error", at: { column: target.name }, context } as const;
    return { ok: false, issues: [...unfit, issue] };
  }
  const labelRow = at.map((sample) => samples.targetRows[sample] as number);
  const order = orderOf(data, byName, labelRow);
  const labels = { rows: at, classOf, classes, order, ...groupsOf(data, byName, labelRow) };
  const parts = window === null ? split(data.split, labels) : splitWindows(data.split, labels, samples, window);
  const issues = [...unfit, ...sampleIssues, ...parts.issues];
  const groups = heldOutGroups(data.split, labels);
  return { ok: true, value: { columns, target, samples, window, labelled, parts, groups, issues } };
}

function fitTable(query: PrepareQuery): Result<Fit> {
  const { dataset, data, task } = query;
  const divided = divideTable(query);
  if (!divided.ok) return divided;
  const { columns, target, samples, window, labelled, parts, groups } = divided.value;
  const { classes } = labelled;
  const { format } = dataset;
  const targetRows = parts.train.map((sample) => samples.targetRows[sample] as number);
  const trainRows = window === null ? targetRows : rowsOfWindows(samples, parts.train, window.length);
  const placing = placingColumn(query, columns);
  const settings = {
    ...data,
    moreTargets: moreTargetsOf(query),
    columns: placing === null ? data.columns : { ...data.columns, [placing]: { dropped: true } },
  };
  const fitted = fitRecipe({ columns, format, settings, task, target, classes, trainRows, targetRows, window });
  const byName = columnsByName(columns);
  const sources: Sources = (name) => byName.get(name)?.source;
  const issues = [
    ...divided.value.issues,
    ...(placing === null ? [] : [leftToSplit(placing)]),
    ...fitted.issues,
    ...sizeIssues(fitted.recipe, labelled.at.length),
    ...sameRowIssues(fitted.recipe, sources, samples, parts),
  ];
  return { ok: true, value: { recipe: fitted.recipe, samples, labelled, parts, groups, sources, issues } };
}

/** What makes the target unfit, as it is renamed and as the rows that are left hold it. The summary is remembered. */
function targetIssues({ dataset, types, data, task }: PrepareQuery, target: TypedColumn, rows: Uint32Array): Issue[] {
  const { name, rename, source } = target;
  const own = (column: string) => (column === name && rename !== undefined ? { rename } : {});
  const settings = Object.fromEntries(dataset.names.map((column, i) => [column, { type: types[i], ...own(column) }]));
  const stored = summarizeDataset(dataset, settings).columns.find((column) => column.name === name);
  if (!stored) return [];
  // A filter that leaves nothing has said so.
  const changed = rows.length > 0 && (rows.length < dataset.rows || Object.keys(data.rows).length > 0);
  const summary = changed && task !== "regression" ? countedOver(stored, source.categories, rows) : stored;
  // The stratified split tells what it does with classes of one row.
  const told = (code: string) => code === "targetSingletons" && data.split.strategy === "stratified";
  return checkTarget(summary, task).filter(({ code }) => !told(code));
}

const refusal = (issue: Issue): Result<never> => ({ ok: false, issues: [issue] });

const leftToSplit = (column: string): Issue => ({
  code: "splitColumnNotLearnt",
  severity: "notice",
  at: { column },
  context: { column },
});
/** All rows in the windows, each once, ascending. */
function rowsOfWindows({ order, starts }: Samples, chosen: Uint32Array, length: number): Uint32Array {
  const used = new Uint8Array(order.length);
  for (const sample of chosen) {
    const start = starts[sample] as number;
    used.fill(1, start, start + length);
  }
  return order.filter((_, place) => used[place] === 1).sort();
}

function sizeIssues(recipe: Recipe, rows: number): Issue[] {
  const width = sampleWidth(recipe);
  const bytes = bytesOf({ rows, width });
  if (bytes <= preparedLimitBytes) return [];
  const context = { megabytes: Math.ceil(bytes / 2 ** 20), limit: preparedLimitBytes / 2 ** 20, width };
  return [{ code: "preparedTooLarge", severity: "error", at: {}, context }];
}

/** Windows are never compared: a series at rest repeats itself without being a copy. */
function sameRowIssues(recipe: Recipe, sources: Sources, samples: Samples, parts: Parts): Issue[] {
  if (recipe.features.length === 0 || recipe.window !== null) return [];
  const rows = parts.test.length;
  const count = countSameRows(recipe, sources, everyRow(samples, parts.train), everyRow(samples, parts.test));
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
  return { task, decimal, dayFirst, missing, features: [], target, window: null };
}
