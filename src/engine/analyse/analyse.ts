/**
 * @file Walks over a dataset for what its summary does not hold: quantiles, relations, balance, and the scan. What the
 * figures are and what counts as a finding is core's; here is the order of the work, its slices and its progress.
 */

import { scanColumn } from "../../core/data/analysis/columnScan.ts";
import { correlationColumns, correlationMatrix, correlationRows } from "../../core/data/analysis/correlations.ts";
import type { Scanned, ScannedColumn } from "../../core/data/analysis/finding.ts";
import { leakFinding, type TrainingColumn } from "../../core/data/analysis/leaks.ts";
import { numberFigures } from "../../core/data/analysis/numberFigures.ts";
import { agreement } from "../../core/data/analysis/repeats.ts";
import { strengthOf } from "../../core/data/analysis/strength.ts";
import { alikeFindings, imageFindings, imbalanceFindings } from "../../core/data/analysis/tableScan.ts";
import type { Analysis, ColumnFigures, ImageFigures } from "../../core/data/analysis.ts";
import { keyIndexer } from "../../core/data/cellSource.ts";
import { columnRole } from "../../core/data/columnRoles.ts";
import { gatherIndices, gatherNumbers } from "../../core/data/gather.ts";
import { sortedNumbers } from "../../core/data/sorting.ts";
import { presentNumbers } from "../../core/data/steps/define.ts";
import { summarizeDataset } from "../../core/data/summarize.ts";
import type { Issue } from "../../core/issue.ts";
import type { Pieces } from "../../core/pieces.ts";
import type { Progress } from "../../core/progress.ts";
import { pcgHash } from "../../core/random.ts";
import { imageFigures } from "../images/figures.ts";
import { Pause } from "../pause.ts";
import { type DividedRows, divideRows } from "../prepare/prepare.ts";
import { type PrepareQuery, typedColumns } from "../prepare/query.ts";
import { repeatedRows } from "./repeatedRows.ts";

/** Means and near-duplicates of a column of images, told how many are done; a row without a class is −1. */
export type ReadImages = typeof imageFigures;

export type AnalyseQuery = Pick<PrepareQuery, "dataset" | "types" | "data"> & {
  /** null: nothing is to be predicted yet. */
  readonly task: PrepareQuery["task"] | null;
};

const numeric = new Set(["number", "integer", "date"]);
const categorical = new Set(["category", "boolean"]);

/** Everything the walk needs to know of the dataset, read once. */
interface Walk {
  readonly query: AnalyseQuery;
  readonly scanned: Scanned;
  readonly divided: DividedRows | null;
  /** 1: training, 2: validation, 3: test; 0: none of them. */
  readonly partOf: Uint8Array;
  readonly target: ScannedColumn | null;
  readonly features: number;
  readonly pause: Pause;
}

/** Cancelled between slices of a few hundredths of a second; throws AppError("cancelled") then. */
export async function* analyse(
  query: AnalyseQuery,
  signal: AbortSignal,
  readImages: ReadImages = imageFigures,
): AsyncGenerator<Progress, Analysis, void> {
  const pause = new Pause(signal);
  yield { done: 0, total: null };
  await pause.take();
  const walk = await open(query, pause);
  const { columns } = walk.scanned;
  const images = query.dataset.columns.filter((column) => column.kind === "images");
  // A unit of work is a column walked over once: figures, scan, relations, repeats (exact and near), pictures.
  const total = columns.length * 5 + images.length * 10;
  let done = 0;
  const figures: ColumnFigures[] = [];
  const findings: Issue[] = [];
  for (const column of columns) {
    const known = await figuresOf(column, walk);
    figures.push(known.figures);
    findings.push(...known.findings, ...scanColumn(column, walk.scanned, query.dataset.format, walk.features));
    done += 2;
    yield { done, total };
    await pause.take();
  }
  const correlations = await correlationsOf(walk);
  done += columns.length;
  yield { done, total };
  findings.push(...alikeFindings(correlations, tellingColumns(walk)));
  findings.push(...(await repeatedRows(walk)));
  done += columns.length * 2;
  yield { done, total };
  const classes = classesOf(walk.divided);
  if (query.data.target !== null) findings.push(...imbalanceFindings(query.data.target, classes, query.data.balance));
  const pictures = yield* picturesOf(walk, readImages, signal, { done, total });
  findings.push(...pictures.findings);
  return { columns: figures, correlations, classes, images: pictures.figures, findings };
}

