/**
 * @file The files there are to read: those that were chosen and those inside zip archives, as one list, each told by its
 * content. Nothing is read whole here. Names say what something is meant to be where the content is not looked at yet.
 */
import { Inflate, inflateSync } from "fflate";
import { imageFormat, readHeader } from "../../../core/data/images/header.ts";
import { fileLimit, imageBytesLimit } from "../../../core/data/images/limits.ts";
import type { SourceFile } from "../../protocol.ts";
import { isCifar } from "../arrays/cifar.ts";
import { isIdx } from "../arrays/idx.ts";
import { Source } from "../source.ts";
import { Crc32, readZipDirectory, UnpackBudget, UnpackError, type ZipEntry } from "../zip.ts";
import { fileNameOf, isJunk, segmentsOf } from "./paths.ts";

export type MemberKind = "image" | "array" | "gzip" | "table" | "other";

export interface Member {
  readonly path: string;
  readonly kind: MemberKind;
  /** In bytes; of an archive's member as the archive says. */
  readonly size: number;
  /** Throws UnpackError where an archive's member is not what the archive says. */
  readonly read: () => Promise<Uint8Array>;
  /** As a file, for readers that take one. */
  readonly file: () => Promise<Blob>;
}

export interface Members {
  readonly members: readonly Member[];
  readonly junk: number;
}

/** Heads of more files than this are not read only to know what they are. */
const sniffedFiles = 3000;
const headLength = 1024;
const imageName = /\.(png|jpe?g|jfif|gif|webp|bmp|dib|tiff?|heic|heif|avif|svg|jp2|jxl|psd)$/i;
const tableName = /\.(csv|tsv|tab|txt)$/i;
const arrayName = /\.npy$|idx\d[-_.]ubyte$/i;

/** What a file is; `head` is null where only its name is known. */
function kindOf(path: string, size: number, head: Uint8Array | null): MemberKind | "zip" {
  if (head === null) {
    if (imageName.test(path)) return "image";
    if (arrayName.test(path)) return "array";
    if (/\.gz$/i.test(path)) return "gzip";
    // What has no telling name inside an archive is looked at as an image: its content decides.
    return tableName.test(path) ? "table" : /\.[a-z]\w{0,4}$/i.test(path) && !/\.bin$/i.test(path) ? "other" : "image";
  }
  if (imageFormat(head) !== null) return "image";
  const start = String.fromCharCode(...head.subarray(0, 6));
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return "zip";
  if (start.startsWith("\x1f\x8b")) return "gzip";
  if (start === "\x93NUMPY" || isIdx(head, size) || arrayName.test(path) || isCifar(path, size, head)) return "array";
  const reading = readHeader(head);
  const drawing = !reading.ok && (reading.fault === "svg" || reading.fault === "otherFormat");
  if (drawing || imageName.test(path)) return "image";
  return tableName.test(path) ? "table" : "other";
}

/**
 * Whether a file is one that `readImageFiles` reads, by its first 1,024 bytes and its size: by content, so that a table
 * called .png is none. (What is called an image and is none is listed where it lies among images.)
 */
export function isImageSource(path: string, size: number, head: Uint8Array): boolean {
  const kind = kindOf(path.replace(imageName, ""), size, head.subarray(0, headLength));
  return kind === "image" || kind === "array";
}

/** Throws UnpackError, with the archive's name as `archive`, where an archive cannot be opened. */
export async function listMembers(files: readonly SourceFile[], signal: AbortSignal): Promise<Members> {
  const members: Member[] = [];
  let junk = 0;
  const sniffAll = files.length <= sniffedFiles;
  const archives: { readonly path: string; readonly source: Source }[] = [];
  for (const { file, path } of files) {
    if (isJunk(path)) {
      junk++;
      continue;
    }
    const source = new Source(file, path, signal);
    const head = sniffAll || !imageName.test(path) ? await source.read(0, headLength) : null;
    const kind = kindOf(path, file.size, head);
    if (kind === "zip") archives.push({ path, source });
    else {
      const read = (): Promise<Uint8Array> => source.read(0, file.size);
      members.push({ path, kind, size: file.size, read, file: () => Promise.resolve(file) });
    }
  }
  const sorted = inOrder(members);
  for (const { path, source } of inOrder(archives)) {
    const inside = await archiveMembers(path, source, archives.length > 1);
    junk += inside.junk;
    for (const member of inside.members) sorted.push(member);
  }
  return { members: sorted, junk };
}

/** By path, "2.png" before "10.png"; the same on every machine. */
function inOrder<T extends { readonly path: string }>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: item.path.split(/(\d+)/) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ item }) => item);
}

