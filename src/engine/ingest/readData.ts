/**
 * @file Reads whatever files hold: recognizes each by its content, never by its name, and hands it to the reader of its
 * kind. What a kind's bytes mean is that reader's; here stands only what several files are together.
 */
import { startingInput } from "../../core/data/inputChoice.ts";
import { suggestTarget, summarizeDataset } from "../../core/data/summarize.ts";
import type { Dataset, InputConfig, ReadOptions } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { later } from "../later.ts";
import type { SourceFile } from "../protocol.ts";
import { isJunk } from "./images/paths.ts";
import { difference, joinTables } from "./joinTables.ts";
import { type Beginning, recognize, recognizeGzip, recognizeMember, unpackedFile, unpackLimit } from "./recognize.ts";
import { Source } from "./source.ts";
import { isTable, readTableFile, tablesInside } from "./tableFile.ts";
import { error, refused, type TableOutcome } from "./tableOutcome.ts";
import { unpackIssue } from "./unpackIssue.ts";
import { readZipDirectory, UnpackBudget, UnpackError, unzipPieces } from "./zip.ts";

export { readTableFile };

/** What reading files ends in: rows for the worker and what is likely to be predicted from what, or the reasons against it. */
export type DataOutcome =
  | {
      readonly ok: true;
      readonly dataset: Dataset;
      readonly suggested: { readonly target: string | null; readonly input: InputConfig };
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export async function* readData(
  files: readonly SourceFile[],
  options: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<Progress, DataOutcome, void> {
  const kept = files.filter(({ path }) => !isJunk(path));
  const skipped = files.filter(({ path }) => isJunk(path)).map(({ path }) => path);
  if (kept.length === 0) return refused({ ...error, code: "noFiles", context: { skipped: skipped.length } });
  const whole = await judgeAll(kept, signal);
  if (whole.kind === "images") {
    const { readImageFiles } = await later.images();
    return yield* readImageFiles(files, options, signal);
  }
  if (whole.kind === "refused") return refused(...whole.issues);
  const outcome = yield* readTables(whole.tables, options, signal);
  if (!outcome.ok) return outcome;
  const dataset = withSkipped(outcome.dataset, skipped);
  const summary = summarizeDataset(dataset, {});
  const target = suggestTarget(summary);
  return { ok: true, dataset, suggested: { target, input: startingInput({ summary, columns: {}, target }) } };
}

type Whole =
  | { readonly kind: "images" }
  | { readonly kind: "tables"; readonly tables: readonly SourceFile[] }
  | { readonly kind: "refused"; readonly issues: readonly Issue[] };

/** Whatever has an image among it is for the reader of images, which knows tables of names and labels beside them. */
async function judgeAll(files: readonly SourceFile[], signal: AbortSignal): Promise<Whole> {
  const tables: SourceFile[] = [];
  const issues: Issue[] = [];
  for (const file of files) {
    const judged = await judge(file, signal);
    if (judged.kind === "images") return judged;
    if (judged.kind === "tables") tables.push(...judged.tables);
    else issues.push(...judged.issues);
  }
  if (issues.length > 0) return { kind: "refused", issues: issues.slice(0, 5) };
  return { kind: "tables", tables };
}

/** Enough for every mark; a folder may hold 100,000 files. */
const headSize = 65_536;

async function judge(file: SourceFile, signal: AbortSignal): Promise<Whole> {
  const { path } = file;
  const source = new Source(file.file, path, signal);
  const fileRefused = (issue: Issue): Whole => ({ kind: "refused", issues: [issue] });
  // An empty file among images is one of them that cannot be read; by itself it is an empty table.
  if (source.size === 0) return { kind: "tables", tables: [file] };
  try {
    const beginning = await recognize(source, headSize);
    if (await isPictures(path, source.size, beginning)) return { kind: "images" };
    if (beginning.content === "zip") return await judgeZip(file, source);
    if (beginning.content === "gzip") {
      const inner = await recognizeGzip(source);
      if (await isPictures(path.replace(/\.gz$/i, ""), await unpackedSize(source), inner)) return { kind: "images" };
      if (isTable(inner.content)) return { kind: "tables", tables: [file] };
      const kind = inner.content === "table" ? "gzip" : inner.content;
      return fileRefused({ ...error, code: "notATable", context: { fileName: path, kind } });
    }
    if (beginning.content === "table" || isTable(beginning.content)) return { kind: "tables", tables: [file] };
    return fileRefused({ ...error, code: "notATable", context: { fileName: path, kind: beginning.content } });
  } catch (fault) {
    if (!(fault instanceof UnpackError)) throw fault;
    return fileRefused(unpackIssue(fault, path, unpackLimit));
  }
}

/** As a gzip file's last four bytes say (RFC 1952); a reader that relies on it counts for itself. */
async function unpackedSize(source: Source): Promise<number> {
  const tail = await source.read(Math.max(0, source.size - 4), source.size);
  return tail.length < 4 ? 0 : new DataView(tail.buffer).getUint32(0, true);
}

async function isPictures(path: string, size: number, { head }: Beginning): Promise<boolean> {
  const { isImageSource } = await later.imageMembers();
  return isImageSource(path, size, head);
}

/** Members that are looked at for an image before an archive is taken for one of tables. */
const lookedAt = 50;

async function judgeZip(file: SourceFile, source: Source): Promise<Whole> {
  const entries = (await readZipDirectory(source)).filter(({ name, size }) => size > 0 && !isJunk(name));
  if (entries.length === 0)
    return { kind: "refused", issues: [{ ...error, code: "nothingInside", context: { fileName: file.path } }] };
  for (const entry of entries.slice(0, lookedAt)) {
    // A locked member tells nothing; whoever reads the archive says so.
    if (entry.encrypted) continue;
    if (await isPictures(entry.name, entry.size, await recognizeMember(source, entry))) return { kind: "images" };
  }
  const tables = await tablesInside(source);
  if (tables.length <= 1) return { kind: "tables", tables: [file] };
  const budget = new UnpackBudget(source.size, unpackLimit);
  const unpacked: SourceFile[] = [];
  for (const { entry } of tables) {
    const content = await unpackedFile(unzipPieces(source, entry, budget), () => source.checkCancelled());
    unpacked.push({ file: content, path: entry.name });
  }
  return { kind: "tables", tables: unpacked };
}

/** The same order in every language and on every machine. */
const byName = new Intl.Collator("en", { numeric: true });

async function* readTables(
  files: readonly SourceFile[],
  options: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<Progress, TableOutcome, void> {
  const sorted = [...files].sort((a, b) => byName.compare(a.path, b.path) || (a.path < b.path ? -1 : 1));
  const total = sorted.reduce((sum, { file }) => sum + file.size, 0);
  const tables: Dataset[] = [];
  let done = 0;
  for (const file of sorted) {
    const [first] = tables;
    const expected = first === undefined ? options.expected : first.format;
    const stream = readTableFile(file, { ...options, ...(expected === undefined ? {} : { expected }) }, signal);
    const outcome = sorted.length === 1 ? yield* stream : yield* asPart(stream, done, file.file.size, total);
    if (!outcome.ok) return outcome;
    const unlike = first === undefined ? undefined : difference(first, outcome.dataset);
    if (unlike !== undefined) return refused(unlike);
    tables.push(outcome.dataset);
    done += file.file.size;
  }
  const [first, ...others] = tables;
  if (first === undefined) return refused({ ...error, code: "noFiles", context: { skipped: 0 } });
  if (others.length === 0) return { ok: true, dataset: first };
  return yield* joinTables([first, ...others], options.maxRows ?? Number.POSITIVE_INFINITY, signal);
}

/** Progress of one of several files, in bytes of all. */
async function* asPart<T>(
  stream: AsyncGenerator<Progress, T, void>,
  before: number,
  size: number,
  whole: number,
): AsyncGenerator<Progress, T, void> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
    const share = value.total === null || value.total === 0 ? 0 : value.done / value.total;
    yield { done: Math.round(before + share * size), total: whole };
  }
}

function withSkipped(dataset: Dataset, skipped: readonly string[]): Dataset {
  if (skipped.length === 0) return dataset;
  const context = { count: skipped.length, examples: skipped.slice(0, 5).join(", ") };
  return { ...dataset, issues: [...dataset.issues, { code: "filesSkipped", severity: "notice", at: {}, context }] };
}
