/**
 * @file Reads stored columns as text, as numbers, as categories. A reader is made once a column and then asked a row at
 * a time; what a cell means is decided by `cells.ts` and `dates.ts`, and once per distinct cell where it can be.
 */
import { assertNever } from "../fault.ts";
import { inBlocks, type Pieces } from "../pieces.ts";
import type { CellFormat } from "./cells.ts";
import { missingTest, parseBoolean, parseNumber, scanNumber } from "./cells.ts";
import { ColumnBuilder, spellNumber } from "./columnBuilder.ts";
import { parseDate } from "./dates.ts";
import { hasImage, imageSize } from "./images/column.ts";
import type { ColumnType, StoredColumn } from "./types.ts";
import { decodeUtf8 } from "./utf8.ts";

export function columnLength(column: StoredColumn): number {
  switch (column.kind) {
    case "dictionary":
      return column.codes.length;
    case "numbers":
      return column.values.length;
    case "text":
    case "images":
      return column.offsets.length - 1;
    default:
      return assertNever(column);
  }
}

/** A column from texts in memory, as a prediction form has them; null is missing. */
export function columnFromTexts(texts: readonly (string | null)[], format: CellFormat): StoredColumn {
  const builder = new ColumnBuilder(format);
  for (const text of texts) builder.appendText(text === null ? "" : text);
  return builder.finish();
}

/** The text of each cell as stored, before anything is read into it; "" where a column of numbers has none. Of an image its size. */
function storedText(column: StoredColumn, decimal: "." | ","): (row: number) => string {
  switch (column.kind) {
    case "dictionary":
      return (row) => column.values[column.codes[row] as number] as string;
    case "numbers":
      return (row) => {
        const exception = column.exceptions.get(row);
        return exception !== undefined ? exception : spellNumber(column.values[row] as number, decimal);
      };
    case "text":
      return (row) => decodeUtf8(column.bytes, column.offsets[row] as number, column.offsets[row + 1] as number);
    case "images":
      return (row) => {
        const size = imageSize(column, row);
        return size === null ? "" : `${size.width} × ${size.height}`;
      };
    default:
      return assertNever(column);
  }
}

/** The text of each cell; null where it is missing. */
export function textReader(column: StoredColumn, format: CellFormat): (row: number) => string | null {
  const isMissing = missingTest(format.missing);
  const textAt = storedText(column, format.decimal);
  if (column.kind === "dictionary") {
    const cells = column.values.map((value) => (isMissing(value) ? null : value));
    return (row) => cells[column.codes[row] as number] as string | null;
  }
  if (column.kind === "numbers") {
    return (row) => (Number.isNaN(column.values[row]) && !column.exceptions.has(row) ? null : textAt(row));
  }
  if (column.kind === "images") return (row) => (hasImage(column, row) ? textAt(row) : null);
  return (row) => {
    const text = textAt(row);
    return isMissing(text) ? null : text;
  };
}

/** How one present cell reads as a number under a type; NaN where it cannot. Dates are ms since 1970, booleans 0 and 1. */
function numberOf(type: ColumnType, format: CellFormat): (text: string) => number {
  switch (type) {
    case "date":
      return (text) => parseDate(text, format.dayFirst);
    case "boolean":
      return (text) => {
        const value = parseBoolean(text, "withDigits");
        return value === undefined ? Number.NaN : Number(value);
      };
    case "integer":
      return (text) => {
        const value = parseNumber(text, format.decimal);
        return Number.isInteger(value) ? value : Number.NaN;
      };
    case "number":
    case "category":
    case "text":
    case "id":
    case "constant":
      return (text) => parseNumber(text, format.decimal);
    case "image":
      return () => Number.NaN;
    default:
      return assertNever(type);
  }
}

/**
 * The number of each row: a finite number, or NaN where the cell is missing or cannot be read as `type`. Type "date"
 * gives ms since 1970 in UTC, "boolean" 1 and 0; in an "integer" column 1.5 cannot be read.
 */
export function numberReader(column: StoredColumn, type: ColumnType, format: CellFormat): (row: number) => number {
  const isMissing = missingTest(format.missing);
  const read = numberOf(type, format);
  const cell = (text: string): number => (isMissing(text) ? Number.NaN : read(text));
  if (column.kind === "dictionary") {
    const numbers = Float64Array.from(column.values, cell);
    return (row) => numbers[column.codes[row] as number] as number;
  }
  if (column.kind === "numbers" && (type === "number" || type === "integer")) {
    const { values } = column;
    if (type === "number") return (row) => values[row] as number;
    return (row) => {
      const value = values[row] as number;
      return Number.isInteger(value) ? value : Number.NaN;
    };
  }
  const textAt = storedText(column, format.decimal);
  return (row) => cell(textAt(row));
}

/**
 * What a present cell is called as a category; undefined where it cannot be read as `type`. Numbers by value ("1.0" is
 * "1"), booleans "true" and "false" whatever their spelling, everything else by its text without
 * outer white space (the summary tells of values that differ in more than that and yet look alike).
 */
export function categoryKey(type: ColumnType, format: CellFormat): (text: string) => string | undefined {
  switch (type) {
    case "boolean":
      return (text) => {
        const value = parseBoolean(text, "withDigits");
        return value === undefined ? undefined : String(value);
      };
    case "number":
    case "integer":
      return (text) => {
        const reading = scanNumber(text, format.decimal);
        if (reading.kind !== "number" || (type === "integer" && !Number.isInteger(reading.value))) return undefined;
        return String(reading.value);
      };
    case "date":
      return (text) => {
        const value = parseDate(text, format.dayFirst);
        return Number.isNaN(value) ? undefined : String(value);
      };
    case "category":
    case "text":
    case "id":
    case "constant":
      return (text) => text.trim();
    case "image":
      return () => undefined;
    default:
      return assertNever(type);
  }
}

export interface CategoryReader {
  /** All keys of the column, in the order in which they were first stored; some may have no row. */
  readonly values: readonly string[];
  /** Index into `values`, or -1 where the cell is missing or cannot be read. */
  readonly codeAt: (row: number) => number;
}

/** Other names for categories, by what a cell is called; null: it counts as missing. */
export type Renames = Readonly<Record<string, string | null>>;

/** The category of each row. Columns with very many distinct cells are walked once here, O(rows). */
export function* categoryReader(
  column: StoredColumn,
  type: ColumnType,
  format: CellFormat,
  rename: Renames = {},
): Pieces<CategoryReader> {
  const isMissing = missingTest(format.missing);
  const readKey = categoryKey(type, format);
  const keyOf = (text: string): string | undefined => {
    const key = readKey(text);
    return key !== undefined && Object.hasOwn(rename, key) ? (rename[key] ?? undefined) : key;
  };
  const known = new Map<string, number>();
  const code = (text: string): number => {
    const key = isMissing(text) ? undefined : keyOf(text);
    if (key === undefined) return -1;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    known.set(key, known.size);
    return known.size - 1;
  };
  let codeAt: (row: number) => number;
  if (column.kind === "dictionary") {
    const codes = Int32Array.from(column.values, code);
    codeAt = (row) => codes[column.codes[row] as number] as number;
  } else {
    const read = textReader(column, format);
    const codes = new Int32Array(columnLength(column));
    yield* inBlocks(codes.length, (from, to) => {
      for (let row = from; row < to; row++) {
        const text = read(row);
        codes[row] = text === null ? -1 : code(text);
      }
    });
    codeAt = (row) => codes[row] as number;
  }
  return { values: [...known.keys()], codeAt };
}
