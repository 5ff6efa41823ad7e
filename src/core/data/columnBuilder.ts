/**
 * @file Fills a column cell by cell from bytes of a file, and chooses how to store it while it grows: a dictionary of
 * distinct cells until there are too many, then numbers if most distinct cells are numbers, else text. Reading columns
 * is `columns.ts`.
 *
 * A column stored as numbers keeps the value of a cell, not its spelling ("1.50" is 1.5); all cells that are no finite
 * exact number (00123, 1e400, abc) keep their text as exceptions.
 */
import { ByteBlocks, NumberBlocks } from "./blocks.ts";
import type { CellFormat } from "./cells.ts";
import { missingTest, parseNumber, plainNumber } from "./cells.ts";
import type { StoredColumn } from "./types.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** Distinct cells a dictionary holds; chosen so that the dictionaries of 100 columns stay within 100 MB or so. */
export const dictionaryLimit = 50_000;
/** Bytes of all distinct cells together; long texts leave the dictionary sooner. */
const dictionaryByteLimit = 32 << 20;

export class ColumnBuilder {
  #store: DictionaryStore | NumberStore | TextStore = new DictionaryStore();
  readonly #format: CellFormat;
  readonly #limit: number;

  constructor(format: CellFormat, limit = dictionaryLimit) {
    this.#format = format;
    this.#limit = limit;
  }

  get rows(): number {
    return this.#store.rows;
  }

  /** What it holds in memory, about. */
  get byteSize(): number {
    return this.#store.byteSize;
  }

