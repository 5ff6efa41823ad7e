/**
 * @file What a value of a Parquet column is as the text of a cell, exactly: integers of 64 bits with all digits, decimals
 * without a detour over binary fractions, times as ISO text, lists and records as JSON.
 */
import type { ColumnBuilder } from "../../core/data/columnBuilder.ts";
import { decodeUtf8, encodeUtf8 } from "../../core/data/utf8.ts";
import { isWellFormed } from "./decode.ts";

const pad = (value: number | bigint, length: number): string => String(value).padStart(length, "0");

/** Digits behind the point of a second: three, six or nine of them, none where they are zero. */
function fraction(nanos: bigint): string {
  if (nanos === 0n) return "";
  const digits = pad(nanos, 9);
  return `.${digits.endsWith("000000") ? digits.slice(0, 3) : digits.endsWith("000") ? digits.slice(0, 6) : digits}`;
}

/** Greatest ms that a calendar date can be made of. */
const dateLimit = 8_640_000_000_000_000n;

/** "2020-01-31 12:30:00", with its fraction, for nanoseconds since 1970; the number itself beyond all calendars. */
export function momentText(nanos: bigint): string {
  const seconds = nanos >= 0n ? nanos / 1_000_000_000n : -((-nanos + 999_999_999n) / 1_000_000_000n);
  const ms = seconds * 1000n;
  if (ms > dateLimit || ms < -dateLimit) return String(nanos);
  const text = new Date(Number(ms)).toISOString();
  return text.replace("T", " ").replace(/\.\d+Z$/, "") + fraction(nanos - seconds * 1_000_000_000n);
}

export function dayText(days: number): string {
  const ms = days * 86_400_000;
  return Math.abs(ms) > Number(dateLimit) ? String(days) : new Date(ms).toISOString().replace(/T.*/, "");
}

/** A time of day in nanoseconds. */
export function clockText(nanos: bigint): string {
  const seconds = nanos / 1_000_000_000n;
  const [hours, minutes] = [seconds / 3600n, (seconds / 60n) % 60n];
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds % 60n, 2)}${fraction(nanos % 1_000_000_000n)}`;
}

/** An integer and the digits behind its point. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = pad(unscaled < 0n ? -unscaled : unscaled, scale + 1);
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Two's complement, the highest byte first. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, value);
}

export function unscaled(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return value instanceof Uint8Array && value.length <= 64 ? bigEndian(value) : undefined;
}

/** Lists and records as JSON text; integers beyond what JSON readers hold exactly are texts in it. */
export function nestedText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
    if (part instanceof Uint8Array) return decodeUtf8(part);
    return part === undefined ? null : part;
  });
}

/** Appends values to a column; bytes that are no text count as missing and are told. */
export class CellWriter {
  readonly builder: ColumnBuilder;
  readonly #decimal: "." | ",";
  readonly #spell: ((value: unknown) => string) | undefined;
  readonly #scratch = new Uint8Array(64);
  /** Lists or records were among the values. */
  nested = false;
  binary = 0;

  /** `spell`: for values whose column says more than their type, such as decimals. */
  constructor(builder: ColumnBuilder, decimal: "." | ",", spell: ((value: unknown) => string) | undefined) {
    this.builder = builder;
    this.#decimal = decimal;
    this.#spell = spell;
  }

  append(value: unknown): void {
    if (value === null || value === undefined) this.#text("");
    else if (this.#spell !== undefined) this.#number(this.#spell(value));
    else if (typeof value === "number") this.#number(Number.isNaN(value) ? "" : String(value));
    else if (value instanceof Uint8Array) this.#bytes(value);
    else if (typeof value === "object") {
      this.nested = true;
      this.#long(nestedText(value));
    } else if (typeof value === "string") this.#long(value);
    else this.#text(String(value));
  }

  #number(text: string): void {
    this.#text(this.#decimal === "." ? text : text.replace(".", ","));
  }

  /** Digits, dates and the like: short and plain. */
  #text(text: string): void {
    if (text.length > this.#scratch.length) {
      this.#long(text);
      return;
    }
    for (let i = 0; i < text.length; i++) this.#scratch[i] = text.charCodeAt(i);
    this.builder.append(this.#scratch, 0, text.length);
  }

  #long(text: string): void {
    const bytes = encodeUtf8(text);
    this.builder.append(bytes, 0, bytes.length);
  }

  #bytes(bytes: Uint8Array): void {
    if (isWellFormed(bytes)) this.builder.append(bytes, 0, bytes.length);
    else {
      this.binary++;
      this.#text("");
    }
  }
}
