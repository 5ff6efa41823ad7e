/**
 * @file Reads a delimited text file into a dataset: sniff, find the encoding, plan from the first rows, then stream the
 * bytes once through decoder, tokenizer and column builders. The file is never whole in memory. What can be mended is
 * an issue; a file that cannot be read any more (changed, removed, a folder) is an `AppError`.
 */
import type { Dataset, ReadOptions, TableFormat } from "../../core/data/types.ts";
import { AppError, assertNever } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { ContentHash } from "./contentHash.ts";
import { isEncoding, makeDecoder } from "./decode.ts";
import { guessEncoding } from "./encoding.ts";
import { finishTable } from "./finishTable.ts";
import { planTable, type TablePlan } from "./plan.ts";
import { sniff } from "./sniff.ts";
import { TableRows } from "./tableRows.ts";
import { cellLimit, columnLimit, type TokenizeFailure, Tokenizer } from "./tokenize.ts";

/** Rows a table may have: shuffles and splits address rows with 32 bits, and a browser's tab holds no more. */
export const rowLimit = 20_000_000;
/** Bytes of the stored columns; a tab of 1.5 GB also holds the copy being saved and the training data. */
export const storedLimit = 700e6;
/** Bytes read before the size of the whole table is estimated from them. */
const estimateAfter = 16 << 20;
const pieceSize = 2 << 20;
const headSize = 1 << 20;
/** A row longer than this is no row. */
const largestHead = 64 << 20;
const progressEveryMs = 50;

export type TableOutcome =
  | { readonly ok: true; readonly dataset: Dataset }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const refused = (...issues: readonly Issue[]): { readonly ok: false; readonly issues: readonly Issue[] } => ({
  ok: false,
  issues,
});
const error = { severity: "error", at: {} } as const;

/** A Blob whose reading fails with the file's name, and stops when the signal says so. */
class Source {
  readonly #file: Blob;
  readonly fileName: string;
  readonly #signal: AbortSignal;

  constructor(file: Blob, fileName: string, signal: AbortSignal) {
    this.#file = file;
    this.fileName = fileName;
    this.#signal = signal;
  }

