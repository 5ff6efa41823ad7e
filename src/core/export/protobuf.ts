/**
 * @file Writes Protocol Buffers: as much of the wire format as ONNX needs. A message is a list of fields, and its bytes
 * are copied once, at the end: weights are large, and messages are nested.
 */
import { encodeUtf8 } from "../data/utf8.ts";

/** Bytes in pieces. */
interface Pieces {
  readonly length: number;
  readonly pieces: readonly Uint8Array[];
}

const piece = (bytes: Uint8Array): Pieces => ({ length: bytes.length, pieces: [bytes] });

const together = (parts: readonly Pieces[]): Pieces => ({
  length: parts.reduce((sum, { length }) => sum + length, 0),
  pieces: parts.flatMap(({ pieces }) => pieces),
});

/** One field with its tag, or several. */
export type Field = Pieces;

const wireTypes = { varint: 0, bytes: 2, fixed32: 5 } as const;

/** Seven bits a byte, the lowest first; negative numbers as 64-bit two's complement. */
function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

const tag = (field: number, type: keyof typeof wireTypes): Uint8Array => varint((field << 3) | wireTypes[type]);

const withLength = (field: number, content: Pieces): Field =>
  together([piece(tag(field, "bytes")), piece(varint(content.length)), content]);

export const integer = (field: number, value: number): Field =>
  together([piece(tag(field, "varint")), piece(varint(value))]);

export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return together([piece(tag(field, "fixed32")), piece(bytes)]);
}

export const bytes = (field: number, value: Uint8Array): Field => withLength(field, piece(value));
export const text = (field: number, value: string): Field => bytes(field, encodeUtf8(value));
export const message = (field: number, fields: readonly Field[]): Field => withLength(field, together(fields));

/** A whole message as one run of bytes. */
export function encoded(fields: readonly Field[]): Uint8Array {
  const { length, pieces } = together(fields);
  const all = new Uint8Array(length);
  let at = 0;
  for (const one of pieces) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
