/**
 * @file Reads one file that holds a table, whatever kind of table it is: the registry of readers, one row a kind, each
 * loaded when it is first needed; and what a table may be packed in.
 */
import type { FileKind } from "../../core/data/readingIssues.ts";
import type { ReadOptions } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { later } from "../later.ts";
import type { SourceFile } from "../protocol.ts";
import { isJunk } from "./images/paths.ts";
import { type Content, recognize, recognizeGzip, recognizeMember, unpackedFile, unpackLimit } from "./recognize.ts";
import { Source } from "./source.ts";
import { error, refused, type TableOutcome } from "./tableOutcome.ts";
import { unpackIssue } from "./unpackIssue.ts";
import { gunzipPieces, readZipDirectory, UnpackBudget, UnpackError, unzipPieces, type ZipEntry } from "./zip.ts";

type TableReader = (source: Source, options: ReadOptions) => AsyncGenerator<Progress, TableOutcome, void>;

/** Who reads which kind; a kind that is not here is no table. */
const readers: { readonly [C in Content]?: () => Promise<TableReader> } = {
  table: async () => {
    const { readTable } = await later.readTable();
    return ({ file, fileName, signal }, options) => readTable(file, fileName, options, signal);
  },
  xlsx: async () => (await later.excel()).readExcel,
  parquet: async () => (await later.parquet()).readParquet,
  json: async () => (await later.jsonLines()).readJson,
};

export const isTable = (content: Content): boolean => readers[content] !== undefined;

/** A file with one table in it. The name is for messages and for the dataset. */
export async function* readTableFile(
  { file, path }: SourceFile,
  options: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<Progress, TableOutcome, void> {
  const source = new Source(file, path, signal);
  if (source.size === 0) return refused({ ...error, code: "emptyFile", context: { fileName: path } });
  const budget = new UnpackBudget(source.size, unpackLimit);
  try {
    const { content } = await recognize(source);
    if (content === "gzip") return yield* readGzip(source, budget, options);
    if (content === "zip") return yield* readZip(source, budget, options);
    return yield* readAs(content, source, options);
  } catch (fault) {
    if (!(fault instanceof UnpackError)) throw fault;
    return refused(unpackIssue(fault, path, budget.limit));
  }
}

async function* readAs(
  content: Content,
  source: Source,
  options: ReadOptions,
): AsyncGenerator<Progress, TableOutcome, void> {
  const reader = readers[content];
  if (reader !== undefined) return yield* (await reader())(source, options);
  const kind = content as FileKind;
  return refused({ ...error, code: "notATable", context: { fileName: source.fileName, kind } });
}

async function* readGzip(
  source: Source,
  budget: UnpackBudget,
  options: ReadOptions,
): AsyncGenerator<Progress, TableOutcome, void> {
  const { content } = await recognizeGzip(source);
  if (!isTable(content)) return yield* readAs(content, source, options);
  const file = yield* unpack(gunzipPieces(source, budget), null);
  const outcome = yield* readAs(content, new Source(file, withoutGz(source.fileName), source.signal), options);
  return asPacked(outcome, source, []);
}

const withoutGz = (name: string): string => name.replace(/\.gz(ip)?$/i, "");

/** The one table of an archive. */
async function* readZip(
  source: Source,
  budget: UnpackBudget,
  options: ReadOptions,
): AsyncGenerator<Progress, TableOutcome, void> {
  const { fileName } = source;
  const tables = await tablesInside(source);
  const [only, ...others] = tables;
  if (only === undefined) return refused({ ...error, code: "notATable", context: { fileName, kind: "zip" } });
  if (others.length > 0) {
    const files = tables.slice(0, 5).map(({ entry }) => entry.name);
    return refused({ ...error, code: "severalTables", context: { fileName, files: files.join(", ") } });
  }
  const { entry, content } = only;
  const file = yield* unpack(unzipPieces(source, entry, budget), entry.size);
  const outcome = yield* readAs(content, new Source(file, entry.name, source.signal), options);
  return asPacked(outcome, source, [
    { code: "fileInside", severity: "notice", at: {}, context: { fileName, member: entry.name } },
  ]);
}

export interface MemberTable {
  readonly entry: ZipEntry;
  readonly content: Content;
}

/** Members looked at; an archive of more files is one of images. */
const lookedAt = 200;
const textNames = /(^|[/\\])(readme|license|licence|copying|notice|changelog)(\.\w+)?$|\.(md|txt|rst|log)$/i;

/** Tables among the members; a text that tells about a table is none beside it. Throws UnpackError. */
export async function tablesInside(source: Source): Promise<readonly MemberTable[]> {
  const tables: MemberTable[] = [];
  const entries = (await readZipDirectory(source)).filter(({ name, size }) => size > 0 && !isJunk(name));
  for (const entry of entries.slice(0, lookedAt)) {
    const { content } = await recognizeMember(source, entry);
    if (isTable(content)) tables.push({ entry, content });
  }
  const named = tables.filter(({ entry }) => !textNames.test(entry.name));
  return named.length > 0 ? named : tables;
}

async function* unpack(
  pieces: AsyncGenerator<Uint8Array, void, void>,
  total: number | null,
): AsyncGenerator<Progress, Blob, void> {
  let done = 0;
  const file = await unpackedFile(pieces, (bytes) => {
    done += bytes;
  });
  yield { done, total: total === null ? null : done };
  return file;
}

/** The table is the chosen file's, whatever it was packed in. */
function asPacked(outcome: TableOutcome, source: Source, issues: readonly Issue[]): TableOutcome {
  if (!outcome.ok) return outcome;
  const { dataset } = outcome;
  const { fileName, size } = source;
  return { ok: true, dataset: { ...dataset, fileName, bytes: size, issues: [...issues, ...dataset.issues] } };
}
