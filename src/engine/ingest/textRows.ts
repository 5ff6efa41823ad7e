/**
 * @file Rows of texts, as spreadsheets give them, into columns: the first ones are kept until they show where the table
 * begins, which row holds the names and how wide it is; the others pass straight to the builders.
 */
import type { ReadOptions } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { planCells, type TablePlan } from "./plan.ts";
import { RowTally, TableRows } from "./tableRows.ts";
import type { Row } from "./tokenize.ts";

const sampleRows = 200;

type CellPlan = Pick<TablePlan, "format" | "names" | "skipRows" | "issues">;

export interface PlannedTable {
  readonly plan: CellPlan;
  readonly table: TableRows;
  readonly issues: readonly Issue[];
}

export class TextRows {
  readonly #options: ReadOptions;
  #waiting: (readonly string[])[] | undefined = [];
  #planned: { readonly plan: CellPlan; readonly table: TableRows } | undefined;
  /** Columns left of the table. */
  #left = 0;
  #seen = 0;
  readonly #outside = new RowTally();
  readonly #row = new RowBytes();

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  get rows(): number {
    return this.#planned?.table.rows ?? 0;
  }

  get byteSize(): number {
    return this.#planned?.table.byteSize ?? 0;
  }

  /** Takes a row, which may end early; false when no more are wanted. */
  add(cells: readonly string[]): boolean {
    if (this.#waiting === undefined) return this.#append(cells);
    this.#waiting.push([...cells]);
    return this.#waiting.length < sampleRows || this.#start();
  }

  /** Undefined where there was no row with a value. */
  finish(): PlannedTable | undefined {
    if (this.#waiting !== undefined) this.#start();
    if (this.#planned === undefined) return undefined;
    const { plan, table } = this.#planned;
    const issues = [...plan.issues, ...table.issues(plan.format.encoding)];
    if (this.#outside.count > 0) {
      const context = { count: this.#outside.count, rows: this.#outside.rows };
      issues.push({ code: "cellsOutside", severity: "warning", at: {}, context });
    }
    return { plan, table, issues };
  }

  #start(): boolean {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#left = leftEdge(waiting);
    const sample = waiting.map((cells) => withinTable(cells, this.#left));
    const plan = planCells(sample, this.#options);
    if (plan === undefined) return false;
    const { maxRows = Number.POSITIVE_INFINITY } = this.#options;
    const table = new TableRows({ columns: plan.names.length, skipRows: plan.skipRows, maxRows }, plan.format);
    this.#planned = { plan, table };
    return waiting.every((cells) => this.#append(cells));
  }

  #append(cells: readonly string[]): boolean {
    const planned = this.#planned;
    if (planned === undefined) return false;
    const isTitle = this.#seen++ < planned.plan.skipRows;
    if (!isTitle && firstValue(cells) < this.#left) this.#outside.add(planned.table.rows + 1);
    return planned.table.add(this.#row.fill(cells, this.#left, planned.plan.names.length));
  }
}

/** Place of the first cell with a value; infinite where there is none. */
function firstValue(cells: readonly string[]): number {
  const first = cells.findIndex((cell) => cell.trim() !== "");
  return first < 0 ? Number.POSITIVE_INFINITY : first;
}

/** Rows of a single cell may be titles, which stand further left than their table. */
function leftEdge(rows: readonly (readonly string[])[]): number {
  const wide = rows.filter((cells) => cells.filter((cell) => cell.trim() !== "").length > 1);
  const edge = Math.min(...(wide.length > 0 ? wide : rows).map(firstValue));
  return Number.isFinite(edge) ? edge : 0;
}

/** A row without the columns left of the table; a title that stands there stays one cell. */
function withinTable(cells: readonly string[], left: number): readonly string[] {
  const within = cells.slice(left);
  const first = firstValue(cells);
  return first < left && within.every((cell) => cell.trim() === "") ? cells.slice(first, first + 1) : within;
}

/** One row in the form the tokenizer gives; the same object each time. */
export class RowBytes {
  readonly #encoder = new TextEncoder();
  readonly #row: Row = {
    bytes: new Uint8Array(4096),
    count: 0,
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    unescaped: new Map(),
    junk: false,
    line: 0,
    hash: false,
    blank: false,
  };

  /** Cells from `left` on; at least `width`, blank where there is none. */
  fill(cells: readonly string[], left: number, width: number): Row {
    const row = this.#row;
    const count = Math.max(width, cells.length - left);
    if (count > row.starts.length) {
      row.starts = new Int32Array(count * 2);
      row.ends = new Int32Array(count * 2);
    }
    let at = 0;
    for (let i = 0; i < count; i++) {
      const text = cells[left + i] ?? "";
      row.starts[i] = at;
      if (text !== "") at = this.#write(text, at);
      row.ends[i] = at;
    }
    row.count = count;
    return row;
  }

  #write(text: string, at: number): number {
    const needed = at + text.length * 3;
    if (needed > this.#row.bytes.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.#row.bytes.subarray(0, at));
      this.#row.bytes = larger;
    }
    const { bytes } = this.#row;
    // Short plain texts are the usual ones, and a call into the encoder costs more than they do.
    let end = at;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) return at + this.#encoder.encodeInto(text, bytes.subarray(at)).written;
      bytes[end++] = code;
    }
    return end;
  }
}