function compareKeys(x: readonly string[], y: readonly string[]): number {
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p, q] = [x[i] as string, y[i] as string];
    if (p === q) continue;
    const difference = i % 2 === 1 ? Number(p) - Number(q) : 0;
    return difference !== 0 ? difference : p < q ? -1 : 1;
  }
  return x.length - y.length;
}

/** Which archive could not be opened. */
export class ArchiveError extends Error {
  constructor(
    readonly archive: string,
    override readonly cause: UnpackError,
  ) {
    super(cause.message);
  }
}

async function archiveMembers(path: string, source: Source, several: boolean): Promise<Members> {
  try {
    const entries = await readZipDirectory(source);
    const kept = entries.filter(({ name }) => !isJunk(name));
    const reader = new EntryReader(source, new UnpackBudget(source.size, imageBytesLimit * 2));
    // Of several archives with images and no folders each is a class: cats.zip, dogs.zip.
    const flat = several && kept.every(({ name }) => segmentsOf(name).length < 2);
    const folder = flat ? `${fileNameOf(path).replace(/\.\w+$/, "")}/` : "";
    const members = [...kept]
      .sort((a, b) => a.headerAt - b.headerAt)
      .map((entry): Member => {
        const read = (): Promise<Uint8Array> => reader.read(entry);
        const file = async (): Promise<Blob> => new Blob([(await read()) as Uint8Array<ArrayBuffer>]);
        const kind = kindOf(entry.name, entry.size, null);
        return { path: folder + entry.name, kind: kind === "zip" ? "other" : kind, size: entry.size, read, file };
      });
    return { members, junk: entries.length - kept.length };
  } catch (error) {
    throw error instanceof UnpackError ? new ArchiveError(path, error) : error;
  }
}

/** Bytes that a member may grow to before anyone counts. */
const uncounted = 64 << 20;
/** Most that deflate makes of one byte. */
const deflateRatio = 1032;

/** What grows beyond the size that the directory says gives bytes of another length, or throws. */
function inflatedTo(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  if (data.length * deflateRatio <= uncounted) return inflateSync(data, { out: new Uint8Array(size + 1) });
  const content = new Uint8Array(size);
  let length = 0;
  const inflate = new Inflate((piece) => {
    content.set(piece, length);
    length += piece.length;
  });
  const step = uncounted / 1024;
  for (let at = 0; at < data.length; at += step) inflate.push(data.subarray(at, at + step), at + step >= data.length);
  return content.subarray(0, length);
}

const windowSize = 4 << 20;
/** A local header with the longest name and extra field there can be. */
const headerRoom = 30 + 2 * 65_535;

/** Reads members one after the other out of windows of the archive: a read a member would take longer than decoding it. */
class EntryReader {
  readonly #source: Source;
  readonly #budget: UnpackBudget;
  #window: Uint8Array = new Uint8Array(0);
  #windowAt = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(source: Source, budget: UnpackBudget) {
    this.#source = source;
    this.#budget = budget;
  }

  read(entry: ZipEntry): Promise<Uint8Array> {
    const next = this.#last.then(() => this.#read(entry));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #read(entry: ZipEntry): Promise<Uint8Array> {
    const { name, headerAt, packed, method } = entry;
    this.#source.checkCancelled();
    const failed = (failure: UnpackError["failure"], cause?: unknown) => new UnpackError(failure, name, cause);
    if (entry.encrypted) throw failed("encrypted");
    if (method !== 0 && method !== 8) throw failed("unknownMethod");
    if (entry.size > fileLimit || packed > fileLimit) throw failed("tooLarge");
    const bytes = await this.#bytes(headerAt, headerRoom + packed);
    if (bytes.length < 30) throw failed("damaged");
    const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (header.getUint32(0, true) !== 0x04034b50) throw failed("damaged");
    const start = 30 + header.getUint16(26, true) + header.getUint16(28, true);
    const data = bytes.subarray(start, start + packed);
    if (data.length < packed) throw failed("damaged");
    this.#budget.take(entry.size, name);
    let content = data.slice();
    if (method === 8) {
      try {
        content = inflatedTo(data, entry.size);
      } catch (cause) {
        throw failed("damaged", cause);
      }
    }
    const crc = new Crc32();
    crc.update(content);
    if (content.length !== entry.size || crc.value !== entry.crc) throw failed("damaged");
    return content;
  }

  /** Up to `length` bytes from `at` on, fewer at the file's end. */
  async #bytes(at: number, length: number): Promise<Uint8Array> {
    const end = Math.min(at + length, this.#source.size);
    const inside = at >= this.#windowAt && end <= this.#windowAt + this.#window.length;
    if (!inside) {
      this.#window = await this.#source.read(at, Math.max(end, at + windowSize));
      this.#windowAt = at;
    }
    return this.#window.subarray(at - this.#windowAt, Math.max(0, end - this.#windowAt));
  }
}
