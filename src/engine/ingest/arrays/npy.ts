/**
 * @file NumPy's .npy: a magic number, the version, a header that is a Python dictionary, the values. The header is read
 * by its three known keys and never evaluated. Arrays of objects are pickles, that is programs, and are refused.
 */
import { type ArrayOutcome, type ArrayType, countOf, type NamedArray } from "./namedArray.ts";

const longestHeader = 1 << 20;
/** As many as NumPy itself takes. */
const mostDimensions = 64;

export const isNpy = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 6)) === "\x93NUMPY";

export function readNpy(bytes: Uint8Array, name: string): ArrayOutcome {
  const error = { severity: "error", at: {} } as const;
  const damaged: ArrayOutcome = { ok: false, issue: { ...error, code: "arrayDamaged", context: { fileName: name } } };
  if (!isNpy(bytes) || bytes.length < 12) return damaged;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const old = bytes[6] === 1;
  const [length, start] = old ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  if (length > longestHeader || start + length > bytes.length) return damaged;
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, start + length));
  const shapeText = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const descr = /'descr'\s*:\s*'([^']{1,20})'/.exec(header)?.[1];
  if (shapeText === undefined || fortran === undefined) return damaged;
  const type = descr === undefined ? null : readType(descr);
  if (type === null) {
    const found = descr ?? /'descr'\s*:\s*(.{1,40})/.exec(header)?.[1] ?? "?";
    return { ok: false, issue: { ...error, code: "arrayType", context: { fileName: name, type: found } } };
  }
  const shape = (shapeText.match(/\d+/g) ?? []).map(Number);
  if (shape.length > mostDimensions) return damaged;
  const data = bytes.subarray(start + length);
  const expected = countOf(shape) * type.size;
  if (expected !== data.length) {
    const context = { fileName: name, expected: start + length + expected, found: bytes.length };
    return { ok: false, issue: { ...error, code: "arrayLength", context } };
  }
  const array: NamedArray = { name, shape, type, data };
  return { ok: true, array: fortran === "True" && shape.length > 1 ? inCOrder(array) : array };
}

/** "<f4", "|u1", ">U5"; null for objects, dates, complex numbers and records. */
function readType(descr: string): ArrayType | null {
  const match = /^([<>|=])([uifbUS])(\d{1,6})$/.exec(descr);
  if (match === null) return null;
  const kind = match[2] as ArrayType["kind"];
  const count = Number(match[3]);
  const size = kind === "U" ? count * 4 : count;
  const known = { u: [1, 2, 4, 8], i: [1, 2, 4, 8], f: [2, 4, 8], b: [1], U: [size], S: [size] }[kind];
  return size > 0 && known.includes(size) ? { kind, size, littleEndian: match[1] !== ">" } : null;
}

/** Values of an array whose first index runs fastest, put so that its last does. */
function inCOrder(array: NamedArray): NamedArray {
  const { shape, type, data } = array;
  const { size } = type;
  const result = new Uint8Array(data.length);
  const strides = shape.map((_, axis) => countOf(shape.slice(0, axis)) * size);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let at = 0; at < result.length; at += size) {
    for (let byte = 0; byte < size; byte++) result[at + byte] = data[from + byte] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      from += strides[axis] as number;
      index[axis] = next;
      if (next < (shape[axis] as number)) break;
      from -= next * (strides[axis] as number);
      index[axis] = 0;
    }
  }
  return { ...array, data: result };
}
