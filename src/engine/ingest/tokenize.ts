/**
 * @file Cuts delimited text into rows of cells (RFC 4180 and what is met in the wild), from UTF-8 bytes in pieces of any
 * size. Works on bytes because all marks are ASCII: no string is made for a cell here. What rows mean (header,
 * comments, too short, too long) is `tableRows.ts`.
 *
 * Line ends are LF, CRLF and CR, mixed at will. A cell is quoted if its first character, after spaces, is a quote;
 * quotes inside other cells are plain text. A doubled quote inside a quoted cell is one quote. Text between a closing
 * quote and the next delimiter stays part of the cell, and the row is reported.
 */

export const columnLimit = 16_384;
export const cellLimit = 1_000_000;
/** Bytes of a row. It is scanned again with each piece of the file until it is whole. */
export const rowBytesLimit = 64 << 20;

/** A row's cells: bytes [starts[i], ends[i]) of `bytes`, or of `unescaped[i]` where quotes had to be taken out. */
export interface Row {
  bytes: Uint8Array;
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  /** Empty unless a cell of this row differs from the file's bytes. */
  unescaped: Map<number, Uint8Array>;
  /** Text stood between a closing quote and the delimiter. */
  junk: boolean;
  /** Line of the file in which the row begins, from 1. */
  line: number;
  /** The first character is "#" outside quotes. */
  hash: boolean;
  /** Nothing stands in the line. */
  blank: boolean;
}

/** What stops the reading. The place is the row's first line, or the line of the quote that is never closed. */
export type TokenizeFailure = {
  readonly kind: "unterminatedQuote" | "tooManyColumns" | "cellTooLong" | "rowTooLong";
  readonly line: number;
};

const quote = 0x22;
const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;
const tab = 0x09;
const hashSign = 0x23;

/** Marks of `#readRow` beside the place where the next row begins. */
const incomplete = -1;
const stopped = -2;

