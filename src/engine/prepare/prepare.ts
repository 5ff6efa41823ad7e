/**
 * @file From a table and the user's settings to what a model is trained on: labelled rows, parts, the fitted recipe and,
 * where asked for, the encoded rows. Works in pieces, a column at a time, and holds no row twice; what the numbers mean is decided
 * in core (labels, split, fit, encode), and how a file became a table is ingest's.
 */
import { type Balanced, balanceTraining } from "../../core/data/balance.ts";
import { columnsByName, type TypedColumn } from "../../core/data/cellSource.ts";
import { encodeClasses, encodeValues, type Sources, samplesEncoder, targetValues } from "../../core/data/encode.ts";
import { fitRecipe } from "../../core/data/fit.ts";
import { pick, rowsWhere } from "../../core/data/gather.ts";
import { countedOver } from "../../core/data/handLabels.ts";
import { classLimit, type Labelled, labelRows } from "../../core/data/labels.ts";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import { type FittedWindow, inputShapeOf, outputsOf, type Recipe, sampleWidth } from "../../core/data/recipe.ts";
import { countSameRows } from "../../core/data/sameRows.ts";
import { counted } from "../../core/data/sorting.ts";
import { concatenate, countCodes } from "../../core/data/split/positions.ts";
import { classCounts, heldOutGroups, type Parts, type Split, split } from "../../core/data/split.ts";
import { summarizeDataset } from "../../core/data/summarize.ts";
import { checkTarget } from "../../core/data/targetCheck.ts";
import { type Samples, splitWindows } from "../../core/data/windows.ts";
import { hasErrors, type Issue, type Result } from "../../core/issue.ts";
import { atOnce, inBlocks, type Pieces, within } from "../../core/pieces.ts";
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

