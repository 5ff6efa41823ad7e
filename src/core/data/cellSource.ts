/**
 * @file How fitting and encoding read a column, whatever its stored form: as numbers, or as category keys. What a cell
 * means (decimal marks, missing words, date order) is decided by whoever makes the source, never here.
 */
import { atOnce, blockRows, type Pieces } from "../pieces.ts";
import { type CellFormat, parseNumber } from "./cells.ts";
import { type CategoryReader, categoryReader, numberReader, type Renames, textReader } from "./columns.ts";
import type { ColumnType, StoredColumn } from "./types.ts";

export interface CellSource {
  /** The cell as a finite number (a date as ms since 1970, UTC); NaN if missing or unreadable. */
  readonly number: (row: number) => number;
  /** The cell as a category. Where a column has very many, the first use walks all of it: `readCategories` does so in pieces. */
  readonly categories: CategoryReader;
  readonly readCategories: () => Pieces<CategoryReader>;
  /** The cell as the file has it; null if missing. */
  readonly text: (row: number) => string | null;
  /** The image, decoded to the recipe's size: height · width · channels bytes; null where the column holds none. */
  readonly pixels?: (row: number) => Uint8Array;
}

/** Reads a stored column as a type. Each reader is made when it is first used: some walk the whole column. */
export function columnSource(column: StoredColumn, type: ColumnType, format: CellFormat, rename?: Renames): CellSource {
  let number: CellSource["number"] | undefined;
  let categories: CategoryReader | undefined;
  let text: CellSource["text"] | undefined;
  return {
    get number() {
      number ??= numberReader(column, type, format);
      return number;
    },
    get categories() {
      categories ??= atOnce(categoryReader(column, type, format, rename));
      return categories;
    },
    *readCategories() {
      categories ??= yield* categoryReader(column, type, format, rename);
      return categories;
    },
    get text() {
      text ??= textReader(column, format);
      return text;
    },
  };
}

/** A column that can be read, and the type in force: the user's choice, else the inferred one. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly source: CellSource;
  readonly rename?: Renames;
}

/** The columns by name. */
export const columnsByName = (columns: readonly TypedColumn[]): ReadonlyMap<string, TypedColumn> =>
  new Map(columns.map((column) => [column.name, column]));

/**
 * The source with some rows' cells replaced, as the user labelled them by hand; null leaves a cell as it is. They are
 * names of categories, in which numbers are written with a point.
 */
export function withCells(source: CellSource, cells: Readonly<Record<string, string | null>>): CellSource {
  const changed = new Map(
    Object.entries(cells).flatMap(([row, cell]) => (cell === null ? [] : [[Number(row), cell] as const])),
  );
  if (changed.size === 0) return source;
  let categories: CategoryReader | undefined;
  return {
    number: (row) => {
      const cell = changed.get(row);
      return cell === undefined ? source.number(row) : parseNumber(cell, ".");
    },
    get categories() {
      categories ??= changedCategories(source.categories, changed);
      return categories;
    },
    *readCategories() {
      categories ??= changedCategories(yield* source.readCategories(), changed);
      return categories;
    },
    text: (row) => changed.get(row) ?? source.text(row),
    ...(source.pixels === undefined ? {} : { pixels: source.pixels }),
  };
}

function changedCategories(stored: CategoryReader, changed: ReadonlyMap<number, string>): CategoryReader {
  const values = [...new Set([...stored.values, ...changed.values()])];
  const place = new Map(values.map((value, code) => [value, code]));
  const codes = new Map(Array.from(changed, ([row, cell]) => [row, place.get(cell) ?? -1]));
  return { values, codeAt: (row) => codes.get(row) ?? stored.codeAt(row) };
}

/** The source with its images, decoded. */
export const withPixels = (source: CellSource, pixels: (row: number) => Uint8Array): CellSource => ({
  get number() {
    return source.number;
  },
  get categories() {
    return source.categories;
  },
  readCategories: () => source.readCategories(),
  text: (row) => source.text(row),
  pixels,
});

/** Order by Unicode code point, as Python's; JavaScript's `<` puts astral characters before U+E000…U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    // UTF-16 halves of an astral character (D800–DFFF) stand for code points above every other unit.
    const [highX, highY] = [isSurrogate(x), isSurrogate(y)];
    return highX === highY ? x - y : highX ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** A plain decimal number, as class names that should sort by value are written. */
const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** "0", "1", …, "10" by value where every key is a number; else by code point. */
export function sortKeys(keys: Iterable<string>): string[] {
  const list = [...keys];
  const numeric = list.every((key) => plainNumber.test(key));
  return list.sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || compareCodePoints(a, b));
}

/** Distinct categories and how many of the given rows hold each; missing cells are left out. */
export function* countKeys({ values, codeAt }: CategoryReader, rows: Uint32Array): Pieces<Map<string, number>> {
  const perCode = new Uint32Array(values.length);
  for (let from = 0; from < rows.length; from += blockRows) {
    const to = Math.min(rows.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const code = codeAt(rows[i] as number);
      if (code >= 0) perCode[code] = (perCode[code] ?? 0) + 1;
    }
    yield to / rows.length;
  }
  return new Map(values.map((value, code) => [value, perCode[code] ?? 0] as const).filter(([, count]) => count > 0));
}

/** A function from row to the index of its category in `wanted`; −1 where missing, `unknown` where not among them. */
export function keyIndexer(
  { values, codeAt }: CategoryReader,
  wanted: readonly string[],
  unknown: number,
): (row: number) => number {
  const index = new Map(wanted.map((value, i) => [value, i]));
  const byCode = Int32Array.from(values, (value) => index.get(value) ?? unknown);
  return (row) => {
    const code = codeAt(row);
    return code < 0 ? -1 : (byCode[code] ?? unknown);
  };
}
