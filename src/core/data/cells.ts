/**
 * @file What one cell says: a number, a boolean, nothing. Dates have their own file. A cell that only looks like a
 * number (leading zeros, more digits than a double holds, infinite) is told apart, never rounded or fed to a model.
 *
 * "12%" is the number 12, not 0.12: the unit stays the one the user sees in the file, and mixed columns ("12%", "0.12")
 * are not guessed at. Currency signs and thousands separators are dropped.
 */
import { compose } from "./text/compose.ts";
import type { TableFormat } from "./types.ts";

/** The part of a format that reading a cell needs; a recipe carries the same fields. */
export type CellFormat = Pick<TableFormat, "decimal" | "dayFirst" | "missing">;

/** Zero-width and bidirectional marks, soft hyphen, byte order mark: invisible, so two cells can look alike. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** Whether a cell means "missing", by the list of the format. The returned function is made once a column. */
export function missingTest(missing: readonly string[]): (text: string) => boolean {
  const tokens = new Set(missing.map((token) => token.trim().toLowerCase()));
  const longest = Math.max(0, ...[...tokens].map((token) => token.length));
  return (text) => {
    if (text.length > longest && text.trim().length > longest) return false;
    return tokens.has(text.trim().toLowerCase());
  };
}

/**
 * What a cell is as a number.
 * - number: finite and exact enough; `unit` is a percent or currency sign that was dropped.
 * - leadingZeros: digits such as 00123, a code.
 * - bigInteger: an integer beyond ±(2^53 − 1), which a double cannot hold.
 * - notFinite: infinity by name or by size (1e400).
 */
export type NumberReading =
  | { readonly kind: "number"; readonly value: number; readonly unit: string }
  | { readonly kind: "leadingZeros" | "bigInteger" | "notFinite" | "none" };

const none: NumberReading = { kind: "none" };
const sign = "[+-]?";
const currency = "[$€£¥₹₩₽₺₫]";

function pattern(decimal: "." | ","): RegExp {
  const point = decimal === "." ? "\\." : ",";
  const comma = decimal === "." ? "," : "\\.";
  // One kind of separator through the whole number, in groups of exactly three digits; 0.123 has none.
  const grouped = `[1-9]\\d{0,2}(?:([${comma} '’\\u00a0\\u202f\\u2009])\\d{3})(?:\\3\\d{3})*`;
  return new RegExp(
    `^(${sign}${currency}?|${currency}${sign}) ?(${grouped}|\\d+|(?=${point}\\d))(?:${point}(\\d*))?(e${sign}\\d+)? ?(%|${currency})?$`,
    "i",
  );
}

const patterns = { ".": pattern("."), ",": pattern(",") } as const;
const infinite = /^[+-]?(?:inf|infinity|∞)$/i;

/** Full-width forms (typed with an East Asian keyboard) and the true minus sign, as ASCII. */
const narrow = (text: string): string =>
  text
    .replace(invisible, "")
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u2212/g, "-")
    .replace(/\uffe5/g, "¥");

/** Reads a cell as a number; the cell is not missing. */
export function scanNumber(text: string, decimal: "." | ","): NumberReading {
  let cell = text.trim();
  if (cell.length === 0 || cell.length > 400) return none;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  if (/[^\u0000-\u007f]/.test(cell)) cell = narrow(cell).trim();
  const found = patterns[decimal].exec(cell);
  if (found === null) return infinite.test(cell) ? { kind: "notFinite" } : none;
  const [, prefix = "", whole = "", separator, fraction, exponent = "", suffix = ""] = found;
  if (separator === undefined && whole.length > 1 && whole.startsWith("0")) return { kind: "leadingZeros" };
  const digits = separator === undefined ? whole : whole.split(separator).join("");
  const minus = prefix.includes("-") ? "-" : "";
  const value = Number(`${minus}${digits === "" ? "0" : digits}.${fraction === undefined ? "" : fraction}0${exponent}`);
  if (!Number.isFinite(value)) return { kind: "notFinite" };
  const plainInteger = fraction === undefined && exponent === "";
  if (plainInteger && !Number.isSafeInteger(value)) return { kind: "bigInteger" };
  return { kind: "number", value, unit: suffix === "" ? prefix.replace(/[+-]/, "") : suffix };
}

/** The number of a cell, or NaN where it is none that can be computed with. */
export function parseNumber(text: string, decimal: "." | ","): number {
  const reading = scanNumber(text, decimal);
  return reading.kind === "number" ? reading.value : Number.NaN;
}

const truths = new Map<string, boolean>(
  Object.entries({
    true: true,
    false: false,
    yes: true,
    no: false,
    y: true,
    n: false,
    t: true,
    f: false,
    on: true,
    off: false,
  }),
);

/** A boolean in words (true/false, yes/no, y/n, t/f, on/off); 1 and 0 count only in a column said to be boolean. */
export function parseBoolean(text: string, digits: "withDigits" | "wordsOnly"): boolean | undefined {
  const cell = text.trim().toLowerCase();
  if (digits === "withDigits" && (cell === "1" || cell === "0")) return cell === "1";
  return truths.get(cell);
}

/**
 * What two category names have in common when a person would call them the same: Unicode form, case, outer and
 * repeated white space and invisible marks left out. For offering to join them only; data keeps the exact text.
 */
export const lookalikeKey = (text: string): string =>
  compose(text.replace(invisible, ""), "NFKC").trim().replace(/\s+/g, " ").toLowerCase();

const zero = 0x30;
const nine = 0x39;
const powers = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);

/**
 * The number in bytes [start, end), or NaN where it is not of the plain form -123.45e6 (then `scanNumber` decides).
 * Up to 15 digits are exact in a double and so is 10^22, hence one division rounds correctly (Clinger 1990).
 */
export function plainNumber(bytes: Uint8Array, start: number, end: number, decimal: "." | ","): number {
  const point = decimal === "." ? 0x2e : 0x2c;
  let i = start;
  const negative = bytes[i] === 0x2d;
  if (negative) i++;
  const first = i;
  let mantissa = 0;
  let digits = 0;
  let fractionDigits = -1;
  for (; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= zero && byte <= nine) {
      mantissa = mantissa * 10 + (byte - zero);
      if (mantissa > 0) digits++;
      if (fractionDigits >= 0) fractionDigits++;
    } else if (byte === point && fractionDigits < 0) fractionDigits = 0;
    else break;
  }
  const wholeDigits = i - first - (fractionDigits < 0 ? 0 : fractionDigits + 1);
  if (wholeDigits === 0 || fractionDigits === 0) return Number.NaN;
  if (wholeDigits > 1 && bytes[first] === zero) return Number.NaN;
  if (i === end && digits <= 15 && fractionDigits <= 22) {
    const value = fractionDigits <= 0 ? mantissa : mantissa / (powers[fractionDigits] as number);
    return negative ? -value : value;
  }
  if (fractionDigits < 0 || (i < end && ((bytes[i] as number) | 0x20) !== 0x65)) return Number.NaN;
  if (end - start > 40) return Number.NaN;
  let text = "";
  for (let k = start; k < end; k++) text += bytes[k] === point ? "." : String.fromCharCode(bytes[k] as number);
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
