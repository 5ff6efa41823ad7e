/**
 * @file Zip archives, member by member: the directory at the end tells what is inside, and a member is inflated as it is
 * read, its bytes counted, so that nothing is believed that the archive says of itself. Names are labels only.
 */
import type { Source } from "./source.ts";

export interface ZipEntry {
  /** As the archive has it; any text, "__proto__" and "../../x" too. */
  readonly name: string;
  /** As the directory says; what comes out is counted. */
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly headerAt: number;
}

/** What is wrong with a file that holds packed bytes. */
export type UnpackFailure = "damaged" | "encrypted" | "tooLarge" | "tooManyEntries" | "unknownMethod";

/** Thrown while unpacking and turned into an issue by whoever knows what the file was. */
export class UnpackError extends Error {
  readonly failure: UnpackFailure;
  /** The member it happened in. */
  readonly member: string;

  constructor(failure: UnpackFailure, member: string, cause?: unknown) {
    super(`${failure}: ${member}`, { cause });
    this.name = "UnpackError";
    this.failure = failure;
    this.member = member;
  }
}

/** Members of one archive: a folder of 100,000 images fits, an archive made to exhaust memory does not. */
export const entryLimit = 300_000;

/** Counts what comes out of packed bytes: at most `limit`, and not absurdly more than went in. */
export class UnpackBudget {
  readonly #limit: number;
  #left: number;

  constructor(packed: number, limit: number) {
    // Deflate reaches 1,032 to 1; files of data stay below 200 to 1, but small ones may be very even.
    this.#limit = Math.min(limit, Math.max(64e6, packed * 300));
    this.#left = this.#limit;
  }

  get limit(): number {
    return this.#limit;
  }

  take(bytes: number, member: string): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new UnpackError("tooLarge", member);
  }
}

const localMark = 0x04034b50;
const entryMark = 0x02014b50;
const endMark = 0x06054b50;
const end64Mark = 0x06064b50;
const locator64Mark = 0x07064b50;
const endLength = 22;
const unset = 0xffffffff;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const damaged = (): UnpackError => new UnpackError("damaged", "");

interface End {
  readonly entries: number;
  readonly size: number;
  readonly at: number;
}

/** The record at the end; 64-bit numbers stand in one of their own before it. */
async function findEnd(source: Source): Promise<End> {
  const start = Math.max(0, source.size - endLength - 0xffff);
  const tail = await source.read(start, source.size);
  const view = viewOf(tail);
  let at = tail.length - endLength;
  while (at >= 0 && view.getUint32(at, true) !== endMark) at--;
  if (at < 0) throw damaged();
  const end = {
    entries: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    at: view.getUint32(at + 16, true),
  };
  if (end.entries !== 0xffff && end.size !== unset && end.at !== unset) return end;
  if (at < 20 || view.getUint32(at - 20, true) !== locator64Mark) return end;
  const at64 = Number(view.getBigUint64(at - 20 + 8, true));
  const record = viewOf(await source.read(at64, at64 + 56));
  if (record.byteLength < 56 || record.getUint32(0, true) !== end64Mark) throw damaged();
  const big = (place: number): number => Number(record.getBigUint64(place, true));
  return { entries: big(32), size: big(40), at: big(48) };
}

/** All members but folders. Throws UnpackError. */
export async function readZipDirectory(source: Source): Promise<readonly ZipEntry[]> {
  const end = await findEnd(source);
  if (end.entries > entryLimit) throw new UnpackError("tooManyEntries", "");
  if (end.at + end.size > source.size) throw damaged();
  const bytes = await source.read(end.at, end.at + end.size);
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  let packed = 0;
  for (let i = 0; i < end.entries; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entryMark) throw damaged();
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) throw damaged();
    const entry = readEntry(view, bytes, at, nameLength, extraLength);
    // Members that lie over one another unpack to far more than any file of this size can hold.
    packed += entry.packed;
    if (packed > source.size) throw damaged();
    if (!entry.name.endsWith("/")) entries.push(entry);
    at = next;
  }
  return entries;
}

function readEntry(view: DataView, bytes: Uint8Array, at: number, nameLength: number, extraLength: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const nameBytes = bytes.subarray(at + 46, at + 46 + nameLength);
  const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  const [size = 0, packed = 0, headerAt = 0] = sizes.includes(unset)
    ? withLongSizes(view, at + 46 + nameLength, extraLength, sizes)
    : sizes;
  return {
    name: decodeName(nameBytes, (flags & 0x800) !== 0),
    size,
    packed,
    headerAt,
    method: view.getUint16(at + 10, true),
    encrypted: (flags & 1) !== 0,
    crc: view.getUint32(at + 16, true),
  };
}

