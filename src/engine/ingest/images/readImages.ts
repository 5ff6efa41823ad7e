/**
 * @file Images in, from wherever they stand: folders, zip archives, loose files, with a table beside them or not, or as
 * arrays (IDX, NumPy, CIFAR-10). Ends in a table with a column of images, their classes and their names. Bytes are
 * bounded by what a tab holds; which files there are is known before one is read.
 */
import { imageBytesLimit, imageLimit } from "../../../core/data/images/limits.ts";
import type { ReadOptions } from "../../../core/data/types.ts";
import { AppError } from "../../../core/fault.ts";
import type { Issue } from "../../../core/issue.ts";
import type { Progress } from "../../../core/progress.ts";
import { browserDecode, type Decode } from "../../images/decoder.ts";
import type { TableBeside } from "../../images/imageTable.ts";
import type { SourceFile } from "../../protocol.ts";
import { type CifarImages, isCifar, readCifar } from "../arrays/cifar.ts";
import { isIdx, readIdx } from "../arrays/idx.ts";
import type { NamedArray } from "../arrays/namedArray.ts";
import { isNpy, readNpy } from "../arrays/npy.ts";
import { arrayFileLimit, arraysDataset, cifarDataset, tooLarge } from "../arrays/readArrays.ts";
import type { DataOutcome } from "../readData.ts";
import { readTable } from "../readTable.ts";
import { Source } from "../source.ts";
import type { TableOutcome } from "../tableOutcome.ts";
import { unpackIssue } from "../unpackIssue.ts";
import { gunzipPieces, inOnePiece, UnpackBudget, UnpackError } from "../zip.ts";
import { type Joined, joinTable } from "./beside.ts";
import { finishImages } from "./finishImages.ts";
import { Gathered } from "./gather.ts";
import { Listing, listed } from "./listing.ts";
import { ArchiveError, listMembers, type Member, type Members } from "./members.ts";
import { segmentsOf } from "./paths.ts";

const error = { severity: "error", at: {} } as const;
const refused = (...issues: readonly Issue[]): DataOutcome => ({ ok: false, issues });

/** Files read and decoded together; Cancel and progress come in between. */
const batch = 48;
/** Tables looked at for names of the images. */
const tablesTried = 10;

/** What the dataset is called: the one file, or the folder that all stand in. */
function nameOf(files: readonly SourceFile[]): string {
  const [first, ...others] = files;
  if (first === undefined) return "";
  if (others.length === 0) return first.path;
  const folder = segmentsOf(first.path).length > 1 ? segmentsOf(first.path)[0] : undefined;
  const shared = folder !== undefined && others.every(({ path }) => segmentsOf(path)[0] === folder);
  return shared ? (folder as string) : first.path;
}

export async function* readImageFiles(
  files: readonly SourceFile[],
  options: ReadOptions,
  signal: AbortSignal,
  decode: Decode = browserDecode,
): AsyncGenerator<Progress, DataOutcome, void> {
  try {
    const found = await listMembers(files, signal);
    return yield* readMembers(files, found, options, signal, decode);
  } catch (failure) {
    const cause = failure instanceof ArchiveError ? failure.cause : failure;
    if (!(cause instanceof UnpackError)) throw failure;
    const fileName = failure instanceof ArchiveError ? failure.archive : nameOf(files);
    return refused(unpackIssue(cause, fileName, imageBytesLimit * 2));
  }
}

async function* readMembers(
  files: readonly SourceFile[],
  { members, junk }: Members,
  options: ReadOptions,
  signal: AbortSignal,
  decode: Decode,
): AsyncGenerator<Progress, DataOutcome, void> {
  const about = { name: nameOf(files), bytes: files.reduce((sum, { file }) => sum + file.size, 0) };
  const issues: Issue[] = [];
  if (junk > 0) issues.push({ code: "junkFilesIgnored", severity: "notice", at: {}, context: { count: junk } });
  const candidates = members.filter(({ kind }) => kind === "image");
  const chosen = choose(candidates, options.maxRows);
  if (!chosen.ok) return refused(chosen.issue);
  issues.push(...chosen.issues);
  const arrays = members.filter(({ kind }) => kind === "array" || kind === "gzip");
  const others = new Listing();
  for (const { path, kind } of members) if (kind === "other") others.add(path);

  const gathered = new Gathered(decode, capacityFor(chosen.members, about.bytes));
  const cifar: CifarFile[] = [];
  const claim = (path: string, bytes: Uint8Array): boolean => {
    const images = isCifar(path, bytes.length, bytes) ? readCifar(bytes) : null;
    if (images !== null) cifar.push({ name: path, images });
    else if (!/\.\w+$/.test(path)) others.add(path);
    return images !== null || !/\.\w+$/.test(path);
  };
  const total = chosen.members.length;
  for (let at = 0; at < total; at += batch) {
    await gathered.add(chosen.members.slice(at, at + batch), signal, claim);
    yield { done: Math.min(total, at + batch), total, unit: "images", rows: gathered.rows.count };
  }
  issues.push(...gathered.issues());
  if (gathered.rows.count === 0) {
    const read = await readArrayMembers(arrays, signal);
    if (!read.ok) return refused(read.issue);
    for (const path of read.others) others.add(path);
    const all = { ...about, issues: [...issues, ...listed("otherFilesIgnored", "notice", others)] };
    const cifarFiles = [...cifar, ...read.cifar];
    if (cifarFiles.length > 0) return cifarDataset(cifarFiles, options, all);
    if (read.arrays.length > 0) return arraysDataset(read.arrays, options, all);
    return refused({ ...error, code: "noImages", context: { fileName: about.name } }, ...issues);
  }
  for (const { path } of [...arrays, ...cifar.map(({ name }) => ({ path: name }))]) others.add(path);
  const tables = members.filter(({ kind }) => kind === "table");
  const joined = yield* joinBeside(tables, gathered.paths, options, others, issues, signal);
  issues.push(...listed("otherFilesIgnored", "notice", others));
  return finishImages(gathered, joined, { ...about, issues, candidates: chosen.members });
}

