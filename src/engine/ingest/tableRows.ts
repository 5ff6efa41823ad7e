/**
 * @file Turns the tokenizer's rows into columns: leaves out the header, blank and comment lines, fills short rows, and
 * keeps count of all it left out or could not place, with the rows, so that nothing is dropped in silence.
 */
import type { CellFormat } from "../../core/data/cells.ts";
import { ColumnBuilder } from "../../core/data/columnBuilder.ts";
import { decodeUtf8 } from "../../core/data/utf8.ts";
import type { Issue } from "../../core/issue.ts";
import { storedCells } from "./limits.ts";
import { cellBytes, type Row } from "./tokenize.ts";

/** How often something happened, and the first rows where it did. */
export class RowTally {
  readonly #rows: number[] = [];
  count = 0;

  add(row: number): void {
    this.count++;
    if (this.#rows.length < 10) this.#rows.push(row);
  }

  /** "3, 7, 12, …" */
  get rows(): string {
    return this.#rows.join(", ") + (this.count > this.#rows.length ? ", …" : "");
  }
}

export interface TableShape {
  readonly columns: number;
  readonly skipRows: number;
  readonly maxRows: number;
}

export class TableRows {
  readonly builders: readonly ColumnBuilder[];
  readonly #shape: TableShape;
  readonly #short = new RowTally();
  readonly #long = new RowTally();
  readonly #longExamples: string[] = [];
  readonly #junk = new RowTally();
  readonly #damaged = new RowTally();
  #skipped = 0;
  #blank = 0;
  #comments = 0;
  #rows = 0;
  #stopped = false;
  /** The piece being cut holds U+FFFD that the decoder put there. */
  lookForDamage = false;

  constructor(shape: TableShape, format: CellFormat) {
    this.#shape = shape;
    this.builders = Array.from({ length: shape.columns }, () => new ColumnBuilder(format));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Rows were left because `maxRows` were read. */
  get stopped(): boolean {
    return this.#stopped;
  }

  get byteSize(): number {
    return this.builders.reduce((sum, builder) => sum + builder.byteSize, 0);
  }

  /** Takes a row; false when no more are wanted, or fit. */
  add(row: Row): boolean {
    const { columns, skipRows, maxRows } = this.#shape;
    if (this.#skipped < skipRows) {
      this.#skipped++;
      if (this.lookForDamage && holdsReplacement(row)) this.#damaged.add(0);
      return true;
    }
    if (row.blank || holdsNothing(row)) {
      this.#blank++;
      return true;
    }
    if (row.hash && (row.count !== columns || columns === 1)) {
      this.#comments++;
      return true;
    }
    if (this.#rows === maxRows) {
      this.#stopped = true;
      return false;
    }
    this.#rows++;
    if (row.count < columns) this.#short.add(this.#rows);
    else if (row.count > columns) this.#addLong(row);
    if (row.junk) this.#junk.add(this.#rows);
    if (this.lookForDamage && holdsReplacement(row)) this.#damaged.add(this.#rows);
    this.#append(row);
    // A line of two bytes may make a row of thousands of cells.
    return this.#rows * columns <= storedCells;
  }

  #append(row: Row): void {
    const { builders } = this;
    const { bytes, starts, ends, unescaped } = row;
    const present = Math.min(row.count, builders.length);
    const plain = unescaped.size === 0;
    for (let i = 0; i < present; i++) {
      const source = plain ? bytes : cellBytes(row, i);
      (builders[i] as ColumnBuilder).append(source, starts[i] as number, ends[i] as number);
    }
    for (let i = present; i < builders.length; i++) (builders[i] as ColumnBuilder).append(bytes, 0, 0);
  }

  /** Cells beyond the last column; blank ones are a trailing delimiter and lose nothing. */
  #addLong(row: Row): void {
    const extra: string[] = [];
    for (let i = this.#shape.columns; i < row.count; i++) {
      const text = decodeUtf8(
        cellBytes(row, i),
        row.starts[i] as number,
        Math.min(row.ends[i] as number, (row.starts[i] as number) + 40),
      );
      if (text.trim() !== "") extra.push(`“${text.trim()}”`);
    }
    if (extra.length === 0) return;
    this.#long.add(this.#rows);
    if (this.#longExamples.length < 5) this.#longExamples.push(`${this.#rows}: ${extra.slice(0, 3).join(", ")}`);
  }

  /** What was repaired or left out. */
  issues(encoding: string): Issue[] {
    const issues: Issue[] = [];
    const { columns } = this.#shape;
    const list = (tally: RowTally) => ({ count: tally.count, rows: tally.rows });
    const warn = { severity: "warning", at: {} } as const;
    const notice = { severity: "notice", at: {} } as const;
    if (this.#damaged.count > 0) {
      issues.push({ ...warn, code: "undecodableCharacters", context: { ...list(this.#damaged), encoding } });
    }
    if (this.#short.count > 0) issues.push({ ...warn, code: "shortRows", context: { ...list(this.#short), columns } });
    if (this.#long.count > 0) {
      const examples = this.#longExamples.join("; ");
      issues.push({ ...warn, code: "longRows", context: { ...list(this.#long), columns, examples } });
    }
    if (this.#junk.count > 0) issues.push({ ...warn, code: "junkAfterQuote", context: list(this.#junk) });
    if (this.#blank > 0) issues.push({ ...notice, code: "blankLines", context: { count: this.#blank } });
    if (this.#comments > 0) issues.push({ ...notice, code: "commentLines", context: { count: this.#comments } });
    if (this.#stopped) issues.push({ ...notice, code: "firstRowsOnly", context: { count: this.#rows } });
    return issues;
  }
}

/** Only delimiters: spreadsheets write such lines below the table. */
function holdsNothing(row: Row): boolean {
  for (let i = 0; i < row.count; i++) if ((row.ends[i] as number) > (row.starts[i] as number)) return false;
  return true;
}

function holdsReplacement(row: Row): boolean {
  for (let i = 0; i < row.count; i++) {
    const bytes = cellBytes(row, i);
    const end = (row.ends[i] as number) - 2;
    for (let k = row.starts[i] as number; k < end; k++) {
      if (bytes[k] === 0xef && bytes[k + 1] === 0xbf && bytes[k + 2] === 0xbd) return true;
    }
  }
  return false;
}
