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
 * How much a decoded text looks like writing in its language, a character outside ASCII: common characters count 1, rare
 * ones nothing, impossible ones against it. The thresholds were set on short tables in each language.
 */
const scripts: Readonly<Record<"gb18030" | "shift_jis" | "windows-1252", (text: string) => number>> = {
  gb18030: (text) => average(text, (point) => (isHan(point) ? 1 : isFullWidth(point) ? 0.8 : isOdd(point) ? -3 : -0.2)),
  // Half-width katakana are single bytes A1–DF: nearly any text decodes to them, so they prove little.
  shift_jis: (text) =>
    average(text, (point) => {
      if (point >= 0x3040 && point <= 0x30ff) return 1.3;
      if (isHan(point)) return 0.9;
      if (isFullWidth(point)) return 0.8;
      return point >= 0xff61 && point <= 0xff9f ? -0.3 : -3;
    }),
  "windows-1252": (text) => westernScore(text),
};

const isHan = (point: number): boolean => point >= 0x4e00 && point <= 0x9fff;
const isFullWidth = (point: number): boolean =>
  (point >= 0x3000 && point <= 0x303f) || (point >= 0xff01 && point <= 0xff5e);
const isOdd = (point: number): boolean =>
  point === 0xfffd || (point >= 0xe000 && point <= 0xf8ff) || (point >= 0x80 && point < 0xa0);

function average(text: string, score: (point: number) => number): number {
  let sum = 0;
  let count = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) continue;
    sum += score(point);
    count++;
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
    if (isOdd(point)) sum -= 3;
    else if (before >= 0x80) sum -= 0.4;
    else if (letter) sum += isAsciiLetter(before) || isAsciiLetter(text.charCodeAt(i + 1)) ? 1 : 0.3;
    // Signs such as € £ ° µ and typographic quotes.
    else sum += 0.5;
  }
  return count === 0 ? 0 : sum / count;
}

const isAsciiLetter = (point: number): boolean => (point | 0x20) >= 0x61 && (point | 0x20) <= 0x7a;

const decode = (sample: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(sample);

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
  // A damaged byte or two in a long UTF-8 text is damage, not another encoding.
  if (broken === 0 || sequences >= broken * 4) return { kind: "sure", encoding: "utf-8" };
  const ranked = (Object.keys(scripts) as (keyof typeof scripts)[])
    .map((encoding) => ({
      encoding,
      score: scripts[encoding](samples.map((sample) => decode(sample, encoding)).join("\n")),
    }))
    .sort((a, b) => b.score - a.score);
  const best = ranked[0]?.encoding;
  const encoding = best === undefined ? "windows-1252" : best;
  return {
    kind: "guess",
    encoding,
    others: encodings.filter((other) => other !== encoding && !other.startsWith("utf-16")),
  };
}