/** Room for all that will be kept. An archive's own words about it count as far as its size makes them likely. */
const capacityFor = (members: readonly Member[], bytes: number): number =>
  Math.max(
    1024,
    Math.min(
      members.reduce((sum, { size }) => sum + size, 0),
      bytes * 4,
      imageBytesLimit,
    ),
  );

type Chosen =
  | { readonly ok: true; readonly members: readonly Member[]; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issue: Issue };

/** All, or as many as are wanted, evenly from all: the first ones would be of one folder. */
function choose(candidates: readonly Member[], maxRows: number | undefined): Chosen {
  const total = candidates.length;
  const count = Math.min(total, maxRows ?? total);
  if (count > imageLimit) {
    return { ok: false, issue: { ...error, code: "tooManyImages", context: { count, limit: imageLimit } } };
  }
  const members = Array.from({ length: count }, (_, i) => candidates[Math.floor((i * total) / count)] as Member);
  const bytes = members.reduce((sum, { size }) => sum + size, 0);
  if (bytes > imageBytesLimit) {
    const megabytes = (n: number): number => Math.ceil(n / 1e6);
    const images = Math.floor((imageBytesLimit / bytes) * count);
    const context = { limit: megabytes(imageBytesLimit), needed: megabytes(bytes), images };
    return { ok: false, issue: { ...error, code: "imagesTooLarge", context } };
  }
  const taken: Issue = { code: "imagesTaken", severity: "notice", at: {}, context: { count, total } };
  return { ok: true, members, issues: count < total ? [taken] : [] };
}

interface CifarFile {
  readonly name: string;
  readonly images: CifarImages;
}

type ArraysRead =
  | {
      readonly ok: true;
      readonly arrays: readonly NamedArray[];
      readonly cifar: readonly CifarFile[];
      readonly others: readonly string[];
    }
  | { readonly ok: false; readonly issue: Issue };

async function readArrayMembers(members: readonly Member[], signal: AbortSignal): Promise<ArraysRead> {
  const arrays: NamedArray[] = [];
  const cifar: CifarFile[] = [];
  const others: string[] = [];
  let room = arrayFileLimit;
  for (const member of members) {
    if (signal.aborted) throw new AppError("cancelled", {});
    if (member.size > room) return { ok: false, issue: tooLarge(member.path) };
    const packed = member.kind === "gzip";
    const name = packed ? member.path.replace(/\.gz$/i, "") : member.path;
    let bytes: Uint8Array;
    try {
      bytes = packed ? await gunzip(member, room, signal) : await member.read();
    } catch (failure) {
      if (!(failure instanceof UnpackError)) throw failure;
      return { ok: false, issue: unpackIssue(failure, member.path, room) };
    }
    room -= bytes.length;
    const isPixels = isCifar(name, bytes.length, bytes) ? readCifar(bytes) : null;
    if (isPixels !== null) cifar.push({ name, images: isPixels });
    else if (isNpy(bytes) || isIdx(bytes, bytes.length) || /\.npy$|idx\d[-_.]ubyte$/i.test(name)) {
      const outcome = isNpy(bytes) || /\.npy$/i.test(name) ? readNpy(bytes, name) : readIdx(bytes, name);
      if (!outcome.ok) return outcome;
      arrays.push(outcome.array);
    } else others.push(member.path);
  }
  return { ok: true, arrays, cifar, others };
}

async function gunzip(member: Member, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const source = new Source(await member.file(), member.path, signal);
  return inOnePiece(gunzipPieces(source, new UnpackBudget(source.size, limit)));
}

/** The first table whose rows name images; others are told of. */
async function* joinBeside(
  tables: readonly Member[],
  paths: readonly string[],
  { format, expected }: ReadOptions,
  others: Listing,
  issues: Issue[],
  signal: AbortSignal,
): AsyncGenerator<Progress, TableBeside | null, void> {
  let beside: TableBeside | null = null;
  for (const [i, table] of tables.entries()) {
    const isNamedTable = /\.(csv|tsv|tab)$/i.test(table.path);
    const outcome: TableOutcome | null =
      beside === null && i < tablesTried
        ? yield* readTable(await table.file(), table.path, { format, expected }, signal)
        : null;
    const joined: Joined | null = outcome?.ok === true ? joinTable(outcome.dataset, paths) : null;
    if (joined === null) {
      if (isNamedTable)
        issues.push({ code: "tableNotUsed", severity: "warning", at: {}, context: { fileName: table.path } });
      else others.add(table.path);
      continue;
    }
    beside = joined.beside;
    if (outcome?.ok === true) issues.push(...outcome.dataset.issues);
    const context = (listing: Listing) => ({ fileName: table.path, ...listing.context });
    const [rowsLeft, imagesLeft] = [joined.rowsLeft, joined.imagesLeft];
    // Of images that were left out on purpose the table holds rows too.
    const isPart = issues.some(({ code }) => code === "imagesTaken");
    if (rowsLeft.count > 0 && !isPart)
      issues.push({ code: "tableRowsUnmatched", severity: "warning", at: {}, context: context(rowsLeft) });
    if (imagesLeft.count > 0)
      issues.push({ code: "imagesUnmatched", severity: "warning", at: {}, context: context(imagesLeft) });
  }
  return beside;
}
