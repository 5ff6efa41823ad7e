/** @file Reads what a person types as a number, and says why it is none. No silent rounding, no silent clamping. */

export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  /** The range leaves out its ends where set. */
  readonly exclusiveMin?: boolean;
  readonly exclusiveMax?: boolean;
  readonly integer?: boolean;
}

/** Keys of the message under the field (`common:field.*`). */
export type NumberRefusal = "notANumber" | "notAnInteger" | "tooSmall" | "tooLarge" | "mustExceed" | "mustBeBelow";

export type ReadNumber =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: NumberRefusal };

const refused = (reason: NumberRefusal): ReadNumber => ({ ok: false, reason });

/** Full-width digits and signs, as Chinese and Japanese keyboards type them, count as the plain ones. */
export function readNumber(text: string, range: NumberRange): ReadNumber {
  const plain = text.normalize("NFKC").replace("−", "-").trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return refused("notANumber");
  const value = Number(plain);
  if (!Number.isFinite(value)) return refused("tooLarge");
  if (range.integer === true && !Number.isInteger(value)) return refused("notAnInteger");
  if (range.min !== undefined && value < range.min) return refused(range.exclusiveMin ? "mustExceed" : "tooSmall");
  if (range.max !== undefined && value > range.max) return refused(range.exclusiveMax ? "mustBeBelow" : "tooLarge");
  if (range.exclusiveMin === true && value === range.min) return refused("mustExceed");
  if (range.exclusiveMax === true && value === range.max) return refused("mustBeBelow");
  return { ok: true, value };
}

/** The next number an arrow key goes to; it stays in the range. */
export function stepNumber(
  value: number | null,
  direction: 1 | -1,
  range: NumberRange & { readonly step?: number },
): number {
  if (value === null) return range.min ?? 0;
  const size = range.step ?? (range.integer === true ? 1 : leadingStep(value, direction));
  const next = Number((value + direction * size).toPrecision(12));
  const inRange = readNumber(String(next), range);
  return inRange.ok ? next : value;
}

/** One of the leading digit's places: 0.003 goes to 0.004 and 0.002, and 0.001 down to 0.0009. */
function leadingStep(value: number, direction: 1 | -1): number {
  if (value === 0) return 0.1;
  const size = 10 ** Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const shrinks = direction * Math.sign(value) < 0 && Math.abs(Math.abs(value) - size) < size * 1e-9;
  return shrinks ? size / 10 : size;
}
