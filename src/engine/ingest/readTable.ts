/**
 * @file Reads a delimited text file into a dataset: sniff, find the encoding, plan from the first rows, then stream the
 * bytes once through decoder, tokenizer and column builders. The file is never whole in memory. What can be mended is
 * an issue; a file that cannot be read any more (changed, removed, a folder) is an `AppError`.
 */
import type { ReadOptions } from "../../core/data/types.ts";
import { assertNever } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { ContentHash } from "./contentHash.ts";
import { isEncoding, makeDecoder } from "./decode.ts";
import { guessEncoding } from "./encoding.ts";
import { finishTable } from "./finishTable.ts";
import { checkSize, progressEveryMs } from "./limits.ts";
import { planTable, type TablePlan } from "./plan.ts";
import { sniff } from "./sniff.ts";
import { Source } from "./source.ts";
import { error, refused, type TableOutcome, tableId } from "./tableOutcome.ts";
import { TableRows } from "./tableRows.ts";
import { cellLimit, columnLimit, rowBytesLimit, type TokenizeFailure, Tokenizer } from "./tokenize.ts";

const pieceSize = 2 << 20;
const headSize = 1 << 20;
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
  const id = tableId(read.hash, planned.plan.format, options);
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
        if (raw.length >= rowBytesLimit) return refused(failureIssue({ kind: "rowTooLong", line: 1 }, 1));
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
    case "rowTooLong":
      return { ...place, code: "rowTooLong", context: { limit: rowBytesLimit / (1 << 20), row, line } };
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
    const goesOn = tokenizer.push(piece.bytes);
    if (tokenizer.failure !== undefined) break;
    const tooLarge = checkSize(table, done, source.size, maxRows);
    if (tooLarge !== undefined) return refused(tooLarge);
    if (!goesOn) break;
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
