/**
 * @file Turns the bytes of a file into well-formed UTF-8, piece by piece. UTF-8 itself is passed through after a check;
 * bytes that cannot be decoded, and NUL bytes, become U+FFFD, and the piece is marked so that their rows can be told.
 */
import { sequenceLength } from "../../core/data/utf8.ts";

export interface DecodedPiece {
  /** Well-formed UTF-8; cuts no character in two. */
  readonly bytes: Uint8Array;
  /** Something in it was replaced by U+FFFD. */
  readonly damaged: boolean;
}

export interface Decoder {
  push(bytes: Uint8Array): DecodedPiece;
  finish(): DecodedPiece;
}

/** A label the Encoding Standard knows. */
export function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function makeDecoder(encoding: string): Decoder {
  return new TextDecoder(encoding).encoding === "utf-8" ? new Utf8Decoder() : new OtherDecoder(encoding);
}

const nothing: DecodedPiece = { bytes: new Uint8Array(0), damaged: false };

class Utf8Decoder implements Decoder {
  #carry = new Uint8Array(0);
  #atStart = true;

  push(piece: Uint8Array): DecodedPiece {
    let bytes = piece;
    if (this.#carry.length > 0) {
      bytes = new Uint8Array(this.#carry.length + piece.length);
      bytes.set(this.#carry);
      bytes.set(piece, this.#carry.length);
    }
    const end = bytes.length - unfinished(bytes);
    this.#carry = bytes.slice(end);
    return this.#checked(bytes, end);
  }

  finish(): DecodedPiece {
    const rest = this.#carry;
    this.#carry = new Uint8Array(0);
    return rest.length === 0 ? nothing : this.#checked(rest, rest.length);
  }

  #checked(bytes: Uint8Array, end: number): DecodedPiece {
    if (end === 0) return nothing;
    const marked = this.#atStart && end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#atStart = false;
    const start = marked ? 3 : 0;
    const fault = firstFault(bytes, start, end);
    if (fault === end) return { bytes: bytes.subarray(start, end), damaged: false };
    return { bytes: repaired(bytes, start, end), damaged: true };
  }
}

/** Bytes at the end that may begin a sequence whose rest comes with the next piece. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Place of the first ill-formed or NUL byte, or `end`. */
function firstFault(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const byte = bytes[i] as number;
    if (byte < 0x80) {
      if (byte === 0) return i;
      i++;
    } else {
      const length = sequenceLength(bytes, i, end);
      if (length === 0) return i;
      i += length;
    }
  }
  return end;
}

/** UTF-8 without NUL bytes, as cells are. */
export const isWellFormed = (bytes: Uint8Array): boolean => firstFault(bytes, 0, bytes.length) === bytes.length;

function repaired(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const fixed = new Uint8Array((end - start) * 3);
  let length = 0;
  let i = start;
  while (i < end) {
    const fault = firstFault(bytes, i, end);
    fixed.set(bytes.subarray(i, fault), length);
    length += fault - i;
    if (fault < end) {
      fixed.set([0xef, 0xbf, 0xbd], length);
      length += 3;
    }
    i = fault + 1;
  }
  return fixed.slice(0, length);
}

class OtherDecoder implements Decoder {
  readonly #decoder: TextDecoder;
  readonly #encoder = new TextEncoder();

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding);
  }

  push(bytes: Uint8Array): DecodedPiece {
    return this.#encoded(this.#decoder.decode(bytes, { stream: true }));
  }

  finish(): DecodedPiece {
    return this.#encoded(this.#decoder.decode());
  }

  #encoded(text: string): DecodedPiece {
    const clean = text.replaceAll("\0", "\ufffd");
    return { bytes: this.#encoder.encode(clean), damaged: clean.includes("\ufffd") };
  }
}
