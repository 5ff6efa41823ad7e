/**
 * @file Looks at the first rows and plans how to read the table: delimiter, names, comment lines, decimal mark. What
 * the user has set is not guessed; what was guessed with doubt is reported, so that it can be set.
 */
import { defaultMissing, type ReadOptions, type TableFormat } from "../../core/data/types.ts";
import { decodeUtf8 } from "../../core/data/utf8.ts";
import type { Issue } from "../../core/issue.ts";
import { detectDecimal } from "./decimal.ts";
import { type Delimiter, detectDelimiter, type SampleRows, usualLength } from "./delimiter.ts";
import { judgeHeader, type NamedColumns, nameColumns } from "./headers.ts";
import { cellBytes, type TokenizeFailure, Tokenizer } from "./tokenize.ts";

const sampleRows = 200;

export interface TablePlan {
  readonly format: TableFormat;
  readonly names: readonly string[];
  /** Rows of the tokenizer, blank and comment lines included, before the first one of data. */
  readonly skipRows: number;
  /** Lines that begin with "#" are comments, whatever they hold. */
  readonly comments: boolean;
  readonly issues: readonly Issue[];
}

export type PlanOutcome =
  | { readonly ok: true; readonly plan: TablePlan }
  | { readonly ok: false; readonly reason: "empty" | "moreNeeded" }
  | { readonly ok: false; readonly reason: "failed"; readonly failure: TokenizeFailure };

interface SampleRow {
  readonly cells: readonly string[];
  readonly hash: boolean;
  readonly blank: boolean;
}

interface Sample {
  readonly rows: readonly SampleRow[];
  readonly failure: TokenizeFailure | undefined;
}

function cutSample(head: Uint8Array, whole: boolean, delimiter: string, comments: boolean): Sample {
  const rows: SampleRow[] = [];
  const tokenizer = new Tokenizer(delimiter, comments, (row) => {
    const cells: string[] = [];
    for (let i = 0; i < row.count; i++) {
      cells.push(decodeUtf8(cellBytes(row, i), row.starts[i] as number, row.ends[i] as number));
    }
    rows.push({ cells, hash: row.hash, blank: row.blank });
    return rows.length < sampleRows;
  });
  if (tokenizer.push(head) && whole) tokenizer.finish();
  return { rows, failure: tokenizer.failure };
}

const leadingHashRows = (rows: readonly SampleRow[]): number => {
  const first = rows.findIndex((row) => !row.blank && !row.hash);
  return rows.slice(0, first < 0 ? rows.length : first).filter((row) => row.hash).length;
};

/** Rows of the table: neither blank nor a comment. A row with "#" in front may be either; its length tells. */
function contentRows(
  rows: readonly SampleRow[],
  comments: boolean,
): readonly (SampleRow & { readonly index: number })[] {
  const indexed = rows.map((row, index) => ({ ...row, index })).filter((row) => !row.blank);
  const length = usualLength(indexed.filter((row) => !row.hash).map((row) => row.cells));
  return indexed.filter((row) => !row.hash || (!comments && row.cells.length === length));
}

const cellsOf = (rows: readonly SampleRow[]): SampleRows => rows.map((row) => row.cells);

