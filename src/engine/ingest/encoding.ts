/**
 * @file Guesses the encoding of a text file from samples of its bytes. UTF-8 proves itself; the older encodings do not,
 * so the most plausible is taken, said to be a guess, and the others are offered.
 */
import { sequenceLength } from "../../core/data/utf8.ts";

/** What the page offers; each is a label of the Encoding Standard that every browser decodes. */
export const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "windows-1252",
  "windows-1251",
] as const;

/** How sure the choice is: proved by a mark or by well-formed UTF-8, or guessed among `others`. */
export type EncodingGuess =
  | { readonly kind: "sure"; readonly encoding: string }
  | { readonly kind: "guess"; readonly encoding: string; readonly others: readonly string[] }
  | { readonly kind: "binary" };

/** The encoding that a byte order mark names. */
export function markedEncoding(head: Uint8Array): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return undefined;
}

/**
 * UTF-16 without a mark: delimiters, digits and line ends have a zero byte, all on the same side. In tables of Chinese
 * text these are a few in a hundred bytes.
 */
function unmarkedUtf16(head: Uint8Array): string | undefined {
  const zeros = [0, 0];
  const length = Math.min(head.length, 65536) & ~1;
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i & 1] = (zeros[i & 1] as number) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) < Math.max(2, length * 0.02)) return undefined;
  if (odd > even * 10) return "utf-16le";
  return even > odd * 10 ? "utf-16be" : undefined;
}

/** Counts of well-formed sequences of several bytes, and of bytes that belong to none. */
function utf8Counts(sample: Uint8Array): { sequences: number; broken: number } {
  let sequences = 0;
  let broken = 0;
  let i = 0;
  // A sample may begin within a sequence and end within another.
  while (i < 3 && i < sample.length && ((sample[i] as number) & 0xc0) === 0x80) i++;
  const end = sample.length;
  while (i < end) {
    if ((sample[i] as number) < 0x80) {
      i++;
      continue;
    }
    const length = sequenceLength(sample, i, end);
    if (length > 0) sequences++;
    else if (end - i > 3) broken++;
    i += Math.max(1, length);
  }
  return { sequences, broken };
}

/**
 * How much bytes look like writing in an encoding, a character outside ASCII: 1 for common characters, less for rare
 * ones, below 0 for what hardly occurs. The areas are those of the standards (GB 2312 and JIS X 0208 put the common
 * characters into a first level); the weights were set on short tables in each language.
 */
const judges = {
  gb18030: (sample: Uint8Array) => pairScore(sample, (byte) => byte >= 0x81 && byte <= 0xfe, gbPair),
  shift_jis: (sample: Uint8Array) => pairScore(sample, isShiftJisLead, shiftJisPair),
  "windows-1252": (sample: Uint8Array) => westernScore(new TextDecoder("windows-1252").decode(sample)),
} as const;

function gbPair(lead: number, trail: number): number {
  // Four bytes, for rare characters; the other two count as another such pair.
  if (trail >= 0x30 && trail <= 0x39) return 0;
  if (trail < 0x40 || trail === 0x7f || trail === 0xff) return -3;
  if (trail < 0xa1) return -0.3;
  if (lead >= 0xb0 && lead <= 0xd7) return 1;
  if (lead >= 0xa1 && lead <= 0xa9) return 0.8;
  return lead >= 0xd8 && lead <= 0xf7 ? 0.3 : -0.3;
}

const isShiftJisLead = (byte: number): boolean => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);

function shiftJisPair(lead: number, trail: number): number {
  if (trail < 0x40 || trail === 0x7f || trail > 0xfc) return -3;
  if (lead === 0x82 || lead === 0x83) return 1.2;
  if (lead >= 0x88 && lead <= 0x97) return 1;
  if (lead === 0x81) return 0.8;
  return lead >= 0x98 && lead <= 0xea ? 0.3 : -0.3;
}

/** The mean over all characters outside ASCII; bytes that lead no pair are half-width katakana or nothing. */
function pairScore(
  sample: Uint8Array,
  isLead: (byte: number) => boolean,
  pair: (lead: number, trail: number) => number,
): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] as number;
    if (byte < 0x80) continue;
    count++;
    if (!isLead(byte)) sum += byte >= 0xa1 && byte <= 0xdf ? -0.3 : -3;
    else if (i + 1 < sample.length) sum += pair(byte, sample[++i] as number);
  }
  return count === 0 ? 0 : sum / count;
}

/** Accented letters stand among ASCII letters; two and more of them in a row are rare in western languages. */
function westernScore(text: string): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const point = text.charCodeAt(i);
    if (point < 0x80) continue;
    count++;
    const before = text.charCodeAt(i - 1);
    const letter =
      (point >= 0xc0 && point <= 0xff && point !== 0xd7 && point !== 0xf7) || (point >= 0x152 && point <= 0x178);
    // Bytes without a character are decoded as control characters.
    if (point < 0xa0) sum -= 3;
    else if (before >= 0x80) sum -= 0.4;
    else if (letter) sum += isAsciiLetter(before) || isAsciiLetter(text.charCodeAt(i + 1)) ? 1 : 0.3;
    // Signs such as € £ ° µ and typographic quotes.
    else sum += 0.5;
  }
  return count === 0 ? 0 : sum / count;
}

const isAsciiLetter = (point: number): boolean => (point | 0x20) >= 0x61 && (point | 0x20) <= 0x7a;

/** One ill-formed byte in so many is damage in a UTF-8 text; a text in another encoding has more of them. */
const damageDistance = 20_000;

/** `samples`: the beginning of the file, then pieces from its inside that begin after a line end. */
export function guessEncoding(samples: readonly Uint8Array[]): EncodingGuess {
  const [head = new Uint8Array(0)] = samples;
  const marked = markedEncoding(head);
  if (marked !== undefined) return { kind: "sure", encoding: marked };
  const wide = unmarkedUtf16(head);
  if (wide !== undefined) return { kind: "sure", encoding: wide };
  if (head.includes(0)) return { kind: "binary" };
  let sequences = 0;
  let broken = 0;
  for (const sample of samples) {
    const counts = utf8Counts(sample);
    sequences += counts.sequences;
    broken += counts.broken;
  }
  const length = samples.reduce((sum, sample) => sum + sample.length, 0);
  if (broken === 0 || sequences >= broken * 4 || broken * damageDistance <= length)
    return { kind: "sure", encoding: "utf-8" };
  const ranked = (Object.keys(judges) as (keyof typeof judges)[])
    .map((encoding) => ({ encoding, score: samples.reduce((sum, sample) => sum + judges[encoding](sample), 0) }))
    .sort((a, b) => b.score - a.score);
  const best = ranked[0]?.encoding;
  const encoding = best === undefined ? "windows-1252" : best;
  return {
    kind: "guess",
    encoding,
    others: encodings.filter((other) => other !== encoding && !other.startsWith("utf-16")),
  };
}
