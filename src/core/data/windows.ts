/**
 * @file Samples: what a model takes at once. Where each row is one, a sample is its row; else rows are put in order and
 * cut to windows, none of which goes across the border of a group or a gap in time. How windows come to parts is
 * `windowParts.ts`; how rows are ordered, `windowOrder.ts`.
 */
import type { Fix, Issue } from "../issue.ts";
import { atOnce, blockRows, type Pieces, within } from "../pieces.ts";
import type { CellSource, TypedColumn } from "./cellSource.ts";
import { pick } from "./gather.ts";
import type { FittedWindow } from "./recipe.ts";
import { counted } from "./sorting.ts";
import type { Split, SplitLabels } from "./split.ts";
import type { ColumnType, SequenceInput, SplitConfig } from "./types.ts";
import { type Gaps, type OrderFindings, orderRows, stretches, usualStep } from "./windowOrder.ts";
import { coveredPlaces, divideWindows, windowReach } from "./windowParts.ts";

/** Samples by number; `order` lists the table's rows as they follow one another, and a window begins at a place in it. */
export interface Samples {
  /** Row numbers of the table. Where rows are samples: sample i is row order[i]. */
  readonly order: Uint32Array;
  /** Place in `order` where each sample begins. */
  readonly starts: Uint32Array;
  /** Row whose target each sample is to learn. */
  readonly targetRows: Uint32Array;
  /** By place in `order`: what a split in time goes by. Absent where rows are samples. */
  readonly series?: { readonly groups: Int32Array; readonly times: Float64Array | null };
}

/** Each row a sample. */
export const rowSamples = (rows: Uint32Array): Samples => ({
  order: rows,
  starts: counted(rows.length),
  targetRows: rows,
});

export interface WindowColumns {
  readonly time: TypedColumn | null;
  readonly group: TypedColumn | null;
}

export interface CutWindows {
  readonly window: FittedWindow;
  readonly samples: Samples;
  readonly issues: readonly Issue[];
}

/** Puts `rows` in order (group, time, place in the file) and cuts them to windows. */
export function* cutWindows(input: SequenceInput, columns: WindowColumns, rows: Uint32Array): Pieces<CutWindows> {
  const { mode, length, stride, horizon, duplicates } = input;
  const issues: Issue[] = missingColumns(input, columns);
  const timeType = columns.time === null ? null : timeTypeOf(columns.time.type);
  const time = columns.time === null || timeType === null ? null : columns.time.source.number;
  if (columns.time !== null && timeType === null) issues.push(unreadable(input, columns.time.name));
  const group = columns.group === null ? null : yield* within(columns.group.source.readCategories(), 0, 0.1);
  const ordered = yield* within(orderRows(rows, { time, group, duplicates }), 0.1, 0.6);
  const { order, groups, times, found } = ordered;
  const usual = times === null ? null : yield* within(usualStep(groups, times), 0.6, 0.7);
  const gapsFound = yield* within(stretches(groups, times, usual), 0.7, 0.75);
  const step = input.gaps === "break" ? usual : null;
  const { borders } = step === usual ? gapsFound : yield* within(stretches(groups, times, step), 0.75, 0.8);
  const window: FittedWindow = {
    mode,
    time: time === null ? null : input.time,
    timeType: time === null ? null : timeType,
    group: group === null ? null : input.group,
    length,
    stride,
    horizon,
    step,
    duplicates,
  };
  const reach = windowReach(window);
  const starts = yield* within(windowStarts(borders, reach + 1, stride), 0.8, 0.85);
  const targetRows = yield* within(pick(order.subarray(reach), starts), 0.85, 0.9);
  const samples = { order, starts, targetRows, series: { groups, times } };
  issues.push(...orderIssues(input, found), ...gapIssues(input, gapsFound.gaps, order));
  issues.push(...(yield* within(sizeIssues(input, window, samples, borders, rows.length), 0.9, 1)));
  return { window, samples, issues };
}

/** Divides windows so that no row of the table is in windows (their targets included) of two parts. */
export const splitWindows = (
  config: SplitConfig,
  labels: SplitLabels,
  samples: Samples,
  window: FittedWindow,
): Pieces<Split> => divideWindows(config, labels, samples, window);

/**
 * Every window that a model can be asked about, one a row from the first on that has a whole window behind it, whether or
 * not its target is among `rows`; `targetRows` are the windows' last rows.
 */
export function predictionWindows(
  window: FittedWindow,
  columns: { readonly time: CellSource | undefined; readonly group: CellSource | undefined },
  rows: Uint32Array,
): Samples & { readonly issues: readonly Issue[] } {
  const { length, duplicates, step } = window;
  const time = columns.time?.number ?? null;
  const group = columns.group?.categories ?? null;
  const { order, groups, times, found } = atOnce(orderRows(rows, { time, group, duplicates }));
  const { borders } = atOnce(stretches(groups, times, step));
  const starts = atOnce(windowStarts(borders, length, 1));
  const targetRows = starts.map((start) => order[start + length - 1] as number);
  const issues: Issue[] = [];
  for (const [name, source] of [
    [window.time, columns.time],
    [window.group, columns.group],
  ] as const) {
    if (name === null || source !== undefined) continue;
    issues.push({ code: "seriesColumnMissing", severity: "warning", at: { column: name }, context: { column: name } });
  }
  issues.push(...leftOut(window, found));
  if (starts.length === 0) {
    const context = { rows: longestStretch(borders), needed: length };
    issues.push({ code: "predictTooFewRows", severity: "error", at: {}, context });
  }
  return { order, starts, targetRows, series: { groups, times }, issues };
}

