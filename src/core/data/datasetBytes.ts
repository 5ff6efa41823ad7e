/**
 * @file A dataset as bytes and back: what is kept on the device and put into a project file. Bytes that come back are
 * foreign: no length, code or offset in them is trusted before it is checked.
 *
 * Layout, little-endian, every part padded to 8 bytes: "LWTABLE1"; the length of the header, 4 bytes, and 4 zero bytes;
 * the header as JSON; then for each column its arrays (dictionary: codes; numbers: values; text: offsets, bytes; images:
 * offsets, sizes, bytes).
 */
import { assertNever } from "../fault.ts";
import { type Issue, ok, type Result } from "../issue.ts";
import { type ColumnHeader, type DatasetHeader, readHeader } from "./datasetHeader.ts";
import { pixelLimit } from "./images/limits.ts";
import type { Dataset, StoredColumn } from "./types.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

const magic = "LWTABLE1";
const preface = 16;

type Bytes = Uint8Array<ArrayBuffer>;

const padding = (length: number): number => (8 - (length % 8)) % 8;

/** The same memory as bytes; the arrays of a dataset are never shared between threads. */
const asBytes = (array: Uint8Array | Uint32Array | Float64Array): Bytes =>
  new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);

function columnHeader(column: StoredColumn): ColumnHeader {
  switch (column.kind) {
    case "dictionary":
      return { kind: "dictionary", values: column.values };
    case "numbers":
      return { kind: "numbers", exceptions: [...column.exceptions] };
    case "text":
      return { kind: "text", size: column.bytes.length };
    case "images":
      return { kind: "images", size: column.bytes.length, raw: column.raw };
    default:
      return assertNever(column);
  }
}

function columnArrays(column: StoredColumn): Bytes[] {
  switch (column.kind) {
    case "dictionary":
      return [asBytes(column.codes)];
    case "numbers":
      return [asBytes(column.values)];
    case "text":
      return [asBytes(column.offsets), asBytes(column.bytes)];
    case "images":
      return [asBytes(column.offsets), asBytes(column.sizes), asBytes(column.bytes)];
    default:
      return assertNever(column);
  }
}

/** Parts to be put into one Blob, in this order; large arrays are not copied. */
export function encodeDataset(dataset: Dataset): Bytes[] {
  const { id, fileName, bytes, rows, format, names, issues } = dataset;
  const header: DatasetHeader = {
    id,
    fileName,
    bytes,
    rows,
    format,
    names,
    issues,
    columns: dataset.columns.map(columnHeader),
  };
  const json = asBytes(encodeUtf8(JSON.stringify(header)));
  const start = new Uint8Array(preface);
  start.set(encodeUtf8(magic));
  new DataView(start.buffer).setUint32(8, json.length, true);
  const parts = [json, ...dataset.columns.flatMap(columnArrays)];
  return [start, ...parts.flatMap((part) => [part, new Uint8Array(padding(part.length))])];
}

const damaged = (part: string): Result<never> => ({
  ok: false,
  issues: [{ code: "datasetDamaged", severity: "error", at: {}, context: { part } } satisfies Issue],
});

/** The dataset in `bytes`, which must be made by `encodeDataset`, or an issue naming the part that is wrong. */
export function decodeDataset(bytes: ArrayBuffer): Result<Dataset> {
  const all = new Uint8Array(bytes);
  if (all.length < preface || decodeUtf8(all, 0, magic.length) !== magic) return damaged("file");
  const jsonLength = new DataView(bytes).getUint32(8, true);
  if (jsonLength > all.length - preface) return damaged("header");
  const header = readHeader(decodeUtf8(all, preface, preface + jsonLength));
  if (header === undefined) return damaged("header");
  const cursor = new Cursor(bytes, preface + jsonLength + padding(jsonLength));
  const columns: StoredColumn[] = [];
  for (const [i, column] of header.columns.entries()) {
    const read = readColumn(column, header.rows, cursor);
    if (read === undefined) return damaged(header.names[i] as string);
    columns.push(read);
  }
  if (!cursor.atEnd) return damaged("file");
  return ok({ ...header, columns });
}

