/**
 * @file Counts what the cells of a column look like, before anyone says what they are: the ground on which a type is
 * inferred. Once per distinct cell where there is a dictionary; a column of many distinct texts is sampled.
 */

import { assertNever } from "../fault.ts";
import { type CellFormat, missingTest, parseBoolean, scanNumber } from "./cells.ts";
import { columnLength, textReader } from "./columns.ts";
import { type DateReading, scanDate } from "./dates.ts";
import { hasImage } from "./images/column.ts";
import type { StoredColumn } from "./types.ts";

/** How many rows, and how many distinct cells, are of a kind, with the first one. */
export interface Share {
  readonly rows: number;
  readonly distinct: number;
  readonly example: string;
}

export interface ColumnProfile {
  readonly rows: number;
  readonly missing: number;
  /** Distinct present cells; a lower bound where `distinctCapped`. */
  readonly distinct: number;
  readonly distinctCapped: boolean;
  /** Rows that the shares below were counted on: all, or a sample. */
  readonly seen: number;
  readonly numbers: Share;
  /** Part of `numbers`. */
  readonly integers: Share;
  readonly units: Share & { readonly unit: string };
  readonly leadingZeros: Share;
  readonly bigIntegers: Share;
  readonly notFinite: Share;
  readonly booleans: Share & { readonly both: boolean };
  readonly dates: Share & { readonly forms: ReadonlyMap<DateReading["form"], string> };
  /** Mean length of the present cells in characters. */
  readonly meanLength: number;
  readonly spaced: Share;
  /** The cells are images, in which nothing is read. */
  readonly images: boolean;
}

/** Rows of a text column that are looked at. */
const sampleSize = 20_000;
/** Values whose distinct ones are counted exactly. */
export const exactLimit = 1_000_000;

class Counter {
  rows = 0;
  distinct = 0;
  example = "";

  add(rows: number, text: string): void {
    if (this.distinct === 0) this.example = text.trim();
    this.rows += rows;
    this.distinct++;
  }

  addAll(rows: number, distinct: number): void {
    this.rows += rows;
    this.distinct += distinct;
  }

  get share(): Share {
    return { rows: this.rows, distinct: this.distinct, example: this.example };
  }
}