/** "# a,b,c" above rows of three cells, as numpy writes it, is a header; its cells without the mark. */
function hashHeader(rows: readonly SampleRow[]): readonly string[] | undefined {
  const last = rows.filter((row) => !row.blank)[leadingHashRows(rows) - 1];
  const below = cellsOf(rows.filter((row) => !row.blank && !row.hash));
  if (last === undefined || last.cells.length < 2 || last.cells.length !== usualLength(below)) return undefined;
  const cells = last.cells.map((cell, i) => (i === 0 ? cell.replace(/^#\s*(?=\S)/, "") : cell));
  return judgeHeader([cells, ...below]) === "names" && judgeHeader(below) !== "names" ? cells : undefined;
}

interface Header {
  /** Undefined where the table has none. */
  readonly cells: readonly string[] | undefined;
  readonly skipRows: number;
  /** Rows below the header. */
  readonly below: SampleRows;
}

function placeHeader(
  sample: Sample,
  comments: boolean,
  marked: readonly string[] | undefined,
  wanted: boolean | undefined,
  issues: Issue[],
): Header | undefined {
  let rows = contentRows(sample.rows, comments);
  if (excelMark(sample) !== undefined) rows = rows.slice(1);
  if (marked !== undefined && wanted !== false) {
    const below = rows.filter((row) => !row.hash);
    const firstBelow = below[0];
    if (firstBelow !== undefined) return { cells: marked, skipRows: firstBelow.index, below: cellsOf(below) };
  }
  const length = usualLength(cellsOf(rows));
  const first = length < 3 ? 0 : rows.findIndex((row) => row.cells.length > 1);
  if (first > 0) {
    const example = rows[0]?.cells[0];
    issues.push({
      code: "preambleLines",
      severity: "notice",
      at: {},
      context: { count: first, example: example === undefined ? "" : example.slice(0, 60) },
    });
    rows = rows.slice(first);
  }
  const top = rows[0];
  if (top === undefined) return undefined;
  const verdict = wanted === undefined ? judgeHeader(cellsOf(rows)) : wanted ? "names" : "values";
  if (wanted === undefined && verdict !== "names") issues.push(headerIssue(verdict, top.cells));
  if (verdict === "values") return { cells: undefined, skipRows: top.index, below: cellsOf(rows) };
  return { cells: top.cells, skipRows: top.index + 1, below: cellsOf(rows.slice(1)) };
}

function headerIssue(verdict: "uncertain" | "values", cells: readonly string[]): Issue {
  const example = cells.slice(0, 4).join(", ").slice(0, 80);
  const code = verdict === "uncertain" ? "headerUncertain" : "noHeader";
  return { code, severity: "notice", at: {}, context: { example } };
}

/** R writes no name above the row names: the header is one cell short of every row, and the last cells are not blank. */
function withRowNames(cells: readonly string[], below: SampleRows): readonly string[] {
  const full = below.filter((row) => row.length === cells.length + 1);
  const isShort =
    below.length > 0 && full.length === below.length && full.some((row) => (row.at(-1) as string).trim() !== "");
  return isShort ? ["", ...cells] : cells;
}

/** Excel's own first line "sep=;" names the delimiter and is no row. */
const excelMark = (sample: Sample): string | undefined =>
  /^sep=(.?)$/i.exec(sample.rows[0]?.cells.join("\t") ?? "")?.[1];

const noName = "\0";

/**
 * @param head the file's beginning as UTF-8; ends anywhere unless `whole`
 * @param encoding of the file, for the format
 */
export function planTable(
  head: Uint8Array,
  whole: boolean,
  encoding: string,
  { format: wanted = {}, expected = {} }: ReadOptions,
): PlanOutcome {
  // No text holds a NUL after decoding, so this cuts lines and no cells.
  const lines = cutSample(head, whole, noName, false);
  if (whole && lines.failure === undefined && lines.rows.every((row) => row.blank))
    return { ok: false, reason: "empty" };
  const excel = excelMark(lines);
  const cut = (candidate: Delimiter): SampleRows => {
    const { rows } = cutSample(head, whole, candidate, false);
    return cellsOf(contentRows(rows, leadingHashRows(rows) > 0));
  };
  const delimiter = wanted.delimiter ?? (excel === undefined || excel === "" ? detectDelimiter(cut) : excel);
  const plain = cutSample(head, whole, delimiter, false);
  const marked = hashHeader(plain.rows);
  const hashes = leadingHashRows(plain.rows);
  const comments = hashes > (marked === undefined ? 0 : 1) && hashes < plain.rows.filter((row) => !row.blank).length;
  const sample = comments ? cutSample(head, whole, delimiter, true) : plain;
  if (sample.rows.length === 0) {
    if (sample.failure !== undefined) return { ok: false, reason: "failed", failure: sample.failure };
    return { ok: false, reason: whole ? "empty" : "moreNeeded" };
  }
  const issues: Issue[] = [];
  const header = placeHeader(sample, comments, marked, wanted.header, issues);
  if (header === undefined) return { ok: false, reason: "empty" };
  const named = nameAll(header);
  issues.push(...named.issues);
  const decimal = wanted.decimal ?? detectDecimal(header.below, delimiter, expected.decimal, issues);
  const format: TableFormat = {
    encoding,
    delimiter,
    header: header.cells !== undefined,
    decimal,
    dayFirst: wanted.dayFirst ?? false,
    missing: wanted.missing ?? defaultMissing,
  };
  return { ok: true, plan: { format, ...named, skipRows: header.skipRows, comments, issues } };
}

/**
 * The same for rows whose cells are known already, as a spreadsheet gives them: a row may end early, and every column
 * that has a value has a name.
 */
export function planCells(
  rows: SampleRows,
  { format: wanted = {} }: ReadOptions,
): Pick<TablePlan, "format" | "names" | "skipRows" | "issues"> | undefined {
  const issues: Issue[] = [];
  const sample = rows.map((cells) => ({ cells, hash: false, blank: cells.every((cell) => cell.trim() === "") }));
  const header = placeHeader({ rows: sample, failure: undefined }, false, undefined, wanted.header, issues);
  if (header === undefined) return undefined;
  const width = Math.max(0, ...header.below.map((row) => row.length), header.cells?.length ?? 0);
  const cells = Array.from({ length: width }, (_, i) => header.cells?.[i] ?? "");
  const named = nameColumns(cells);
  const format: TableFormat = {
    encoding: "utf-8",
    delimiter: ",",
    header: header.cells !== undefined,
    decimal: wanted.decimal ?? ".",
    dayFirst: wanted.dayFirst ?? false,
    missing: wanted.missing ?? defaultMissing,
  };
  // Numbers in place of a header nobody wrote are no repair.
  const renamed = header.cells === undefined ? [] : named.issues;
  return { format, names: named.names, skipRows: header.skipRows, issues: [...issues, ...renamed] };
}

function nameAll(header: Header): NamedColumns {
  if (header.cells !== undefined) return nameColumns(withRowNames(header.cells, header.below));
  const blank = new Array<string>(usualLength(header.below)).fill("");
  return { names: nameColumns(blank).names, issues: [] };
}