function* windowStarts(borders: Uint32Array, needed: number, stride: number): Pieces<Uint32Array> {
  let count = 0;
  for (let i = 1; i < borders.length; i++) {
    const rows = (borders[i] as number) - (borders[i - 1] as number);
    if (rows >= needed) count += Math.floor((rows - needed) / stride) + 1;
  }
  const starts = new Uint32Array(count);
  let at = 0;
  for (let i = 1; i < borders.length; i++) {
    const last = (borders[i] as number) - needed;
    for (let start = borders[i - 1] as number; start <= last; start += stride) {
      starts[at++] = start;
      if (at % blockRows === 0) yield at / count;
    }
  }
  return starts;
}

/** How a column can tell the time; null where it cannot. */
function timeTypeOf(type: ColumnType): "date" | "number" | "integer" | null {
  if (type === "date" || type === "number" || type === "integer") return type;
  // A counter of the rows looks like an identifier.
  return type === "id" ? "number" : null;
}

const setInput = (label: string, input: SequenceInput): Fix => ({
  label: `input:fixes.${label}`,
  edit: "setInput",
  args: { input },
});

function missingColumns(input: SequenceInput, columns: WindowColumns): Issue[] {
  const issues: Issue[] = [];
  for (const [part, column] of [
    ["time", input.time],
    ["group", input.group],
  ] as const) {
    if (column === null || columns[part] !== null) continue;
    const fixes = [setInput(part === "time" ? "fileOrder" : "oneSeries", { ...input, [part]: null })];
    issues.push({ code: "seriesColumnMissing", severity: "error", at: { column }, context: { column }, fixes });
  }
  return issues;
}

const unreadable = (input: SequenceInput, column: string): Issue => ({
  code: "seriesTimeUnreadable",
  severity: "error",
  at: { column },
  context: { column },
  fixes: [setInput("fileOrder", { ...input, time: null })],
});

function leftOut({ time, group }: Pick<SequenceInput, "time" | "group">, found: OrderFindings): Issue[] {
  const issues: Issue[] = [];
  if (found.withoutGroup > 0 && group !== null) {
    const context = { column: group, count: found.withoutGroup };
    issues.push({ code: "seriesGroupMissing", severity: "warning", at: { column: group }, context });
  }
  if (found.withoutTime > 0 && time !== null) {
    const context = { column: time, count: found.withoutTime };
    issues.push({ code: "seriesTimeMissing", severity: "warning", at: { column: time }, context });
  }
  return issues;
}

function orderIssues(input: SequenceInput, found: OrderFindings): Issue[] {
  const issues = leftOut(input, found);
  const { time } = input;
  if (time === null) return issues;
  const at = { column: time };
  if (found.unsorted > 0) {
    const context = { column: time, count: found.unsorted };
    issues.push({ code: "seriesSorted", severity: "notice", at, context });
  }
  const { count, row } = found.duplicates;
  if (count === 0) return issues;
  const context = { column: time, count, row: row + 1 };
  const place = { ...at, row: row + 1 };
  if (input.duplicates === "keep") {
    const fixes = [setInput("keepFirst", { ...input, duplicates: "first" })];
    issues.push({ code: "seriesDuplicates", severity: "warning", at: place, context, fixes });
  } else {
    const fixes = [setInput("keepAll", { ...input, duplicates: "keep" })];
    issues.push({ code: "seriesDuplicatesDropped", severity: "notice", at: place, context, fixes });
  }
  return issues;
}

function gapIssues(input: SequenceInput, { count, place, times }: Gaps, order: Uint32Array): Issue[] {
  const { time } = input;
  if (count === 0 || time === null) return [];
  const row = (order[place] as number) + 1;
  const context = { column: time, count, row, times };
  const at = { column: time, row };
  if (input.gaps === "break") {
    const fixes = [setInput("ignoreGaps", { ...input, gaps: "ignore" })];
    return [{ code: "seriesGaps", severity: "warning", at, context, fixes }];
  }
  const fixes = [setInput("breakGaps", { ...input, gaps: "break" })];
  return [{ code: "seriesGapsIgnored", severity: "notice", at, context, fixes }];
}

const longestStretch = (borders: Uint32Array): number =>
  borders.reduce((most, border, i) => (i === 0 ? 0 : Math.max(most, border - (borders[i - 1] as number))), 0);

const noWindow = (rows: number, needed: number, length: number): Issue => ({
  code: "windowsNone",
  severity: "error",
  at: {},
  context: { rows, needed, length },
});

/** Of the longest stretch, so that each part of a usual split holds some windows. */
const usefulShare = 8;

function* sizeIssues(
  input: SequenceInput,
  window: FittedWindow,
  samples: Samples,
  borders: Uint32Array,
  rows: number,
): Pieces<Issue[]> {
  const reach = windowReach(window);
  if (samples.starts.length === 0) {
    const longest = longestStretch(borders);
    const fits = Math.max(0, longest - (reach + 1 - window.length));
    const length = Math.min(fits, Math.max(1, Math.floor(longest / usefulShare)));
    const issue = noWindow(longest, reach + 1, fits);
    const fixes = [{ ...setInput("shorterWindows", { ...input, length }), names: { length: String(length) } }];
    return [fits < 1 ? issue : { ...issue, fixes }];
  }
  const covered = yield* coveredPlaces(samples, null, window);
  let count = rows;
  for (let place = 0; place < covered.length; place++) count -= covered[place] as number;
  return count === 0 ? [] : [{ code: "rowsOutsideWindows", severity: "notice", at: {}, context: { count } }];
}
