/**
 * @file How fitting and encoding read a column, whatever its stored form: as numbers, or as category keys. What a cell
 * means (decimal marks, missing words, date order) is decided by whoever makes the source, never here.
 */
import { assertNever } from "../fault.ts";
import type { ColumnType } from "./types.ts";

export interface CellSource {
  /** The cell as a finite number (a date as ms since 1970, UTC); NaN if missing, unreadable or not finite. */
  number(row: number): number;
  /** The cell as a category, trimmed; null if missing. */
  key(row: number): string | null;
  /**
   * For columns of few distinct cells: `keys[codes[row]]` is `key(row)`, so that a vocabulary is looked up once a
   * distinct cell instead of once a row. Several codes may have the same key.
   */
  readonly dictionary?: { readonly codes: Uint32Array; readonly keys: readonly (string | null)[] };
}

/** A column that can be read, and the type in force: the user's choice, else the inferred one. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly source: CellSource;
}

/** The way a type enters a model; null: it does not. */
export function featureKind(type: ColumnType): "number" | "oneHot" | null {
  switch (type) {
    case "number":
    case "integer":
    case "date":
      return "number";
    case "category":
    case "boolean":
      return "oneHot";
    case "text":
    case "id":
    case "constant":
      return null;
    default:
      return assertNever(type);
  }
}

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

/** Distinct keys and how many of the given rows hold each; missing cells are left out. */
export function countKeys(source: CellSource, rows: Uint32Array): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (key: string | null, times: number) => {
    if (key !== null && times > 0) counts.set(key, (counts.get(key) ?? 0) + times);
  };
  if (!source.dictionary) {
    for (const row of rows) add(source.key(row), 1);
    return counts;
  }
  const { codes, keys } = source.dictionary;
  const perCode = new Uint32Array(keys.length);
  for (const row of rows) {
    const code = codes[row] ?? 0;
    perCode[code] = (perCode[code] ?? 0) + 1;
  }
  keys.forEach((key, code) => {
    add(key, perCode[code] ?? 0);
  });
  return counts;
}

/** A function from row to the index of its key in `values`; −1 where missing, `unknown` where the key is not among them. */
export function keyIndexer(source: CellSource, values: readonly string[], unknown: number): (row: number) => number {
  const index = new Map(values.map((value, i) => [value, i]));
  const indexOf = (key: string | null): number => (key === null ? -1 : (index.get(key) ?? unknown));
  if (!source.dictionary) return (row) => indexOf(source.key(row));
  const { codes, keys } = source.dictionary;
  const byCode = Int32Array.from(keys, indexOf);
  return (row) => byCode[codes[row] ?? 0] ?? -1;
}
