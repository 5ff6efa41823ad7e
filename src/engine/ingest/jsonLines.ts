/**
 * @file Reads JSON rows into a dataset: an object a line, objects one after another, or one list of them. The text is cut
 * into values by their brackets as it arrives and each is parsed by itself, so that the file is never whole in memory
 * and one broken line costs one row. What is inside an object is `jsonCells.ts`.
 */
import { ColumnBuilder } from "../../core/data/columnBuilder.ts";
import { defaultMissing, type ReadOptions, type TableFormat } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { ContentHash } from "./contentHash.ts";
import { isEncoding, makeDecoder } from "./decode.ts";
import { finishTable } from "./finishTable.ts";
import { nameColumns } from "./headers.ts";
import { KeyNode, parseRow, unfold } from "./jsonCells.ts";
import { JsonCutter } from "./jsonCutter.ts";
import { checkSize, progressEveryMs, rowLimit, storedCells, storedLimit } from "./limits.ts";
import type { Source } from "./source.ts";
import { error, refused, type TableOutcome, tableId } from "./tableOutcome.ts";
import { RowTally } from "./tableRows.ts";
import { columnLimit } from "./tokenize.ts";

const pieceSize = 2 << 20;

export async function* readJson(source: Source, options: ReadOptions): AsyncGenerator<Progress, TableOutcome, void> {
  const { fileName } = source;
  const encoding = options.format?.encoding ?? (await markedEncoding(source));
  if (!isEncoding(encoding)) return refused({ ...error, code: "unknownEncoding", context: { encoding } });
  const format = formatOf(encoding, options);
  const rows = new JsonRows(format, options.maxRows ?? Number.POSITIVE_INFINITY);
  const cutter = new JsonCutter((text, line) => rows.add(text, line));
  const decoder = makeDecoder(encoding);
  const hash = new ContentHash();
  let told = 0;
  let wanted = true;
  for (let done = 0; done < source.size && wanted; ) {
    const raw = await source.read(done, done + pieceSize);
    done += raw.length;
    hash.update(raw);
    wanted = cutter.push(decoder.push(raw).bytes);
    if (rows.failure !== undefined) return refused(rows.failure(fileName));
    const unfit = checkSize(rows, done, source.size, options.maxRows ?? Number.POSITIVE_INFINITY);
    if (unfit !== undefined) return refused(unfit);
    const now = performance.now();
    if (now - told >= progressEveryMs) {
      told = now;
      yield { done, total: source.size, rows: rows.rows };
    }
  }
  if (wanted && cutter.push(decoder.finish().bytes)) cutter.finish();
  if (cutter.tooLong !== undefined) {
    const { line, text } = cutter.tooLong;
    return refused({ ...error, code: "jsonBroken", context: { fileName, line, text: text.slice(0, 60) } });
  }
  if (rows.failure !== undefined) return refused(rows.failure(fileName));
  source.checkCancelled();
  yield { done: source.size, total: source.size, rows: rows.rows };
  if (rows.rows === 0) return refused(rows.nothing(fileName));
  const named = nameColumns(rows.names);
  const facts = {
    id: tableId(hash.digest(), format, options),
    fileName,
    bytes: source.size,
    issues: [...named.issues, ...rows.issues(named.names)],
    dayFirstWanted: options.format?.dayFirst,
    dayFirstExpected: options.expected?.dayFirst,
  };
  return { ok: true, dataset: finishTable(rows, { names: named.names, format }, facts) };
}