/** Walks through the arrays; nothing is made for a length that the bytes do not have. */
class Cursor {
  readonly #bytes: ArrayBuffer;
  #at: number;

  constructor(bytes: ArrayBuffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where `length` bytes begin, or undefined where there are not so many. */
  take(length: number): number | undefined {
    const start = this.#at;
    const end = start + length + padding(length);
    if (!Number.isSafeInteger(end) || end > this.#bytes.byteLength) return undefined;
    this.#at = end;
    return start;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.byteLength;
  }

  get bytes(): ArrayBuffer {
    return this.#bytes;
  }
}

function readColumn(header: ColumnHeader, rows: number, cursor: Cursor): StoredColumn | undefined {
  switch (header.kind) {
    case "dictionary": {
      const at = cursor.take(rows * 4);
      if (at === undefined) return undefined;
      const codes = new Uint32Array(cursor.bytes, at, rows);
      return codes.every((code) => code < header.values.length)
        ? { kind: "dictionary", codes, values: header.values }
        : undefined;
    }
    case "numbers": {
      const at = cursor.take(rows * 8);
      if (at === undefined) return undefined;
      const values = new Float64Array(cursor.bytes, at, rows);
      const exceptions = new Map(header.exceptions);
      const sound = values.every((value) => Number.isFinite(value) || Number.isNaN(value));
      const fit = header.exceptions.every(([row]) => row < rows && Number.isNaN(values[row]));
      return sound && fit ? { kind: "numbers", values, exceptions } : undefined;
    }
    case "text":
      return readText(header.size, rows, cursor);
    case "images":
      return readImages(header, rows, cursor);
    default:
      return assertNever(header);
  }
}

/** Where each row's bytes begin: whole numbers from 0 to `size` that never fall. */
function readOffsets(size: number, rows: number, cursor: Cursor): Float64Array | undefined {
  const at = cursor.take((rows + 1) * 8);
  if (at === undefined) return undefined;
  const offsets = new Float64Array(cursor.bytes, at, rows + 1);
  let before = 0;
  for (const offset of offsets) {
    if (!Number.isInteger(offset) || offset < before) return undefined;
    before = offset;
  }
  return offsets[0] === 0 && before === size ? offsets : undefined;
}

function readText(size: number, rows: number, cursor: Cursor): StoredColumn | undefined {
  const offsets = readOffsets(size, rows, cursor);
  const bytesAt = cursor.take(size);
  if (offsets === undefined || bytesAt === undefined) return undefined;
  return { kind: "text", bytes: new Uint8Array(cursor.bytes, bytesAt, size), offsets };
}

/** Plain images have all bytes of their shape, or none; files have a size of at least a pixel, and no more than decode. */
function readImages(
  { size, raw }: Extract<ColumnHeader, { kind: "images" }>,
  rows: number,
  cursor: Cursor,
): StoredColumn | undefined {
  const offsets = readOffsets(size, rows, cursor);
  const sizesAt = offsets === undefined || raw !== null ? cursor.take(0) : cursor.take(rows * 8);
  const bytesAt = cursor.take(size);
  if (offsets === undefined || sizesAt === undefined || bytesAt === undefined) return undefined;
  const sizes = new Uint32Array(cursor.bytes, sizesAt, raw === null ? rows * 2 : 0);
  for (let row = 0; row < rows; row++) {
    const length = (offsets[row + 1] as number) - (offsets[row] as number);
    if (length === 0) continue;
    const pixels = raw === null ? (sizes[2 * row] as number) * (sizes[2 * row + 1] as number) : 0;
    const sound = raw === null ? pixels > 0 && pixels <= pixelLimit : length === raw.height * raw.width * raw.channels;
    if (!sound) return undefined;
  }
  return { kind: "images", bytes: new Uint8Array(cursor.bytes, bytesAt, size), offsets, sizes, raw };
}