async function open(query: AnalyseQuery, pause: Pause): Promise<Walk> {
  const { dataset, types, data, task } = query;
  const summaries = summarizeDataset(
    dataset,
    Object.fromEntries(dataset.names.map((name, i) => [name, { ...settingOf(data.columns, name), type: types[i] }])),
  ).columns;
  const typed = new Map(typedColumns({ ...query, task: task ?? "regression" }).map((column) => [column.name, column]));
  const columns = dataset.names.flatMap((name, i): ScannedColumn[] => {
    const [stored, type, summary, column] = [dataset.columns[i], types[i], summaries[i], typed.get(name)];
    if (stored === undefined || type === undefined || summary === undefined || column === undefined) return [];
    if (stored.kind === "images" || settingOf(data.columns, name)?.dropped === true) return [];
    const role = columnRole({ name, type }, data);
    const feature = role === "feature" || (role === "input" && type === "text");
    return [{ name, type, source: column.source, stored, summary, feature }];
  });
  const divided = task === null || data.target === null ? null : await pause.through(divideRows({ ...query, task }));
  const partOf = new Uint8Array(dataset.rows);
  for (const [i, part] of [divided?.parts.train, divided?.parts.validation, divided?.parts.test].entries()) {
    for (const row of part ?? []) partOf[row] = i + 1;
  }
  const target = columns.find(({ name }) => name === data.target) ?? null;
  const features = columns.filter(({ feature }) => feature).length;
  return { query, scanned: { rows: dataset.rows, data, columns }, divided, partOf, target, features, pause };
}

// A column may be called "constructor".
const settingOf = (columns: AnalyseQuery["data"]["columns"], name: string) =>
  Object.hasOwn(columns, name) ? columns[name] : undefined;

interface Known {
  readonly figures: ColumnFigures;
  readonly findings: readonly Issue[];
}

async function figuresOf(column: ScannedColumn, walk: Walk): Promise<Known> {
  const { name, type } = column;
  const { pause, scanned } = walk;
  let numbers: Float64Array | null = null;
  let present: Pick<ColumnFigures, "quantiles" | "outliers"> = { quantiles: null, outliers: null };
  if (numeric.has(type)) {
    numbers = await pause.numbers(scanned.rows, column.source.number);
    const sorted = await pause.through(sortedNumbers(await pause.through(presentNumbers(numbers))));
    present = numberFigures(sorted);
  }
  const related = await relationOf(column, numbers, walk);
  return {
    figures: { column: name, ...present, strength: related?.strength ?? null },
    findings: related?.leak == null ? [] : [related.leak],
  };
}

/** How much the column tells of the target, on the training part. */
async function relationOf(column: ScannedColumn, numbers: Float64Array | null, walk: Walk) {
  const { divided, target, features, pause } = walk;
  if (divided === null || target === null || target === column) return null;
  const rows = divided.parts.train;
  const cells = await pause.through(trainingCells(column, numbers, rows));
  const labels = await pause.through(targetCells(target, divided, rows));
  if (cells === null) return null;
  const strength = strengthOf(cells, labels);
  if (strength === null) return null;
  // What gives the target away is no leak where it is all there is to learn from.
  const counts = column.feature && features > 1;
  const query = { column: column.name, cells, target: { name: target.name, ...labels }, strength: strength.value };
  return { strength, leak: counts ? leakFinding(query) : null };
}

function* trainingCells(
  { type, source }: ScannedColumn,
  numbers: Float64Array | null,
  rows: Uint32Array,
): Pieces<TrainingColumn | null> {
  if (numbers !== null) {
    return { kind: "number", values: yield* gatherNumbers(rows, (row) => numbers[row] as number) };
  }
  if (!categorical.has(type)) return null;
  const { values, codeAt } = yield* source.readCategories();
  return { kind: "category", codes: yield* gatherIndices(rows, codeAt), kinds: values.length };
}