/** Of the work on samples that do not fit in memory, what is done once they are prepared: writing them is the rest. */
export const encodedLater = 0.8;

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
  readonly window: FittedWindow | null;
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
export function* prepareInfo(query: PrepareQuery): Pieces<PreparedInfo> {
  const fit = yield* within(fitTable(query), 0, 0.95);
  if (!fit.ok) {
    const counts = { train: 0, validation: 0, test: 0 };
    return { inputShape: [0], classes: [], counts, recipe: emptyRecipe(query), issues: fit.issues };
  }
  const { recipe, labelled, parts, groups, issues } = fit.value;
  const { at, classes, classOf } = labelled;
  const trainClasses =
    classOf === null ? null : yield* within(classCounts(parts.train, at, classOf, classes.length), 0.95, 1);
  return {
    inputShape: inputShapeOf(recipe),
    classes,
    counts: partCounts(parts),
    recipe,
    ...(trainClasses === null ? {} : { trainClasses }),
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
export function* divideRows(query: PrepareQuery): Pieces<DividedRows | null> {
  const divided = yield* within(divideTable(query), 0, 0.9);
  if (!divided.ok) return null;
  const { samples, labelled, parts } = divided.value;
  const { classes, classOf } = labelled;
  const counts = classOf === null ? null : yield* countCodes(classOf, null, classes.length);
  return { parts: yield* within(rowsOfParts(samples, parts), 0.9, 1), classes, counts };
}

/** The rows whose targets the samples of each part are to learn. */
function* rowsOfParts({ targetRows }: Samples, { train, validation, test }: Parts): Pieces<Parts> {
  return {
    train: yield* within(pick(targetRows, train), 0, 0.8),
    validation: yield* within(pick(targetRows, validation), 0.8, 0.9),
    test: yield* within(pick(targetRows, test), 0.9, 1),
  };
}

/**
 * Splits, fits and encodes; refused with the issues of `prepareInfo` where one of them is an error. `mostBytes`: of
 * encoded samples in memory.
 */
export function* prepare(query: PrepareQuery, mostBytes = residentBytes): Pieces<Result<Prepared>> {
  const fit = yield* within(fitTable(query), 0, 0.7);
  if (!fit.ok) return fit;
  const { recipe, labelled, issues } = fit.value;
  if (hasErrors(issues)) return { ok: false, issues };
  const rows = labelled.at.length;
  const later = bytesOf({ rows, width: sampleWidth(recipe) }) > mostBytes;
  return { ok: true, value: yield* within(encoded(query, fit.value, mostBytes), 0.7, later ? encodedLater : 1) };
}

function* encoded(query: PrepareQuery, fit: Fit, mostBytes: number): Pieces<Prepared> {
  const { recipe, samples, labelled, sources, issues } = fit;
  const { train, validation, test } = fit.parts;
  const parts = yield* within(rowsOfParts(samples, fit.parts), 0, 0.1);
  const chosen = concatenate([train, validation, test]);
  const targetRows = concatenate([parts.train, parts.validation, parts.test]);
  const target = yield* within(encodeTarget(recipe, sources, targetRows), 0.1, 0.3);
  const classOf = target.y instanceof Int32Array ? target.y.subarray(0, train.length) : null;
  const { balance, split } = query.data;
  return {
    recipe,
    classes: labelled.classes,
    parts,
    counts: partCounts(parts),
    x: yield* within(encodedRows(recipe, sources, samples, chosen, mostBytes), 0.3, 0.85),
    ...target,
    naive: yield* within(naiveForecast(recipe, sources, samples, chosen), 0.85, 0.9),
    balance: yield* within(balanceTraining(balance, classOf, labelled.classes.length, split.seed), 0.9, 1),
    issues,
  };
}

function* encodedRows(
  recipe: Recipe,
  sources: Sources,
  samples: Samples,
  chosen: Uint32Array,
  mostBytes: number,
): Pieces<SampleRows> {
  const size = { rows: chosen.length, width: sampleWidth(recipe) };
  const encode = yield* within(samplesEncoder(recipe, sources, samples), 0, 0.5);
  if (bytesOf(size) <= mostBytes) return inMemory(yield* within(encode(chosen), 0.5, 1), size.rows);
  return { ...size, resident: null, read: (from, count) => atOnce(encode(chosen.subarray(from, from + count))) };
}

function* naiveForecast(
  recipe: Recipe,
  sources: Sources,
  samples: Samples,
  chosen: Uint32Array,
): Pieces<Float64Array | null> {
  const { window, target } = recipe;
  if (window === null || window.mode !== "forecast" || target.kind === "classes") return null;
  const starts = yield* within(pick(samples.starts, chosen), 0, 0.2);
  const last = yield* within(pick(samples.order.subarray(window.length - 1), starts), 0.2, 0.4);
  const values = yield* within(targetValues(target, sources, last), 0.4, 0.9);
  // Where the last cell is missing nothing is known: the scaled target's mean stands for it.
  const outputs = outputsOf(target);
  const fill = inBlocks(values.length, (from, to) => {
    for (let i = from; i < to; i++) if (Number.isNaN(values[i])) values[i] = outputs[i % outputs.length]?.offset ?? 0;
  });
  yield* within(fill, 0.9, 1);
  return values;
}

function* encodeTarget(
  { target }: Recipe,
  sources: Sources,
  rows: Uint32Array,
): Pieces<Pick<Prepared, "y" | "values">> {
  const source = sources(target.column);
  if (!source) return { y: new Float32Array(0), values: null };
  if (target.kind === "classes") return { y: yield* encodeClasses(target, source, rows), values: null };
  const values = yield* within(targetValues(target, sources, rows), 0, 0.5);
  return { y: yield* within(encodeValues(target, values), 0.5, 1), values };
}

/** Labels the samples and divides them, fitting nothing. */
function* divideTable(query: PrepareQuery): Pieces<Result<Divided>> {
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
  const { rows, samples, window, issues: sampleIssues } = yield* within(samplesOf(query, byName), 0, 0.1);
  const unfit = yield* within(targetIssues(query, target, rows), 0.1, 0.15);
  // Nothing after an error here could be computed, or would mean anything.
  if (hasErrors(unfit)) return { ok: false, issues: unfit };
  const more = moreTargetsOf(query);
  const targets = [target, ...columns.filter(({ name }) => more.includes(name))];
  const labelled = yield* within(labelRows(targets, task, samples.targetRows), 0.15, 0.4);
  const { at, classes, classOf } = labelled;
  if (classes.length > classLimit) {
    const context = { column: target.name, count: classes.length, limit: classLimit };
    const issue = { code: "tooManyClasses", severity: "error", at: { column: target.name }, context } as const;
    return { ok: false, issues: [...unfit, issue] };
  }
  const labelRow = yield* within(pick(samples.targetRows, at), 0.4, 0.45);
  const order = yield* within(orderOf(data, byName, labelRow), 0.45, 0.5);
  const placed = yield* within(groupsOf(data, byName, labelRow), 0.5, 0.55);
  const labels = { rows: at, classOf, classes, order, ...placed };
  const dividing = window === null ? split(data.split, labels) : splitWindows(data.split, labels, samples, window);
  const parts = yield* within(dividing, 0.55, 1);
  const issues = [...unfit, ...sampleIssues, ...parts.issues];
  const groups = yield* heldOutGroups(data.split, labels);
  return { ok: true, value: { columns, target, samples, window, labelled, parts, groups, issues } };
}

function* fitTable(query: PrepareQuery): Pieces<Result<Fit>> {
  const { dataset, data, task } = query;
  const divided = yield* within(divideTable(query), 0, 0.3);
  if (!divided.ok) return divided;
  const { columns, target, samples, window, labelled, parts, groups } = divided.value;
  const { classes } = labelled;
  const { format } = dataset;
  const targetRows = yield* within(pick(samples.targetRows, parts.train), 0.3, 0.32);
  const trainRows =
    window === null ? targetRows : yield* within(rowsOfWindows(samples, parts.train, window.length), 0.32, 0.35);
  const placing = placingColumn(query, columns);
  const settings = {
    ...data,
    moreTargets: moreTargetsOf(query),
    columns: placing === null ? data.columns : { ...data.columns, [placing]: { dropped: true } },
  };
  const fitting = fitRecipe({ columns, format, settings, task, target, classes, trainRows, targetRows, window });
  const fitted = yield* within(fitting, 0.35, 0.75);
  const byName = columnsByName(columns);
  const sources: Sources = (name) => byName.get(name)?.source;
  const issues = [
    ...divided.value.issues,
    ...(placing === null ? [] : [leftToSplit(placing)]),
    ...fitted.issues,
    ...sizeIssues(fitted.recipe, labelled.at.length),
    ...(yield* within(sameRowIssues(fitted.recipe, sources, samples, parts), 0.75, 1)),
  ];
  return { ok: true, value: { recipe: fitted.recipe, samples, labelled, parts, groups, sources, issues } };
}

/** What makes the target unfit, as it is renamed and as the rows that are left hold it. The summary is remembered. */
function* targetIssues(
  { dataset, types, data, task }: PrepareQuery,
  target: TypedColumn,
  rows: Uint32Array,
): Pieces<Issue[]> {
  const { name, rename, source } = target;
  const own = (column: string) => (column === name && rename !== undefined ? { rename } : {});
  const settings = Object.fromEntries(dataset.names.map((column, i) => [column, { type: types[i], ...own(column) }]));
  const stored = summarizeDataset(dataset, settings).columns.find((column) => column.name === name);
  if (!stored) return [];
  // A filter that leaves nothing has said so.
  const changed = rows.length > 0 && (rows.length < dataset.rows || Object.keys(data.rows).length > 0);
  const recount = changed && task !== "regression";
  const summary = recount ? yield* countedOver(stored, yield* source.readCategories(), rows) : stored;
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
function* rowsOfWindows({ order, starts }: Samples, chosen: Uint32Array, length: number): Pieces<Uint32Array> {
  // By row, so that they need not be sorted: how many windows begin at each place, less those that ended.
  const used = new Uint8Array(rowsBeyond(order));
  const change = new Int32Array(order.length + 1);
  const mark = inBlocks(chosen.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const start = starts[chosen[i] as number] as number;
      change[start] = (change[start] as number) + 1;
      change[start + length] = (change[start + length] as number) - 1;
    }
  });
  yield* within(mark, 0, 0.3);
  let open = 0;
  const sweep = inBlocks(order.length, (from, to) => {
    for (let place = from; place < to; place++) {
      open += change[place] as number;
      if (open > 0) used[order[place] as number] = 1;
    }
  });
  yield* within(sweep, 0.3, 0.6);
  return yield* within(
    rowsWhere(counted(used.length), (row) => used[row] === 1),
    0.6,
    1,
  );
}

function rowsBeyond(rows: Uint32Array): number {
  let beyond = 0;
  for (let i = 0; i < rows.length; i++) beyond = Math.max(beyond, (rows[i] as number) + 1);
  return beyond;
}

function sizeIssues(recipe: Recipe, rows: number): Issue[] {
  const width = sampleWidth(recipe);
  const bytes = bytesOf({ rows, width });
  if (bytes <= preparedLimitBytes) return [];
  const context = { megabytes: Math.ceil(bytes / 2 ** 20), limit: preparedLimitBytes / 2 ** 20, width };
  return [{ code: "preparedTooLarge", severity: "error", at: {}, context }];
}

/** Windows are never compared: a series at rest repeats itself without being a copy. */
function* sameRowIssues(recipe: Recipe, sources: Sources, samples: Samples, parts: Parts): Pieces<Issue[]> {
  if (recipe.features.length === 0 || recipe.window !== null) return [];
  const rows = parts.test.length;
  const { train, test } = yield* within(rowsOfParts(samples, parts), 0, 0.1);
  const count = yield* within(countSameRows(recipe, sources, train, test), 0.1, 1);
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
