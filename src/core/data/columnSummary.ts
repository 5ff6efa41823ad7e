/**
 * @file What the page is told of one column under a type: missing, unreadable and distinct cells, a small chart, the
 * figures. O(rows), one pass and a sort; results are remembered as long as the column is.
 */
import { assertNever } from "../fault.ts";
import type { CellFormat } from "./cells.ts";
import { categoryReader, columnLength, numberReader, textReader } from "./columns.ts";
import { type ColumnProfile, countDistinct, sample } from "./profile.ts";
import type { ColumnChart, ColumnSummary, ColumnType, StoredColumn } from "./types.ts";

export const histogramBins = 20;
const topValues = 20;
const exampleCount = 5;
const shownLength = 60;

export interface SummaryQuery {
  readonly column: StoredColumn;
  readonly name: string;
  readonly type: ColumnType;
  readonly inferred: ColumnType;
  readonly profile: ColumnProfile;
  readonly format: CellFormat;
}

export function summarizeColumn(query: SummaryQuery): ColumnSummary {
  const { type } = query;
  switch (type) {
    case "number":
    case "integer":
    case "date":
      return summarizeNumbers(query);
    case "category":
    case "boolean":
      return summarizeCategories(query);
    case "text":
    case "id":
    case "constant":
      return query.column.kind === "dictionary" ? summarizeCategories(query) : summarizeTexts(query);
    default:
      return assertNever(type);
  }
}

/** Sorts the cells that a type cannot read into missing and invalid ones, and keeps the first of these. */
class Unreadable {
  readonly #text: (row: number) => string | null;
  readonly #examples: { readonly row: number; readonly text: string }[] = [];
  missing = 0;
  #count = 0;

  constructor({ column, format }: SummaryQuery) {
    this.#text = textReader(column, format);
  }

  add(row: number): void {
    const text = this.#text(row);
    if (text === null) {
      this.missing++;
      return;
    }
    this.#count++;
    if (this.#examples.length < exampleCount) this.#examples.push({ row: row + 1, text: text.slice(0, shownLength) });
  }

  get invalid(): ColumnSummary["invalid"] {
    return { count: this.#count, examples: this.#examples };
  }
}

function summarizeNumbers(query: SummaryQuery): ColumnSummary {
  const { column, name, type, inferred, format } = query;
  const rows = columnLength(column);
  const read = numberReader(column, type, format);
  const unreadable = new Unreadable(query);
  const all = new Float64Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const value = read(row);
    if (Number.isNaN(value)) unreadable.add(row);
    else all[count++] = value;
  }
  const values = all.subarray(0, count);
  const { distinct, capped } = countDistinct(values);
  const { missing, invalid } = unreadable;
  const described = describeNumbers(values);
  const summary = { name, type, inferred, missing, invalid, unique: distinct, uniqueCapped: capped };
  return { ...summary, chart: described.chart, ...(described.stats === undefined ? {} : { stats: described.stats }) };
}

/** Moments in two passes; `std` is of the population (divided by n), as StandardScaler has it. */
function describeNumbers(values: Float64Array): { readonly chart: ColumnChart; readonly stats: ColumnSummary["stats"] } {
  const counts = new Array<number>(histogramBins).fill(0);
  if (values.length === 0) return { chart: { kind: "histogram", min: 0, max: 0, counts }, stats: undefined };
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  // Values near the largest double would overflow a sum; taken relative to the largest magnitude they do not.
  const unit = Math.max(Math.abs(min), Math.abs(max), Number.MIN_VALUE);
  const scale = unit > 1e150 || unit < 1e-150 ? unit : 1;
  let sum = 0;
  for (const value of values) sum += value / scale;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) {
    squares += (value / scale - mean) ** 2;
    counts[binOf(value, min, max)] = (counts[binOf(value, min, max)] as number) + 1;
  }
  const std = Math.sqrt(squares / values.length) * scale;
  const stats = { min, max, mean: mean * scale, std, median: median(values) };
  return { chart: { kind: "histogram", min, max, counts }, stats };
}

function binOf(value: number, min: number, max: number): number {
  // Halved, because max − min of huge values overflows.
  const share = max === min ? 0 : (value / 2 - min / 2) / (max / 2 - min / 2);
  return Math.min(histogramBins - 1, Math.floor(share * histogramBins));
}

/** Exact up to a million values, of an even sample beyond. */
function median(values: Float64Array): number {
  const sorted = sample(values).sort();
  const upper = sorted[sorted.length >> 1] as number;
  if (sorted.length % 2 === 1) return upper;
  const lower = sorted[(sorted.length >> 1) - 1] as number;
  return lower / 2 + upper / 2;
}

function summarizeCategories(query: SummaryQuery): ColumnSummary {
  const { column, name, type, inferred, format } = query;
  const rows = columnLength(column);
  const { values, codeAt } = categoryReader(column, type, format);
  const unreadable = new Unreadable(query);
  const counts = new Uint32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const code = codeAt(row);
    if (code < 0) unreadable.add(row);
    else counts[code] = (counts[code] as number) + 1;
  }
  const { missing, invalid } = unreadable;
  const used = values.map((value, code) => ({ value, count: counts[code] as number })).filter(({ count }) => count > 0);
  const single = used.filter(({ count }) => count === 1);
  const singletons = {
    count: single.length,
    examples: single.slice(0, exampleCount).map(({ value }) => value.slice(0, shownLength)),
  };
  const top = used.sort((a, b) => b.count - a.count).slice(0, topValues);
  const shown = top.map(({ value, count }) => ({ value: value.slice(0, shownLength), count }));
  const other = rows - missing - invalid.count - top.reduce((sum, { count }) => sum + count, 0);
  const chart: ColumnChart = { kind: "values", top: shown, other };
  return { name, type, inferred, missing, invalid, unique: used.length, uniqueCapped: false, chart, singletons };
}

/** Many distinct texts: which is the most frequent is not worth a table of all. */
function summarizeTexts({ column, name, type, inferred, profile }: SummaryQuery): ColumnSummary {
  const { missing, distinct, distinctCapped } = profile;
  const chart: ColumnChart = { kind: "values", top: [], other: columnLength(column) - missing };
  const invalid = { count: 0, examples: [] };
  return { name, type, inferred, missing, invalid, unique: distinct, uniqueCapped: distinctCapped, chart };
}
