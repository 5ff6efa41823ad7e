/**
 * @file IDX, the format of MNIST: two zero bytes, the type of the values, the number of dimensions, each dimension with 4
 * bytes, the values; big-endian (Y. LeCun's description of the MNIST files).
 */
import type { ArrayOutcome, ArrayType } from "./namedArray.ts";

const types: Readonly<Record<number, ArrayType>> = {
  8: { kind: "u", size: 1, littleEndian: false },
  9: { kind: "i", size: 1, littleEndian: false },
  11: { kind: "i", size: 2, littleEndian: false },
  12: { kind: "i", size: 4, littleEndian: false },
  13: { kind: "f", size: 4, littleEndian: false },
  14: { kind: "f", size: 8, littleEndian: false },
};

interface Header {
  readonly type: ArrayType;
  readonly shape: readonly number[];
  readonly start: number;
  /** Bytes that the file has if it is whole. */
  readonly length: number;
}

function readIdxHeader(head: Uint8Array): Header | null {
  const [type, dimensions] = [types[head[2] ?? 0], head[3] ?? 0];
  const start = 4 + 4 * dimensions;
  if (head[0] !== 0 || head[1] !== 0 || type === undefined || dimensions < 1 || dimensions > 5) return null;
  if (head.length < start) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  return { type, shape, start, length: shape.reduce((product, n) => product * n, type.size) + start };
}

/** Whether the first bytes of a file of `size` bytes are those of an IDX file, whole or cut off at the end. */
export function isIdx(head: Uint8Array, size: number): boolean {
  const header = readIdxHeader(head);
  if (header === null) return false;
  // Four bytes of magic are little proof: a file that is far from the promised length is something else.
  const { shape, length } = header;
  return shape.every((n) => n > 0) && length >= size && length <= size * 2 + 64;
}

export function readIdx(bytes: Uint8Array, name: string): ArrayOutcome {
  const header = readIdxHeader(bytes);
  const error = { severity: "error", at: {} } as const;
  if (header === null) return { ok: false, issue: { ...error, code: "arrayDamaged", context: { fileName: name } } };
  const { type, shape, start, length } = header;
  if (length !== bytes.length) {
    const context = { fileName: name, expected: length, found: bytes.length };
    return { ok: false, issue: { ...error, code: "arrayLength", context } };
  }
  return { ok: true, array: { name, shape, type, data: bytes.subarray(start) } };
}
