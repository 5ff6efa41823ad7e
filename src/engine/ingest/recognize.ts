/**
 * @file What a file is, by its content: its kind, and for a gzip file the kind of what is packed in it. Names decide
 * nothing, but for CIFAR's images, which have no mark of their own.
 */
import type { FileKind } from "../../core/data/readingIssues.ts";
import { sniff } from "./sniff.ts";
import type { Source } from "./source.ts";
import { gunzipPieces, UnpackBudget, unzipPieces, type ZipEntry } from "./zip.ts";

/** "table": text, which CSV's reader judges further; else what the bytes are. */
export type Content = FileKind | "table";

const headSize = 1 << 20;
/** Bytes that a packed table may unpack to: beyond, its columns would not fit either. */
export const unpackLimit = 4e9;

/** What a file begins with. */
export interface Beginning {
  readonly content: Content;
  readonly head: Uint8Array;
}

const judged = (head: Uint8Array): Beginning => ({ content: sniff(head) ?? "table", head });

export async function recognize(source: Source, length = headSize): Promise<Beginning> {
  return judged(await source.read(0, length));
}

/** What a gzip file holds; only its beginning is unpacked. Throws UnpackError. */
export async function recognizeGzip(source: Source): Promise<Beginning> {
  const budget = new UnpackBudget(source.size, unpackLimit);
  return judged(await headOf(gunzipPieces(source, budget)));
}

/** What a member of an archive is; only its beginning is unpacked. Throws UnpackError. */
export async function recognizeMember(source: Source, entry: ZipEntry): Promise<Beginning> {
  const budget = new UnpackBudget(source.size, unpackLimit);
  return judged(await headOf(unzipPieces(source, entry, budget), 65_536));
}

async function headOf(pieces: AsyncGenerator<Uint8Array, void, void>, wanted = headSize): Promise<Uint8Array> {
  const head = new Uint8Array(wanted);
  let length = 0;
  for await (const piece of pieces) {
    const part = piece.subarray(0, wanted - length);
    head.set(part, length);
    length += part.length;
    if (length === wanted) break;
  }
  return head.subarray(0, length);
}

/** Packed bytes as a file of their own; the browser keeps large ones outside the worker's memory. */
export async function unpackedFile(
  pieces: AsyncGenerator<Uint8Array, void, void>,
  onPiece: (bytes: number) => void,
): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const piece of pieces) {
    waiting.push(piece as Uint8Array<ArrayBuffer>);
    size += piece.length;
    onPiece(piece.length);
    if (size < 8 << 20) continue;
    parts.push(new Blob(waiting));
    waiting = [];
    size = 0;
  }
  return new Blob([...parts, ...waiting]);
}