/** A row that is not whole at the end of a piece is scanned again with the next one; rows are short beside pieces. */
export class Tokenizer {
  readonly #delimiter: number;
  readonly #comments: boolean;
  readonly #onRow: (row: Row) => boolean;
  readonly #row: Row = {
    bytes: new Uint8Array(0),
    count: 0,
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    unescaped: new Map(),
    junk: false,
    line: 1,
    hash: false,
    blank: false,
  };
  #carry = new Uint8Array(0);
  #line = 1;
  /** The last row ended with CR, so an LF that follows belongs to it. */
  #afterCr = false;
  #failure: TokenizeFailure | undefined;

  /**
   * `comments`: a line that begins with "#" is one cell to its end, whatever stands in it. `onRow` gets one object that
   * is used again for the next row; it returns false to stop.
   */
  constructor(delimiter: string, comments: boolean, onRow: (row: Row) => boolean) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#comments = comments;
    this.#onRow = onRow;
  }

  get failure(): TokenizeFailure | undefined {
    return this.#failure;
  }

  /** Takes the next piece; false when nothing more is wanted, because of a failure or because `onRow` said so. */
  push(piece: Uint8Array): boolean {
    return this.#run(piece, false);
  }

  /** The text ends here. */
  finish(): boolean {
    return this.#run(new Uint8Array(0), true);
  }

  #run(piece: Uint8Array, last: boolean): boolean {
    let bytes = piece;
    if (this.#carry.length > 0) {
      bytes = new Uint8Array(this.#carry.length + piece.length);
      bytes.set(this.#carry);
      bytes.set(piece, this.#carry.length);
    }
    let at = 0;
    while (at < bytes.length) {
      if (this.#afterCr) {
        this.#afterCr = false;
        if (bytes[at] === lf && ++at === bytes.length) break;
      }
      const next = this.#readRow(bytes, at, last);
      if (next === stopped) return false;
      if (next === incomplete) break;
      at = next;
    }
    this.#carry = bytes.slice(at);
    if (this.#carry.length <= rowBytesLimit) return true;
    this.#fail("rowTooLong", this.#line);
    return false;
  }

  /** Reads the row at `at`; gives the place after it. */
  #readRow(bytes: Uint8Array, at: number, last: boolean): number {
    const row = this.#row;
    row.bytes = bytes;
    row.count = 0;
    row.line = this.#line;
    row.junk = false;
    row.hash = bytes[at] === hashSign;
    if (row.unescaped.size > 0) row.unescaped.clear();
    const delimiter = row.hash && this.#comments ? noDelimiter : this.#delimiter;
    const end = bytes.length;
    let innerLines = 0;
    let quoted = false;
    let i = at;
    for (;;) {
      const start = i;
      const open = quoteAt(bytes, i, delimiter);
      if (open >= 0) {
        quoted = true;
        const close = this.#closingQuote(bytes, open, last, innerLines);
        if (close < 0) return close;
        innerLines += linesWithin(bytes, open, close);
        i = this.#endQuotedCell(bytes, open, close, delimiter);
      } else {
        while (i < end) {
          const byte = bytes[i] as number;
          if (byte === delimiter || byte === lf || byte === cr) break;
          i++;
        }
        this.#addCell(start, i);
      }
      if (i - start > cellLimit) return this.#fail("cellTooLong", this.#line + innerLines);
      if (i === end) {
        if (!last) return incomplete;
        break;
      }
      if (bytes[i] !== delimiter) break;
      if (row.count === columnLimit) return this.#fail("tooManyColumns", this.#line);
      i++;
    }
    row.blank = row.count === 1 && !quoted && onlySpaces(bytes, at, i);
    if (!this.#onRow(row)) return stopped;
    this.#line += innerLines + 1;
    this.#afterCr = bytes[i] === cr;
    return Math.min(i + 1, end);
  }

  /** Place of the quote that closes the cell opened at `open`, or a mark. */
  #closingQuote(bytes: Uint8Array, open: number, last: boolean, innerLines: number): number {
    const end = bytes.length;
    let i = open + 1;
    for (;;) {
      while (i < end && bytes[i] !== quote) i++;
      if (i === end) {
        if (i - open > cellLimit) return this.#fail("cellTooLong", this.#line + innerLines);
        return last ? this.#fail("unterminatedQuote", this.#line + innerLines) : incomplete;
      }
      // At the end of a piece this quote may be the first of two: the row is incomplete then and read again.
      if (bytes[i + 1] !== quote) return i;
      i += 2;
    }
  }

  /** Adds the quoted cell and gives the place where it ends, after spaces or junk behind the closing quote. */
  #endQuotedCell(bytes: Uint8Array, open: number, close: number, delimiter: number): number {
    const end = bytes.length;
    let i = close + 1;
    let junk = false;
    while (i < end) {
      const byte = bytes[i] as number;
      if (byte === delimiter || byte === lf || byte === cr) break;
      if (byte !== space && byte !== tab) junk = true;
      i++;
    }
    let doubled = false;
    for (let k = open + 1; k < close && !doubled; k++) doubled = bytes[k] === quote;
    if (!junk && !doubled) {
      this.#addCell(open + 1, close);
      return i;
    }
    const text = new Uint8Array(i - open);
    let length = 0;
    for (let k = open + 1; k < close; k++) {
      text[length++] = bytes[k] as number;
      if (bytes[k] === quote) k++;
    }
    if (junk) {
      this.#row.junk = true;
      text.set(bytes.subarray(close + 1, i), length);
      length += i - close - 1;
    }
    this.#row.unescaped.set(this.#row.count, text);
    this.#addCell(0, length);
    return i;
  }

  #addCell(start: number, end: number): void {
    const row = this.#row;
    if (row.count === row.starts.length) {
      const starts = new Int32Array(row.count * 2);
      const ends = new Int32Array(row.count * 2);
      starts.set(row.starts);
      ends.set(row.ends);
      row.starts = starts;
      row.ends = ends;
    }
    row.starts[row.count] = start;
    row.ends[row.count++] = end;
  }

  #fail(kind: TokenizeFailure["kind"], line: number): typeof stopped {
    this.#failure = { kind, line };
    return stopped;
  }
}

const noDelimiter = -1;

/** Where the cell at `at` opens a quote, spaces before it left out; -1 where it does not. */
function quoteAt(bytes: Uint8Array, at: number, delimiter: number): number {
  if (delimiter === noDelimiter) return -1;
  let i = at;
  let byte = bytes[i];
  while (byte === space || (byte === tab && delimiter !== tab)) byte = bytes[++i];
  return byte === quote ? i : -1;
}

function onlySpaces(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== space && bytes[i] !== tab) return false;
  return true;
}

/** Line ends within a quoted cell: CRLF is one. */
function linesWithin(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] === lf || (bytes[i] === cr && bytes[i + 1] !== lf)) lines++;
  }
  return lines;
}

/** The bytes that hold cell `column` of the row; its place in them is `starts[column]`, `ends[column]`. */
export function cellBytes(row: Row, column: number): Uint8Array {
  if (row.unescaped.size === 0) return row.bytes;
  const own = row.unescaped.get(column);
  return own === undefined ? row.bytes : own;
}