class Profiler {
  readonly #format: CellFormat;
  readonly #counters = {
    numbers: new Counter(),
    integers: new Counter(),
    units: new Counter(),
    leadingZeros: new Counter(),
    bigIntegers: new Counter(),
    notFinite: new Counter(),
    booleans: new Counter(),
    dates: new Counter(),
    spaced: new Counter(),
  };
  readonly #forms = new Map<DateReading["form"], string>();
  readonly #truths = new Set<boolean>();
  #unit = "";
  #seen = 0;
  #length = 0;

  constructor(format: CellFormat) {
    this.#format = format;
  }

  /** A present cell that `rows` rows hold. */
  add(text: string, rows: number): void {
    const counters = this.#counters;
    this.#seen += rows;
    this.#length += text.length * rows;
    const reading = scanNumber(text, this.#format.decimal);
    switch (reading.kind) {
      case "number":
        counters.numbers.add(rows, text);
        if (Number.isInteger(reading.value)) counters.integers.add(rows, text);
        if (reading.unit !== "") {
          this.#unit = reading.unit;
          counters.units.add(rows, text);
        }
        return;
      case "leadingZeros":
      case "bigInteger":
      case "notFinite":
        counters[reading.kind === "bigInteger" ? "bigIntegers" : reading.kind].add(rows, text);
        return;
      case "none":
        this.#addWords(text, rows);
    }
  }

  /** Cells known to be numbers. */
  addNumbers({
    count,
    integers,
    distinct,
  }: {
    readonly count: number;
    readonly integers: number;
    readonly distinct: number;
  }): void {
    this.#seen += count;
    this.#counters.numbers.addAll(count, distinct);
    this.#counters.integers.addAll(integers, Math.min(integers, distinct));
  }

  #addWords(text: string, rows: number): void {
    const truth = parseBoolean(text, "wordsOnly");
    if (truth !== undefined) {
      this.#truths.add(truth);
      this.#counters.booleans.add(rows, text);
      return;
    }
    const date = scanDate(text, this.#format.dayFirst);
    if (date !== undefined) {
      if (!this.#forms.has(date.form)) this.#forms.set(date.form, text.trim());
      this.#counters.dates.add(rows, text);
      return;
    }
    if (/\s/.test(text.trim())) this.#counters.spaced.add(rows, text);
  }

  finish(counts: Pick<ColumnProfile, "rows" | "missing" | "distinct" | "distinctCapped">): ColumnProfile {
    const { numbers, integers, units, leadingZeros, bigIntegers, notFinite, booleans, dates, spaced } = this.#counters;
    return {
      ...counts,
      seen: this.#seen,
      numbers: numbers.share,
      integers: integers.share,
      units: { ...units.share, unit: this.#unit },
      leadingZeros: leadingZeros.share,
      bigIntegers: bigIntegers.share,
      notFinite: notFinite.share,
      booleans: { ...booleans.share, both: this.#truths.size === 2 },
      dates: { ...dates.share, forms: this.#forms },
      spaced: spaced.share,
      images: false,
      meanLength: this.#seen === 0 ? 0 : this.#length / this.#seen,
    };
  }
}

/** O(rows), without a string a row unless the column is of many distinct texts. */
export function profileColumn(column: StoredColumn, format: CellFormat): ColumnProfile {
  switch (column.kind) {
    case "dictionary":
      return profileDictionary(column, format);
    case "numbers":
      return profileNumbers(column, format);
    case "text":
      return profileText(column, format);
    case "images":
      return profileImages(column, format);
    default:
      return assertNever(column);
  }
}

function profileDictionary(column: StoredColumn & { kind: "dictionary" }, format: CellFormat): ColumnProfile {
  const isMissing = missingTest(format.missing);
  const counts = new Uint32Array(column.values.length);
  for (const code of column.codes) counts[code] = (counts[code] as number) + 1;
  const profiler = new Profiler(format);
  let missing = 0;
  let distinct = 0;
  column.values.forEach((text, code) => {
    const rows = counts[code] as number;
    if (rows === 0) return;
    if (isMissing(text)) {
      missing += rows;
      return;
    }
    distinct++;
    profiler.add(text, rows);
  });
  return profiler.finish({ rows: column.codes.length, missing, distinct, distinctCapped: false });
}

function profileNumbers(column: StoredColumn & { kind: "numbers" }, format: CellFormat): ColumnProfile {
  const present = new Float64Array(column.values.length);
  let count = 0;
  let integers = 0;
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    present[count++] = value;
    if (Number.isInteger(value)) integers++;
  }
  const { distinct, capped } = countDistinct(present.subarray(0, count));
  const profiler = new Profiler(format);
  profiler.addNumbers({ count, integers, distinct });
  const exceptions = new Set<string>();
  for (const text of column.exceptions.values()) {
    profiler.add(text, 1);
    exceptions.add(text);
  }
  const missing = column.values.length - count - column.exceptions.size;
  return profiler.finish({
    rows: column.values.length,
    missing,
    distinct: distinct + exceptions.size,
    distinctCapped: capped,
  });
}

function profileText(column: StoredColumn & { kind: "text" }, format: CellFormat): ColumnProfile {
  const rows = columnLength(column);
  const read = textReader(column, format);
  const profiler = new Profiler(format);
  const step = Math.max(1, Math.floor(rows / sampleSize));
  let looked = 0;
  let absent = 0;
  for (let row = 0; row < rows; row += step) {
    const text = read(row);
    looked++;
    if (text === null) absent++;
    else profiler.add(text, 1);
  }
  let missing = absent;
  if (step > 1) {
    missing = 0;
    for (let row = 0; row < rows; row++) if (read(row) === null) missing++;
  }
  const { distinct, capped } = countDistinct(cellHashes(column));
  return profiler.finish({
    rows,
    missing,
    distinct: Math.max(looked === absent ? 0 : 1, Math.min(distinct, rows - missing)),
    distinctCapped: capped,
  });
}

/** Nothing is read into images; which are equal is told by their bytes. */
function profileImages(column: StoredColumn & { kind: "images" }, format: CellFormat): ColumnProfile {
  const rows = columnLength(column);
  let missing = 0;
  for (let row = 0; row < rows; row++) if (!hasImage(column, row)) missing++;
  const { distinct, capped } = countDistinct(cellHashes(column));
  // All rows without an image are equal, and count for none.
  const present = Math.max(0, distinct - (missing > 0 ? 1 : 0));
  const counted = new Profiler(format).finish({ rows, missing, distinct: present, distinctCapped: capped });
  return { ...counted, images: true };
}

/** A 53-bit hash of each cell's bytes (two FNV-like hashes side by side): two of a million texts collide once in 10,000. */
function cellHashes({ bytes, offsets }: Pick<StoredColumn & { kind: "text" }, "bytes" | "offsets">): Float64Array {
  const hashes = new Float64Array(offsets.length - 1);
  for (let row = 0; row < hashes.length; row++) {
    let a = 0x811c9dc5;
    let b = 0x9e3779b9;
    const end = offsets[row + 1] as number;
    for (let i = offsets[row] as number; i < end; i++) {
      const byte = bytes[i] as number;
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b ^ byte, 0x85ebca6b) ^ (b >>> 13);
    }
    hashes[row] = ((a ^ (a >>> 16)) & 0x1fffff) * 4294967296 + (b >>> 0);
  }
  return hashes;
}

/** Different numbers among `values`; beyond `exactLimit` those of an even sample, a lower bound. */
export function countDistinct(values: Float64Array): { readonly distinct: number; readonly capped: boolean } {
  const sorted = sample(values).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  return { distinct, capped: sorted.length < values.length };
}

/** A copy of all values, or of every k-th where there are more than `exactLimit`. */
export function sample(values: Float64Array): Float64Array {
  if (values.length <= exactLimit) return values.slice();
  const step = values.length / exactLimit;
  return Float64Array.from({ length: exactLimit }, (_, i) => values[Math.floor(i * step)] as number);
}
