/**
 * @file UTF-8 to text and back, for short cells inside large byte arrays. Core knows no TextDecoder, and for cells of a
 * few bytes a loop is faster than a call of it. Lenient: what is no UTF-8 becomes U+FFFD; files are judged at reading.
 */

const replacement = 0xfffd;
/** `String.fromCharCode` takes its arguments on the stack; longer texts are joined from pieces of this length. */
const pieceLength = 8192;

function fromCodes(codes: Uint16Array | Uint8Array): string {
  // `apply` takes anything array-like, which its type does not say; spreading would walk an iterator, ten times slower.
  const piece = (part: ArrayLike<number>): string => String.fromCharCode.apply(null, part as number[]);
  if (codes.length <= pieceLength) return piece(codes);
  const pieces: string[] = [];
  for (let i = 0; i < codes.length; i += pieceLength) pieces.push(piece(codes.subarray(i, i + pieceLength)));
  return pieces.join("");
}

/** The text of bytes [start, end). */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let ascii = true;
  for (let i = start; i < end; i++) {
    if ((bytes[i] as number) >= 0x80) {
      ascii = false;
      break;
    }
  }
  if (ascii) return fromCodes(bytes.subarray(start, end));
  const units = new Uint16Array(end - start);
  let length = 0;
  let i = start;
  while (i < end) {
    const { point, next } = codePointAt(bytes, i, end);
    if (point < 0x10000) units[length++] = point;
    else {
      units[length++] = 0xd7c0 + (point >> 10);
      units[length++] = 0xdc00 + (point & 0x3ff);
    }
    i = next;
  }
  return fromCodes(units.subarray(0, length));
}

/** One code point; an ill-formed byte counts alone. */
function codePointAt(bytes: Uint8Array, at: number, end: number): { point: number; next: number } {
  const lead = bytes[at] as number;
  if (lead < 0x80) return { point: lead, next: at + 1 };
  const length = sequenceLength(bytes, at, end);
  if (length === 0) return { point: replacement, next: at + 1 };
  let point = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) point = (point << 6) | ((bytes[at + i] as number) & 0x3f);
  return { point, next: at + length };
}

/**
 * Bytes of the well-formed sequence of two to four bytes at `at`, or 0 where there is none before `end`
 * (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing over U+10FFFF).
 */
export function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const second = bytes[at + 1] as number;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] as number) & 0xc0) !== 0x80) return 0;
  return length;
}

/** The bytes of a text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.codePointAt(i) as number;
    if (point >= 0x10000) i++;
    else if (point >= 0xd800 && point <= 0xdfff) point = replacement;
    if (point < 0x80) bytes[length++] = point;
    else if (point < 0x800) {
      bytes[length++] = 0xc0 | (point >> 6);
      bytes[length++] = 0x80 | (point & 0x3f);
    } else {
      if (point < 0x10000) bytes[length++] = 0xe0 | (point >> 12);
      else {
        bytes[length++] = 0xf0 | (point >> 18);
        bytes[length++] = 0x80 | ((point >> 12) & 0x3f);
      }
      bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[length++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes.slice(0, length);
}
