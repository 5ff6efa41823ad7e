/**
 * @file Recognizes what names or reaches a person: mail addresses, phone numbers, ID numbers, cards, accounts, IP
 * addresses. Numbers with a check digit are computed, so that a column of quantities is not taken for one of them.
 */

export const personalKinds = ["mail", "chineseId", "socialSecurity", "iban", "card", "phone", "ip"] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** Hardly anything else looks like these: a few cells of a column are enough. The others need most of it. */
const sure: ReadonlySet<PersonalKind> = new Set(["mail", "chineseId", "socialSecurity", "iban"]);
const sureShare = 0.1;
const likelyShare = 0.6;

const mail = /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}/u;
const chineseId = /[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]/;
const socialSecurity = /(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}/;
const iban = /[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?/;
const card = /[2-6]\d{3}[ -]?\d{4,6}[ -]?\d{4,5}(?:[ -]?\d{1,7})?/;
/** With a country code, in brackets, in groups of the American form, or a Chinese mobile number. */
const phone =
  /\+\d{1,3}[ .-]?(?:\(\d{1,5}\)[ .-]?)?\d{2,5}(?:[ .-]?\d{2,5}){1,4}|\(\d{3}\) ?\d{3}[ .-]\d{4}|[2-9]\d{2}[.-]\d{3}[.-]\d{4}|1[3-9]\d[ -]?\d{4}[ -]?\d{4}/;
const ip = /(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)|(?:[\da-f]{1,4}:){7}[\da-f]{1,4}/i;

const patterns: Readonly<Record<PersonalKind, RegExp>> = { mail, chineseId, socialSecurity, iban, card, phone, ip };

const checks: Partial<Readonly<Record<PersonalKind, (text: string) => boolean>>> = {
  chineseId: isChineseId,
  card: isCardNumber,
  iban: isIban,
};

const whole = new Map(
  personalKinds.map((kind) => [kind, new RegExp(`^(?:${patterns[kind].source})$`, patterns[kind].flags)]),
);
/** Inside a text a number must not be the middle of a longer one. */
const inside = new Map(
  personalKinds.map((kind) => {
    const { source, flags } = patterns[kind];
    return [
      kind,
      new RegExp(`(?<![\\p{L}\\p{N}_.+-])(?:${source})(?![\\p{L}\\p{N}_-])`, `${flags.replace("u", "")}gu`),
    ];
  }),
);

const passes = (kind: PersonalKind, text: string): boolean => {
  const check = checks[kind];
  return check === undefined || check(text);
};

/** The longest cell that is looked at as one address or number. */
const longestCell = 320;

/** What a whole cell is, or null. */
export function personalKind(cell: string): PersonalKind | null {
  const text = cell.trim();
  if (text.length < 7 || text.length > longestCell) return null;
  return personalKinds.find((kind) => whole.get(kind)?.test(text) === true && passes(kind, text)) ?? null;
}

export interface PersonalPart {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

/** Kinds looked for inside longer texts: those that nothing else looks like. */
const insideKinds: readonly PersonalKind[] = ["mail", "chineseId", "socialSecurity", "iban", "phone"];
/** Of a longer text only the beginning is looked at. */
const lookedAt = 5000;

/** Addresses and numbers inside a text, in their order. */
export function personalParts(text: string): PersonalPart[] {
  const head = text.slice(0, lookedAt);
  const parts: PersonalPart[] = [];
  for (const kind of insideKinds) {
    for (const { 0: found, index } of head.matchAll(inside.get(kind) as RegExp)) {
      const part = { kind, start: index, end: index + found.length };
      const overlaps = parts.some(({ start, end }) => part.start < end && start < part.end);
      if (!overlaps && passes(kind, found)) parts.push(part);
    }
  }
  return parts.sort((a, b) => a.start - b.start);
}

/** The last of 18 places is a check digit (GB 11643-1999, ISO 7064 mod 11-2). */
function isChineseId(text: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return "10X98765432"[sum % 11] === text[17]?.toUpperCase();
}

/** 13 to 19 digits that pass Luhn's test. */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, "");
  if (digits.length < 13 || digits.length > 19) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the first four places at the end, letters as 10 to 35, the whole modulo 97 is 1. */
function isIban(text: string): boolean {
  const cell = text.replace(/ /g, "");
  if (cell.length < 15 || cell.length > 34) return false;
  let remainder = 0;
  for (const sign of cell.slice(4) + cell.slice(0, 4)) {
    for (const digit of String(Number.parseInt(sign, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}

/** Cells of a column and how many rows hold each. */
export type CountedCells = Iterable<readonly [text: string, rows: number]>;

export interface PersonalCells {
  readonly kind: PersonalKind;
  /** Rows whose cell is one, or holds one. */
  readonly rows: number;
  readonly share: number;
  /** inside: longer texts hold it. */
  readonly form: "whole" | "inside";
}

/** Texts that hold an address are told from this share on, and from so many rows. */
const insideShare = 0.005;
const insideRows = 2;

/** The most frequent kind of a column, if it holds enough of it. */
export function personalCells(cells: CountedCells): PersonalCells | null {
  const [asWhole, asInside] = [new Map<PersonalKind, number>(), new Map<PersonalKind, number>()];
  const count = (counts: Map<PersonalKind, number>, kind: PersonalKind, rows: number) => {
    const before = counts.get(kind);
    counts.set(kind, before === undefined ? rows : before + rows);
  };
  let total = 0;
  for (const [text, rows] of cells) {
    total += rows;
    const kind = personalKind(text);
    if (kind !== null) count(asWhole, kind, rows);
    else if (text.length > 12)
      for (const part of new Set(personalParts(text).map((p) => p.kind))) count(asInside, part, rows);
  }
  const enough = ([kind, rows]: readonly [PersonalKind, number]) =>
    rows >= total * (sure.has(kind) ? sureShare : likelyShare);
  const most = (list: [PersonalKind, number][]) => list.sort((a, b) => b[1] - a[1])[0];
  const found = most([...asWhole].filter(enough));
  if (found !== undefined) return { kind: found[0], rows: found[1], share: found[1] / total, form: "whole" };
  const held = most([...asInside].filter(([, rows]) => rows >= insideRows && rows >= total * insideShare));
  return held === undefined ? null : { kind: held[0], rows: held[1], share: held[1] / total, form: "inside" };
}