/** JSON is UTF-8 unless a mark says otherwise (RFC 8259, 8.1). */
async function markedEncoding(source: Source): Promise<string> {
  const [first, second] = await source.read(0, 2);
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

const formatOf = (encoding: string, { format: wanted = {} }: ReadOptions): TableFormat => ({
  encoding,
  delimiter: ",",
  header: true,
  decimal: wanted.decimal ?? ".",
  dayFirst: wanted.dayFirst ?? false,
  missing: wanted.missing ?? defaultMissing,
  source: "json",
});

/** Columns that come into being as their keys are met: rows before have no value there. */
class JsonRows {
  readonly #format: TableFormat;
  readonly #maxRows: number;
  readonly #keys = new KeyNode("");
  readonly #scratch = new Uint8Array(64);
  readonly builders: ColumnBuilder[] = [];
  readonly names: string[] = [];
  readonly #nested = new Set<number>();
  readonly #broken = new RowTally();
  #brokenText = "";
  #brokenLine = 0;
  #stopped = false;
  rows = 0;
  /** Why reading ends here. */
  failure: ((fileName: string) => Issue) | undefined;

  constructor(format: TableFormat, maxRows: number) {
    this.#format = format;
    this.#maxRows = maxRows;
  }

  get byteSize(): number {
    return this.builders.reduce((sum, builder) => sum + builder.byteSize, 0);
  }

  /** Takes the text of one value, undefined for what is none; false when no more are wanted. */
  add(text: string, line: number): boolean {
    const value = parseRow(text);
    if (value === undefined) {
      this.#skip(text, line);
      // Ten broken lines and no row: this is something else.
      return this.rows > 0 || this.#broken.count < 10;
    }
    if (this.rows === this.#maxRows) {
      this.#stopped = true;
      return false;
    }
    if (this.rows === rowLimit) {
      this.failure = () => ({ ...error, code: "tooManyRows", context: { limit: rowLimit } });
      return false;
    }
    unfold(value, this.#keys, this.#format.decimal, (key, cell, isNested) => this.#addCell(key, cell, isNested));
    if (this.failure !== undefined || !this.#hasRoom(this.builders.length)) return false;
    if (this.builders.length > columnLimit) {
      this.failure = (fileName) => ({ ...error, code: "tooManyKeys", context: { fileName, limit: columnLimit, line } });
      return false;
    }
    this.rows++;
    for (const builder of this.builders) if (builder.rows < this.rows) builder.append(nothing, 0, 0);
    return true;
  }

  #addCell(key: KeyNode, text: string, isNested: boolean): void {
    if (this.failure !== undefined) return;
    if (key.column < 0) {
      if (!this.#hasRoom(this.builders.length + 1)) return;
      key.column = this.#addColumn(key.name);
    }
    if (isNested) this.#nested.add(key.column);
    const builder = this.builders[key.column] as ColumnBuilder;
    if (text.length > this.#scratch.length) {
      builder.appendText(text);
      return;
    }
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) {
        builder.appendText(text);
        return;
      }
      this.#scratch[i] = code;
    }
    builder.append(this.#scratch, 0, text.length);
  }

  /** A line of two bytes may be a row of thousands of cells, and a new key one of millions of rows. */
  #hasRoom(columns: number): boolean {
    if ((this.rows + 1) * columns <= storedCells) return true;
    const rows = Math.floor(storedCells / columns / 1000) * 1000;
    const needed = Math.ceil(((this.rows + 1) * columns * 4) / 1e6);
    this.failure = () => ({ ...error, code: "tableTooLarge", context: { limit: storedLimit / 1e6, needed, rows } });
    return false;
  }

  #addColumn(name: string): number {
    this.names.push(name);
    const builder = new ColumnBuilder(this.#format);
    for (let row = 0; row < this.rows; row++) builder.append(nothing, 0, 0);
    return this.builders.push(builder) - 1;
  }

  #skip(text: string, line: number): void {
    if (this.#broken.count === 0) {
      this.#brokenText = text.trim().slice(0, 60);
      this.#brokenLine = line;
    }
    this.#broken.add(line);
  }

  /** Why there is no row. */
  nothing(fileName: string): Issue {
    if (this.#broken.count === 0) return { ...error, code: "notATable", context: { fileName, kind: "json" } };
    return { ...error, code: "jsonBroken", context: { fileName, line: this.#brokenLine, text: this.#brokenText } };
  }

  issues(names: readonly string[]): Issue[] {
    const issues: Issue[] = [];
    if (this.#broken.count > 0) {
      const context = { count: this.#broken.count, lines: this.#broken.rows, text: this.#brokenText };
      issues.push({ code: "jsonLinesSkipped", severity: "warning", at: {}, context });
    }
    if (this.#nested.size > 0) {
      const columns = [...this.#nested].slice(0, 5).map((column) => names[column] as string);
      const context = { count: this.#nested.size, columns: columns.join(", ") };
      issues.push({ code: "nestedAsText", severity: "notice", at: {}, context });
    }
    if (this.#stopped)
      issues.push({ code: "firstRowsOnly", severity: "notice", at: {}, context: { count: this.rows } });
    return issues;
  }
}

const nothing = new Uint8Array(0);