  /** The next cell, as UTF-8 in bytes [start, end). */
  append(bytes: Uint8Array, start: number, end: number): void {
    const store = this.#store;
    store.append(bytes, start, end);
    if (store instanceof DictionaryStore) {
      if (store.distinct > this.#limit || store.textBytes > dictionaryByteLimit)
        this.#store = this.#leaveDictionary(store);
    } else if (store instanceof NumberStore && store.exceptions.size > Math.max(this.#limit, store.rows / 2)) {
      this.#store = store.toText();
    }
  }

  appendText(text: string): void {
    const bytes = encodeUtf8(text);
    this.append(bytes, 0, bytes.length);
  }

  #leaveDictionary(store: DictionaryStore): NumberStore | TextStore {
    const isMissing = missingTest(this.#format.missing);
    const values = store.values();
    const present = values.filter((value) => !isMissing(value));
    const numbers = present.filter((value) => !Number.isNaN(parseNumber(value, this.#format.decimal)));
    const next = numbers.length * 2 > present.length ? new NumberStore(this.#format) : new TextStore();
    const cells = values.map(encodeUtf8);
    const codes = store.codes();
    for (const code of codes) {
      const cell = cells[code] as Uint8Array;
      next.append(cell, 0, cell.length);
    }
    return next;
  }

  finish(): StoredColumn {
    return this.#store.finish();
  }
}

/** Distinct cells in a hash table over their bytes: no string is made for a cell that was seen before. */
class DictionaryStore {
  readonly #codes = new NumberBlocks((length) => new Uint32Array(length));
  #arena = new Uint8Array(256);
  #offsets = new Uint32Array(32);
  #hashes = new Uint32Array(32);
  /** Open addressing; holds code + 1, 0 is free; at most half full. */
  #table = new Uint32Array(64);
  #count = 0;

  get rows(): number {
    return this.#codes.length;
  }

  get distinct(): number {
    return this.#count;
  }

  get textBytes(): number {
    return this.#offsets[this.#count] as number;
  }

  get byteSize(): number {
    const tables = this.#arena.length + this.#offsets.byteLength + this.#hashes.byteLength + this.#table.byteLength;
    return this.#codes.byteSize + tables;
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    let hash = 0x811c9dc5 ^ (end - start);
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = this.#table[slot] as number;
      if (entry === 0) break;
      if (this.#hashes[entry - 1] === hash && this.#holds(entry - 1, bytes, start, end)) {
        this.#codes.push(entry - 1);
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#table[slot] = this.#count + 1;
    this.#codes.push(this.#add(bytes, start, end, hash));
  }

  #holds(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.#offsets[code] as number;
    if ((this.#offsets[code + 1] as number) - at !== end - start) return false;
    const shift = at - start;
    for (let i = start; i < end; i++) if (this.#arena[i + shift] !== bytes[i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const code = this.#count++;
    const at = this.#offsets[code] as number;
    const needed = at + end - start;
    if (needed > this.#arena.length) {
      const larger = new Uint8Array(Math.max(needed, this.#arena.length * 2));
      larger.set(this.#arena);
      this.#arena = larger;
    }
    this.#arena.set(bytes.subarray(start, end), at);
    if (code + 2 > this.#offsets.length) this.#growEntries();
    this.#offsets[code + 1] = needed;
    this.#hashes[code] = hash;
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return code;
  }

  #growEntries(): void {
    const offsets = new Uint32Array(this.#offsets.length * 2);
    const hashes = new Uint32Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    hashes.set(this.#hashes);
    this.#offsets = offsets;
    this.#hashes = hashes;
  }

  #rehash(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let code = 0; code < this.#count; code++) {
      let slot = (this.#hashes[code] as number) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = code + 1;
    }
    this.#table = table;
  }

  codes(): Uint32Array {
    return this.#codes.join();
  }

  values(): string[] {
    const values: string[] = [];
    for (let code = 0; code < this.#count; code++) {
      values.push(decodeUtf8(this.#arena, this.#offsets[code] as number, this.#offsets[code + 1] as number));
    }
    return values;
  }

  finish(): StoredColumn {
    return { kind: "dictionary", codes: this.codes(), values: this.values() };
  }
}

class NumberStore {
  readonly #values = new NumberBlocks((length) => new Float64Array(length));
  readonly exceptions = new Map<number, string>();
  readonly #decimal: "." | ",";
  readonly #isMissing: (text: string) => boolean;
  /** Numbers that stand in the list of missing cells, such as -999. */
  readonly #missingNumbers: ReadonlySet<number>;

  constructor(format: CellFormat) {
    this.#decimal = format.decimal;
    this.#isMissing = missingTest(format.missing);
    this.#missingNumbers = new Set(
      format.missing.map((token) => parseNumber(token, format.decimal)).filter((value) => !Number.isNaN(value)),
    );
  }

  get rows(): number {
    return this.#values.length;
  }

  get byteSize(): number {
    return this.#values.byteSize + this.exceptions.size * 64;
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    const plain = plainNumber(bytes, start, end, this.#decimal);
    if (!Number.isNaN(plain) && !this.#missingNumbers.has(plain)) this.#values.push(plain);
    else this.#appendOther(decodeUtf8(bytes, start, end));
  }

  #appendOther(text: string): void {
    if (this.#isMissing(text)) {
      this.#values.push(Number.NaN);
      return;
    }
    const value = parseNumber(text, this.#decimal);
    if (Number.isNaN(value)) this.exceptions.set(this.rows, text);
    this.#values.push(value);
  }

  /** More texts than numbers came after all. */
  toText(): TextStore {
    const text = new TextStore();
    const values = this.#values.join();
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      const exception = this.exceptions.get(row);
      const cell = encodeUtf8(exception !== undefined ? exception : spellNumber(value, this.#decimal));
      text.append(cell, 0, cell.length);
    }
    return text;
  }

  finish(): StoredColumn {
    return { kind: "numbers", values: this.#values.join(), exceptions: this.exceptions };
  }
}

/** A stored number as the text of a cell that reads as the same number; "" for a missing one. */
export const spellNumber = (value: number, decimal: "." | ","): string =>
  Number.isNaN(value) ? "" : decimal === "." ? String(value) : String(value).replace(".", ",");

class TextStore {
  readonly #bytes = new ByteBlocks();
  readonly #offsets = new NumberBlocks((length) => new Float64Array(length));

  constructor() {
    this.#offsets.push(0);
  }

  get rows(): number {
    return this.#offsets.length - 1;
  }

  get byteSize(): number {
    return this.#bytes.byteSize + this.#offsets.byteSize;
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes.append(bytes, start, end);
    this.#offsets.push(this.#bytes.length);
  }

  finish(): StoredColumn {
    return { kind: "text", bytes: this.#bytes.join(), offsets: this.#offsets.join() };
  }
}