function* targetCells(
  { source }: ScannedColumn,
  { classes, counts }: DividedRows,
  rows: Uint32Array,
): Pieces<TrainingColumn> {
  if (counts === null) return { kind: "number", values: yield* gatherNumbers(rows, source.number) };
  const codes = yield* gatherIndices(rows, keyIndexer(yield* source.readCategories(), classes, -1));
  return { kind: "category", codes, kinds: classes.length };
}

async function correlationsOf({ scanned, pause }: Walk): Promise<Analysis["correlations"]> {
  const all = scanned.columns.filter(({ type }) => type === "number" || type === "integer");
  const columns = all.slice(0, correlationColumns);
  const rows = sampledRows(scanned.rows, correlationRows);
  const values: Float64Array[] = [];
  for (const { source } of columns) {
    values.push(await pause.through(gatherNumbers(rows, source.number)));
  }
  const pairs = correlationMatrix(values);
  for (;;) {
    const next = pairs.next();
    if (next.done === true) {
      const left = all.length - columns.length;
      return { columns: columns.map(({ name }) => name), r: next.value, rows: rows.length, left };
    }
    if (pause.due) await pause.take();
  }
}

/** All rows, or one of each of `limit` stretches of the table: even, and blind to what comes in a fixed rhythm. */
function sampledRows(count: number, limit: number): Uint32Array {
  if (count <= limit) return Uint32Array.from({ length: count }, (_, row) => row);
  const stretch = count / limit;
  return Uint32Array.from({ length: limit }, (_, i) => Math.floor((i + pcgHash(i) / 2 ** 32) * stretch));
}

/** Columns that vary enough for a correlation to mean something: two that are 0 in all rows but one always agree. */
function tellingColumns({ scanned, target }: Walk): ReadonlySet<string> {
  const rows = sampledRows(scanned.rows, 20_000);
  const varied = scanned.columns.filter(
    ({ type, summary, source, feature }) =>
      (type === "number" || type === "integer") &&
      feature &&
      summary.unique >= 10 &&
      agreement(source.number, rows) < 0.5,
  );
  return new Set(varied.filter((column) => column !== target).map(({ name }) => name));
}

const classesOf = (divided: DividedRows | null): Analysis["classes"] =>
  divided?.counts == null ? null : divided.classes.map((name, i) => ({ name, count: divided.counts?.[i] as number }));

/** Between two reports of the pictures that were looked at. */
const reportMs = 150;

async function* picturesOf(
  { query, divided, partOf, target }: Walk,
  readImages: ReadImages,
  signal: AbortSignal,
  before: { readonly done: number; readonly total: number },
): AsyncGenerator<Progress, { readonly figures: ImageFigures | null; readonly findings: readonly Issue[] }, void> {
  const { dataset, data } = query;
  const column = dataset.columns.find((stored, i) => {
    const isInput = data.input.kind !== "image" || data.input.column === dataset.names[i];
    return stored.kind === "images" && isInput;
  });
  if (column?.kind !== "images") return { figures: null, findings: [] };
  const hasClasses = divided?.counts != null && target !== null;
  const classOf = hasClasses ? keyIndexer(target.source.categories, divided.classes, -1) : () => -1;
  const removed = (row: number) => Object.hasOwn(data.rows, String(row)) && data.rows[String(row)] === null;
  const shown = (row: number) => (removed(row) ? -1 : classOf(row));
  let done = 0;
  const told = (count: number) => {
    done = count;
  };
  const reading = readImages(column, shown, hasClasses ? divided.classes : [], signal, told);
  let figures: ImageFigures | null = null;
  while (figures === null) {
    const waited = new Promise<null>((resolve) => setTimeout(() => resolve(null), reportMs));
    figures = await Promise.race([reading, waited]);
    if (figures !== null) continue;
    const share = done / Math.max(1, dataset.rows);
    yield { done: before.done + (before.total - before.done) * share, total: before.total };
  }
  const findings = imageFindings(figures.duplicates.groups, partOf, hasClasses ? classOf : null, data);
  return { figures, findings };
}
