/**
 * @file What the page is told of one column under a type: missing, unreadable and distinct cells, a small chart, the
 * figures. O(rows), one pass and a sort; results are remembered as long as the column is.
 */
import { assertNever } from "../fault.ts";
import { atOnce } from "../pieces.ts";
import type { CellFormat } from "./cells.ts";
import { categoryReader, columnLength, numberReader, type Renames, textReader } from "./columns.ts";
import { countSizes } from "./images/column.ts";
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
  /** Other names for its categories. */
  readonly rename?: Renames | undefined;
}

export function summarizeColumn(query: SummaryQuery): ColumnSummary {
  // Whether a column holds images is no matter of opinion.
  const type = query.column.kind === "images" ? "image" : query.type;
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
    case "image":
      return summarizeImages(query);
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

/** The readable values, each with the number of rows that hold it; all 1 where `weights` is absent. */
interface Values {
  readonly values: Float64Array;
  readonly weights?: Uint32Array;
}

/** The distinct values of a dictionary, or the values of all rows. */
function numericValues(query: SummaryQuery, unreadable: Unreadable): Values {
  const { column, type, format } = query;
  const rows = columnLength(column);
  const read = numberReader(column, type, format);
  if (column.kind !== "dictionary") {
    const values = new Float64Array(rows);
    let count = 0;
    for (let row = 0; row < rows; row++) {
      const value = read(row);
      if (Number.isNaN(value)) unreadable.add(row);
      else values[count++] = value;
    }
    return { values: values.subarray(0, count) };
  }
  const byValue = new Map<number, number>();
  const numbers = new Float64Array(column.values.length).fill(Number.NaN);
  const counts = new Uint32Array(column.values.length);
  for (let row = 0; row < rows; row++) {
    const code = column.codes[row] as number;
    if (counts[code] === 0) numbers[code] = read(row);
    if (Number.isNaN(numbers[code])) unreadable.add(row);
    counts[code] = (counts[code] as number) + 1;
  }
  numbers.forEach((value, code) => {
    if (Number.isNaN(value)) return;
    const before = byValue.get(value);
    byValue.set(value, (counts[code] as number) + (before === undefined ? 0 : before));
  });
  return { values: Float64Array.from(byValue.keys()), weights: Uint32Array.from(byValue.values()) };
}

function summarizeNumbers(query: SummaryQuery): ColumnSummary {
  const { name, type, inferred } = query;
  const unreadable = new Unreadable(query);
  const found = numericValues(query, unreadable);
  const { distinct, capped } = distinctOf(query, found);
  const { missing, invalid } = unreadable;
  const { chart, stats } = describeNumbers(found);
  const summary = { name, type, inferred, missing, invalid, unique: distinct, uniqueCapped: capped, chart };
  return stats === undefined ? summary : { ...summary, stats };
}

/** The profile has counted the numbers of a column of numbers already. */
function distinctOf(
  { column, profile }: SummaryQuery,
  { values, weights }: Values,
): { distinct: number; capped: boolean } {
  if (weights !== undefined) return { distinct: values.length, capped: false };
  const isCounted = column.kind === "numbers" && values.length === profile.numbers.rows;
  return isCounted ? { distinct: profile.numbers.distinct, capped: profile.distinctCapped } : countDistinct(values);
}

/** Moments in two passes; `std` is of the population (divided by n), as StandardScaler has it. */
function describeNumbers({ values, weights }: Values): {
  readonly chart: ColumnChart;
  readonly stats: ColumnSummary["stats"];
} {
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
  let rows = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    sum += ((values[i] as number) / scale) * weight;
    rows += weight;
  }
  const mean = sum / rows;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const weight = weights === undefined ? 1 : (weights[i] as number);
    squares += (value / scale - mean) ** 2 * weight;
    const bin = binOf(value, min, max);
    counts[bin] = (counts[bin] as number) + weight;
  }
  const middle = weights === undefined ? median(sample(values)) : weightedMedian(values, weights, rows);
  const stats = { min, max, mean: mean * scale, std: Math.sqrt(squares / rows) * scale, median: middle };
  return { chart: { kind: "histogram", min, max, counts }, stats };
}

function binOf(value: number, min: number, max: number): number {
  // Halved, because max − min of huge values overflows.
  const share = max === min ? 0 : (value / 2 - min / 2) / (max / 2 - min / 2);
  return Math.min(histogramBins - 1, Math.floor(share * histogramBins));
}

/** The mean of two that cannot overflow. */
const between = (lower: number, upper: number): number => (lower === upper ? lower : lower / 2 + upper / 2);

function weightedMedian(values: Float64Array, weights: Uint32Array, rows: number): number {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const at = (rank: number): number => {
    let seen = 0;
    for (const i of order) {
      seen += weights[i] as number;
      if (seen > rank) return values[i] as number;
    }
    return values[order.at(-1) as number] as number;
  };
  return rows % 2 === 1 ? at((rows - 1) / 2) : between(at(rows / 2 - 1), at(rows / 2));
}

/** Reorders `values`; exact for what it is given, which is all up to a million rows and an even sample beyond. */
function median(values: Float64Array): number {
  const half = values.length >> 1;
  const upper = select(values, half);
  if (values.length % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < half; i++) lower = Math.max(lower, values[i] as number);
  return between(lower, upper);
}

/** Hoare's quickselect: the value of rank `k`, smaller ones before it; O(n), where a sort of a million takes a while. */
function select(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1] as number;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k] as number;
}

function summarizeCategories(query: SummaryQuery): ColumnSummary {
  const { column, name, type, inferred, format } = query;
  const rows = columnLength(column);
  const { values, codeAt } = atOnce(categoryReader(column, type, format, query.rename));
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

function summarizeImages({ column, name, inferred, profile }: SummaryQuery): ColumnSummary {
  const { missing, distinct, distinctCapped } = profile;
  const { present, sizes, colour } =
    column.kind === "images" ? countSizes(column) : { present: 0, sizes: [], colour: false };
  const top = sizes.slice(0, topValues);
  const other = present - top.reduce((sum, { count }) => sum + count, 0);
  const chart: ColumnChart = { kind: "sizes", top, other, colour };
  const invalid = { count: 0, examples: [] };
  return { name, type: "image", inferred, missing, invalid, unique: distinct, uniqueCapped: distinctCapped, chart };
}

/** Many distinct texts: which is the most frequent is not worth a table of all. */
function summarizeTexts({ column, name, type, inferred, profile }: SummaryQuery): ColumnSummary {
  const { missing, distinct, distinctCapped } = profile;
  const chart: ColumnChart = { kind: "values", top: [], other: columnLength(column) - missing };
  const invalid = { count: 0, examples: [] };
  return { name, type, inferred, missing, invalid, unique: distinct, uniqueCapped: distinctCapped, chart };
}