  get size(): number {
    return this.#file.size;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    this.checkCancelled();
    try {
      return new Uint8Array(await this.#file.slice(start, end).arrayBuffer());
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new AppError("fileUnreadable", { fileName: this.fileName, message }, cause);
    }
  }

  checkCancelled(): void {
    if (this.#signal.aborted) throw new AppError("cancelled", {});
  }
}

/** Reads `file`, reporting bytes about twenty times a second; ends in the dataset or in the reasons against it. */
export async function* readTable(
  file: Blob,
  fileName: string,
  options: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<Progress, TableOutcome, void> {
  const source = new Source(file, fileName, signal);
  if (source.size === 0) return refused({ ...error, code: "emptyFile", context: { fileName } });
  const head = await source.read(0, headSize);
  const kind = sniff(head);
  if (kind !== undefined) return refused({ ...error, code: "notATable", context: { fileName, kind } });
  const encoding = await findEncoding(source, head, options.format?.encoding);
  if (!encoding.ok) return encoding;
  const planned = await findPlan(source, head, encoding.label, options);
  if (!planned.ok) return planned;
  const read = yield* streamRows(source, planned.plan, options.maxRows);
  if (!read.ok) return read;
  const issues = [...encoding.issues, ...planned.plan.issues, ...read.table.issues(encoding.label)];
  if (read.table.rows === 0) {
    return refused({ ...error, code: "noRows", context: { fileName, columns: planned.plan.names.length } }, ...issues);
  }
  const id = `${read.hash}-${formatTag(planned.plan.format, options)}`;
  const facts = {
    id,
    fileName,
    bytes: source.size,
    issues,
    dayFirstWanted: options.format?.dayFirst,
    dayFirstExpected: options.expected?.dayFirst,
  };
  return { ok: true, dataset: finishTable(read.table, planned.plan, facts) };
}

type EncodingOutcome =
  | { readonly ok: true; readonly label: string; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

async function findEncoding(source: Source, head: Uint8Array, wanted: string | undefined): Promise<EncodingOutcome> {
  if (wanted !== undefined) {
    if (isEncoding(wanted)) return { ok: true, label: wanted, issues: [] };
    return refused({ ...error, code: "unknownEncoding", context: { encoding: wanted } });
  }
  const guess = guessEncoding([head, ...(await innerSamples(source))]);
  switch (guess.kind) {
    case "sure":
      return { ok: true, label: guess.encoding, issues: [] };
    case "guess": {
      const context = { encoding: guess.encoding, others: guess.others.join(", ") };
      return {
        ok: true,
        label: guess.encoding,
        issues: [{ code: "encodingGuessed", severity: "warning", at: {}, context }],
      };
    }
    case "binary":
      return refused({ ...error, code: "binaryFile", context: { fileName: source.fileName } });
    default:
      return assertNever(guess);
  }
}

/** Eight pieces of 64 KB from beyond the head, each from its first line end: the first é may come late. */
async function innerSamples(source: Source): Promise<Uint8Array[]> {
  const samples: Uint8Array[] = [];
  const rest = source.size - headSize;
  if (rest <= 0) return samples;
  const count = 8;
  for (let i = 0; i < count; i++) {
    const start = headSize + Math.floor((rest * i) / count);
    const piece = await source.read(start, Math.min(source.size, start + 65536));
    const line = piece.indexOf(0x0a);
    samples.push(line < 0 ? piece : piece.subarray(line + 1));
  }
  return samples;
}

type PlanResult =
  | { readonly ok: true; readonly plan: TablePlan }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Plans from the head; takes a longer one where not even the first row ends in it. */
async function findPlan(source: Source, head: Uint8Array, encoding: string, options: ReadOptions): Promise<PlanResult> {
  const { fileName } = source;
  let raw = head;
  for (;;) {
    const whole = raw.length >= source.size;
    const text = decodeHead(raw, whole, encoding);
    const outcome = planTable(text, whole, encoding, options);
    if (outcome.ok) return outcome;
    switch (outcome.reason) {
      case "empty":
        return refused({ ...error, code: "emptyFile", context: { fileName } });
      case "failed":
        return refused(failureIssue(outcome.failure, 1));
      case "moreNeeded":
        if (raw.length >= largestHead)
          return refused({ ...error, code: "cellTooLong", context: { limit: cellLimit, row: 1, line: 1 } });
        raw = await source.read(0, raw.length * 4);
        break;
      default:
        return assertNever(outcome);
    }
  }
}

function decodeHead(raw: Uint8Array, whole: boolean, encoding: string): Uint8Array {
  const decoder = makeDecoder(encoding);
  const { bytes } = decoder.push(raw);
  if (!whole) return bytes;
  const rest = decoder.finish().bytes;
  const all = new Uint8Array(bytes.length + rest.length);
  all.set(bytes);
  all.set(rest, bytes.length);
  return all;
}

/** `row`: the one being read when the tokenizer gave up. */
function failureIssue({ kind, line }: TokenizeFailure, row: number): Issue {
  const place = { severity: "error", at: { row } } as const;
  switch (kind) {
    case "unterminatedQuote":
      return { ...place, code: "unterminatedQuote", context: { row, line } };
    case "tooManyColumns":
      return { ...place, code: "tooManyColumns", context: { limit: columnLimit, row, line } };
    case "cellTooLong":
      return { ...place, code: "cellTooLong", context: { limit: cellLimit, row, line } };
    default:
      return assertNever(kind);
  }
}

type StreamOutcome =
  | { readonly ok: true; readonly table: TableRows; readonly hash: string }
  | { readonly ok: false; readonly issues: readonly Issue[] };

async function* streamRows(
  source: Source,
  plan: TablePlan,
  maxRows = Number.POSITIVE_INFINITY,
): AsyncGenerator<Progress, StreamOutcome, void> {
  const shape = { columns: plan.names.length, skipRows: plan.skipRows, maxRows };
  const table = new TableRows(shape, plan.format);
  const tokenizer = new Tokenizer(plan.format.delimiter, plan.comments, (row) => table.add(row));
  const decoder = makeDecoder(plan.format.encoding);
  const hash = new ContentHash();
  let reported = 0;
  let wasDamaged = false;
  let next = source.read(0, pieceSize);
  for (let done = 0; done < source.size; ) {
    const raw = await next;
    done += raw.length;
    if (raw.length === 0)
      throw new AppError("fileUnreadable", { fileName: source.fileName, message: "it became shorter" });
    if (done < source.size) {
      next = source.read(done, done + pieceSize);
      // It is awaited in the next round, or never where this one is the last.
      next.catch(() => undefined);
    }
    hash.update(raw);
    const piece = decoder.push(raw);
    // A row may begin in the piece before.
    table.lookForDamage = piece.damaged || wasDamaged;
    wasDamaged = piece.damaged;
    if (!tokenizer.push(piece.bytes)) break;
    const tooLarge = checkSize(table, done, source.size, maxRows);
    if (tooLarge !== undefined) return refused(tooLarge);
    const now = performance.now();
    if (now - reported >= progressEveryMs) {
      reported = now;
      yield { done, total: source.size, rows: table.rows };
    }
  }
  if (!table.stopped && tokenizer.failure === undefined) {
    const rest = decoder.finish();
    table.lookForDamage ||= rest.damaged;
    if (tokenizer.push(rest.bytes)) tokenizer.finish();
  }
  if (tokenizer.failure !== undefined) return refused(failureIssue(tokenizer.failure, table.rows + 1));
  source.checkCancelled();
  yield { done: source.size, total: source.size, rows: table.rows };
  return { ok: true, table, hash: hash.digest() };
}

/** Refuses early what will not fit, and says how much of it does. */
function checkSize(table: TableRows, done: number, total: number, maxRows: number): Issue | undefined {
  if (table.rows > rowLimit) return { ...error, code: "tooManyRows", context: { limit: rowLimit } };
  const size = table.byteSize;
  if (done < estimateAfter && size < storedLimit) return undefined;
  const perRow = size / Math.max(1, table.rows);
  const rows = Math.min(maxRows, (table.rows * total) / done);
  const needed = rows * perRow;
  if (needed <= storedLimit) return undefined;
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);
  const fitting = Math.floor(storedLimit / perRow / 1000) * 1000;
  return {
    ...error,
    code: "tableTooLarge",
    context: { limit: megabytes(storedLimit), needed: megabytes(needed), rows: fitting },
  };
}

/** The same bytes read in another way are another table. */
function formatTag(
  { encoding, delimiter, header, decimal, missing }: TableFormat,
  { format, maxRows }: ReadOptions,
): string {
  const text = JSON.stringify([
    encoding,
    delimiter,
    header,
    decimal,
    missing,
    format?.dayFirst ?? null,
    maxRows ?? null,
  ]);
  const hash = new ContentHash();
  hash.update(new TextEncoder().encode(text));
  return hash.digest().slice(0, 8);
}