/** The extra field 1 holds, in this order, those of the three numbers that did not fit. */
function withLongSizes(view: DataView, start: number, length: number, sizes: readonly number[]): number[] {
  const end = start + length;
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let place = at + 4;
    return sizes.map((value) => {
      if (value !== unset || place + 8 > end) return value;
      place += 8;
      return Number(view.getBigUint64(place - 8, true));
    });
  }
  return [...sizes];
}

/** Windows wrote names in the code page of its user; what is no UTF-8 is read as the commonest of them. */
function decodeName(bytes: Uint8Array, isUtf8: boolean): string {
  if (isUtf8) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The bytes of a member, in pieces; ends in an UnpackError where they are not what the directory says. */
export async function* unzipPieces(
  source: Source,
  entry: ZipEntry,
  budget: UnpackBudget,
): AsyncGenerator<Uint8Array, void, void> {
  const { name, headerAt, packed, method } = entry;
  if (entry.encrypted) throw new UnpackError("encrypted", name);
  if (method !== 0 && method !== 8) throw new UnpackError("unknownMethod", name);
  const header = viewOf(await source.read(headerAt, headerAt + 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== localMark) throw new UnpackError("damaged", name);
  const start = headerAt + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packed > source.size) throw new UnpackError("damaged", name);
  const part = source.file.slice(start, start + packed);
  const crc = new Crc32();
  let length = 0;
  for await (const piece of method === 0 ? pieces(source, part.stream(), name) : inflated(source, part, name)) {
    budget.take(piece.length, name);
    length += piece.length;
    crc.update(piece);
    yield piece;
  }
  if (length !== entry.size || crc.value !== entry.crc) throw new UnpackError("damaged", name);
}

function inflated(source: Source, part: Blob, member: string): AsyncGenerator<Uint8Array, void, void> {
  return pieces(source, part.stream().pipeThrough(new DecompressionStream("deflate-raw")), member);
}

/** A gzip file's content in pieces, counted by the budget. */
export async function* gunzipPieces(source: Source, budget: UnpackBudget): AsyncGenerator<Uint8Array, void, void> {
  const stream = source.file.stream().pipeThrough(new DecompressionStream("gzip"));
  for await (const piece of pieces(source, stream, source.fileName)) {
    budget.take(piece.length, source.fileName);
    yield piece;
  }
}

async function* pieces(
  source: Source,
  stream: ReadableStream<Uint8Array>,
  member: string,
): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      source.checkCancelled();
      const { done, value } = await reader.read().catch((cause: unknown) => {
        // A file that went away is told by its name; every other failure is one of the bytes.
        const gone = cause instanceof DOMException && cause.name === "NotReadableError";
        throw gone ? source.unreadable(cause) : new UnpackError("damaged", member, cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Frees what is being inflated where reading stops early; a stream that failed refuses it, and its failure is known.
    await reader.cancel().catch(() => undefined);
  }
}

/** All that was unpacked, in one piece. */
export async function inOnePiece(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    length += piece.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const crcTables = (() => {
  const tables = Array.from({ length: 4 }, () => new Uint32Array(256));
  const [first] = tables as [Uint32Array];
  for (let n = 0; n < 256; n++) {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    first[n] = value;
  }
  for (let k = 1; k < 4; k++) {
    const before = tables[k - 1] as Uint32Array;
    for (let n = 0; n < 256; n++) {
      const value = before[n] as number;
      (tables[k] as Uint32Array)[n] = (value >>> 8) ^ (first[value & 255] as number);
    }
  }
  return tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
})();

/** CRC-32 as zip has it (polynomial 0xEDB88320), four bytes at a time. */
export class Crc32 {
  #state = 0xffffffff;

  get value(): number {
    return (this.#state ^ 0xffffffff) >>> 0;
  }

  update(bytes: Uint8Array): void {
    const [t0, t1, t2, t3] = crcTables;
    let state = this.#state;
    let i = 0;
    for (const end = bytes.length - 3; i < end; i += 4) {
      const a = bytes[i] as number;
      const b = bytes[i + 1] as number;
      const c = bytes[i + 2] as number;
      const d = bytes[i + 3] as number;
      state ^= a | (b << 8) | (c << 16) | (d << 24);
      state =
        (t3[state & 255] as number) ^
        (t2[(state >>> 8) & 255] as number) ^
        (t1[(state >>> 16) & 255] as number) ^
        (t0[state >>> 24] as number);
    }
    for (; i < bytes.length; i++) state = (t0[(state ^ (bytes[i] as number)) & 255] as number) ^ (state >>> 8);
    this.#state = state;
  }
}
