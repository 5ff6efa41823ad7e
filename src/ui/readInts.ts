/**
 * @file Reads a short list of whole numbers as people write one: "8×8×1", "8x8x1", "8, 8, 1", "(8 8 1)". Nothing is
 * rounded, filled up or left out silently.
 */
import { type NumberRefusal, readNumber } from "./readNumber.ts";

export interface IntsRange {
  /** How many numbers; a single number is both ends. */
  readonly length: number | { readonly min: number; readonly max: number };
  readonly min: number;
  readonly max: number;
}

export type IntsRefusal = NumberRefusal | "tooFew" | "tooMany";

export type ReadInts =
  | { readonly ok: true; readonly value: readonly number[] }
  | { readonly ok: false; readonly reason: IntsRefusal };

export const lengthsOf = ({ length }: Pick<IntsRange, "length">): { readonly min: number; readonly max: number } =>
  typeof length === "number" ? { min: length, max: length } : length;

/** Brackets around the whole are dropped; what stands between the numbers may be ×, x, *, a comma or a space. */
export function readInts(text: string, range: IntsRange): ReadInts {
  const plain = text.normalize("NFKC").trim();
  const inside = /^[([{](.*)[)\]}]$/.exec(plain)?.[1] ?? plain;
  const parts = inside.split(/\s*[×xX*,;、]\s*|\s+/).filter((part, at, all) => part !== "" || !isEdge(at, all.length));
  const { min, max } = lengthsOf(range);
  const value: number[] = [];
  for (const part of parts) {
    const read = readNumber(part, { min: range.min, max: range.max, integer: true });
    if (!read.ok) return read;
    value.push(read.value);
  }
  if (value.length < min) return { ok: false, reason: "tooFew" };
  if (value.length > max) return { ok: false, reason: "tooMany" };
  return { ok: true, value };
}

/** "8, 8," is a list of two that is still being typed; "8,,8" lacks a number. */
const isEdge = (at: number, count: number): boolean => at === 0 || at === count - 1;
