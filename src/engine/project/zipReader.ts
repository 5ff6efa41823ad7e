/**
 * @file Reads zip archives that may come from anyone. The directory at the end says what there is; entries are inflated
 * one at a time by fflate, counted against the caps while they grow, and checked by length and CRC, which fflate leaves
 * out. Names are labels: nothing is ever written under them.
 */
import { Inflate } from "fflate";
import type { Issue } from "../../core/issue.ts";
import { BlobParts } from "./blobParts.ts";
import { crc32 } from "./crc32.ts";

export interface ZipEntry {
  readonly name: string;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc: number;
  readonly method: "stored" | "deflated";
  /** Of the entry's local header in the file. */
  readonly offset: number;
}

export interface ZipLimits {
  readonly entries: number;
  /** Bytes of all entries together, inflated. */
  readonly totalBytes: number;
  /** How many times larger than the file they may be; small archives may reach `freeBytes` whatever the ratio. */
  readonly ratio: number;
  readonly freeBytes: number;
}

/** A refusal of the archive, for `throw` inside this folder only: the border turns it into issues. */
export class ArchiveRefusal extends Error {
  constructor(readonly issue: Issue) {
    super(issue.code);
  }
}

type RefusalCode =
  | "archiveTruncated"
  | "archiveDamaged"
  | "archiveEncrypted"
  | "archiveTooLarge"
  | "archiveTooManyEntries"
  | "duplicateEntry";

export function archiveRefusal<C extends RefusalCode>(
  code: C,
  context: Extract<Issue, { code: C }>["context"],
): ArchiveRefusal {
  return new ArchiveRefusal({ code, severity: "error", at: {}, context } as Extract<Issue, { code: C }>);
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSize = 22;
const maxComment = 65_535;

const viewOf = async (file: Blob, start: number, end: number): Promise<DataView> =>
  new DataView(await file.slice(start, end).arrayBuffer());

/** The label of an entry; bytes that are no UTF-8 are shown as such. */
const nameFrom = (view: DataView, at: number, length: number): string =>
  new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, length));

/** What the archive says it holds, checked against the limits before a byte is inflated. */
export async function readDirectory(file: Blob, limits: ZipLimits): Promise<readonly ZipEntry[]> {
  const tail = await viewOf(file, Math.max(0, file.size - endSize - maxComment), file.size);
  const end = findEnd(tail);
  if (end === null) throw archiveRefusal("archiveTruncated", {});
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  // These values send a reader to the 64-bit directory; nothing the studio writes is that large.
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) {
    throw archiveRefusal("archiveTooLarge", { megabytes: Math.round(limits.totalBytes / 1e6) });
  }
  if (count > limits.entries) throw archiveRefusal("archiveTooManyEntries", { count, limit: limits.entries });
  if (start + size > file.size) throw archiveRefusal("archiveTruncated", {});
  const directory = await viewOf(file, start, start + size);
  const entries = readEntries(directory, count);
  checkSizes(entries, file.size, limits);
  return entries;
}

function findEnd(tail: DataView): number | null {
  for (let at = tail.byteLength - endSize; at >= 0; at--) {
    if (tail.getUint32(at, true) === endSignature && at + endSize + tail.getUint16(at + 20, true) <= tail.byteLength) {
      return at;
    }
  }
  return null;
}

function readEntries(directory: DataView, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== directorySignature) {
      throw archiveRefusal("archiveTruncated", {});
    }
    const nameLength = directory.getUint16(at + 28, true);
    const next = at + 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (next > directory.byteLength) throw archiveRefusal("archiveTruncated", {});
    const name = nameFrom(directory, at + 46, nameLength);
    const shown = { entry: name.slice(0, 200) };
    if (directory.getUint16(at + 8, true) & 1) throw archiveRefusal("archiveEncrypted", {});
    const method = directory.getUint16(at + 10, true);
    if (method !== 0 && method !== 8) throw archiveRefusal("archiveDamaged", shown);
    if (names.has(name)) throw archiveRefusal("duplicateEntry", shown);
    names.add(name);
    entries.push({
      name,
      crc: directory.getUint32(at + 16, true),
      compressedSize: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
      method: method === 0 ? "stored" : "deflated",
    });
    at = next;
  }
  return entries;
}

function checkSizes(entries: readonly ZipEntry[], fileSize: number, limits: ZipLimits): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const allowed = Math.min(limits.totalBytes, Math.max(limits.freeBytes, fileSize * limits.ratio));
  if (total > allowed) throw archiveRefusal("archiveTooLarge", { megabytes: Math.round(allowed / 1e6) });
}

const chunkBytes = 1024 * 1024;
/** Grows a thousandfold at most before it is counted. */
const inflatedBytes = 64 * 1024;

function pushAll(inflate: Inflate, chunk: Uint8Array, isLast: boolean): void {
  let at = 0;
  for (; at + inflatedBytes < chunk.length; at += inflatedBytes) inflate.push(chunk.subarray(at, at + inflatedBytes));
  inflate.push(chunk.subarray(at), isLast);
}

/** Inflates an entry; yields how many bytes of the file each chunk took. */
export async function* readEntry(file: Blob, entry: ZipEntry, signal: AbortSignal): AsyncGenerator<number, Blob, void> {
  const damaged = () => archiveRefusal("archiveDamaged", { entry: entry.name.slice(0, 200) });
  const header = await viewOf(file, entry.offset, entry.offset + 30);
  if (header.byteLength < 30) throw archiveRefusal("archiveTruncated", {});
  if (header.getUint32(0, true) !== localSignature) throw damaged();
  const start = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const end = start + entry.compressedSize;
  if (end > file.size) throw archiveRefusal("archiveTruncated", {});
  const parts = new BlobParts();
  let crc = 0;
  const take = (chunk: Uint8Array) => {
    // An entry that grows past what the directory says is refused here, before it fills the memory.
    if (parts.size + chunk.length > entry.size) throw damaged();
    crc = crc32(chunk, crc);
    parts.push(chunk);
  };
  const inflate = entry.method === "deflated" ? new Inflate(take) : null;
  for (let at = start; at < end || (at === start && end === start); at += chunkBytes) {
    signal.throwIfAborted();
    const stop = Math.min(end, at + chunkBytes);
    const chunk = new Uint8Array(await file.slice(at, stop).arrayBuffer());
    try {
      if (inflate === null) take(chunk);
      else pushAll(inflate, chunk, stop === end);
    } catch (error) {
      // Whatever the inflater throws, it means that these bytes are no deflated data.
      throw error instanceof ArchiveRefusal ? error : damaged();
    }
    yield chunk.length;
    if (end === start) break;
  }
  if (parts.size !== entry.size || crc !== entry.crc) throw damaged();
  return parts.toBlob();
}
