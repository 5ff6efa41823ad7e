/** @file An array as a file has it, before anyone says whether it holds images, labels or a table. */
import type { Issue } from "../../../core/issue.ts";

/** Kind and bytes of a value, as NumPy writes them: u1, i4, f8; U5: five UTF-32 characters, S5: five bytes of text. */
export interface ArrayType {
  readonly kind: "u" | "i" | "f" | "b" | "U" | "S";
  readonly size: number;
  readonly littleEndian: boolean;
}

export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** In C order (the last index runs fastest). */
  readonly type: ArrayType;
  readonly data: Uint8Array;
}

export type ArrayOutcome =
  | { readonly ok: true; readonly array: NamedArray }
  | { readonly ok: false; readonly issue: Issue };

export const countOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

export const isText = ({ type }: NamedArray): boolean => type.kind === "U" || type.kind === "S";

/** How value `i` reads as a number. Integers of 8 bytes lose what a double cannot hold. */
export function numberAt({ type, data }: NamedArray): (i: number) => number {
  const { kind, size, littleEndian } = type;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  switch (`${kind}${size}`) {
    case "u1":
    case "b1":
      return (i) => data[i] as number;
    case "i1":
      return (i) => view.getInt8(i);
    case "u2":
      return (i) => view.getUint16(i * 2, littleEndian);
    case "i2":
      return (i) => view.getInt16(i * 2, littleEndian);
    case "u4":
      return (i) => view.getUint32(i * 4, littleEndian);
    case "i4":
      return (i) => view.getInt32(i * 4, littleEndian);
    case "u8":
      return (i) => Number(view.getBigUint64(i * 8, littleEndian));
    case "i8":
      return (i) => Number(view.getBigInt64(i * 8, littleEndian));
    case "f2":
      return (i) => halfNumber(view.getUint16(i * 2, littleEndian));
    case "f4":
      return (i) => view.getFloat32(i * 4, littleEndian);
    case "f8":
      return (i) => view.getFloat64(i * 8, littleEndian);
    default:
      return () => Number.NaN;
  }
}

/** IEEE 754 binary16. */
function halfNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** 0.1 stored with 4 bytes is 0.10000000149…: the fewest digits that are the same number of 4 bytes. */
function shortest(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** How value `i` reads as a text; "" where it is no number. */
export function textAt(array: NamedArray): (i: number) => string {
  const { type, data } = array;
  if (!isText(array)) {
    const read = numberAt(array);
    const spell = type.kind === "f" && type.size < 8 ? shortest : String;
    return (i) => (Number.isNaN(read(i)) ? "" : spell(read(i)));
  }
  const { size, littleEndian } = type;
  const width = type.kind === "U" ? size / 4 : size;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return (i) => {
    let text = "";
    for (let c = 0; c < width; c++) {
      const point = type.kind === "U" ? view.getUint32(i * size + c * 4, littleEndian) : (data[i * size + c] as number);
      if (point === 0) break;
      text += point <= 0x10ffff ? String.fromCodePoint(point) : "�";
    }
    return text;
  };
}
