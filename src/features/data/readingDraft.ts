/**
 * @file The form of "read this file another way": what of it is sent to the reader. Pure. What a user did not touch is
 * detected again when the encoding changes, because the earlier detection looked at wrongly decoded text.
 */
import { defaultMissing, type TableFormat } from "../../core/data/types.ts";

/** Encodings offered by name; all are known to `TextDecoder`. */
export const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "windows-1251",
  "iso-8859-2",
] as const;

/** Delimiters offered, and the locale key of each one's name. */
export const delimiters = [
  { value: ",", key: "comma" },
  { value: ";", key: "semicolon" },
  { value: "\t", key: "tab" },
  { value: "|", key: "pipe" },
  { value: " ", key: "space" },
] as const;

/** One word a line; an empty cell is always missing. */
export function parseMissing(text: string): readonly string[] {
  const words = text
    .split("\n")
    .map((line) => line.trim().toLowerCase())
    .filter((word) => word !== "");
  return ["", ...new Set(words)];
}

export const missingText = (missing: readonly string[]): string => missing.filter((word) => word !== "").join("\n");

export const sameMissing = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word) => b.includes(word));

export const isDefaultMissing = (missing: readonly string[]): boolean => sameMissing(missing, defaultMissing);

/** The parts of `draft` that differ from how the file was read. */
export function changedParts(current: TableFormat, draft: TableFormat): Partial<TableFormat> {
  return {
    ...(draft.encoding === current.encoding ? {} : { encoding: draft.encoding }),
    ...(draft.delimiter === current.delimiter ? {} : { delimiter: draft.delimiter }),
    ...(draft.header === current.header ? {} : { header: draft.header }),
    ...(draft.decimal === current.decimal ? {} : { decimal: draft.decimal }),
    ...(draft.dayFirst === current.dayFirst ? {} : { dayFirst: draft.dayFirst }),
    ...(sameMissing(draft.missing, current.missing) ? {} : { missing: draft.missing }),
  };
}

/** What to force when the file is read again as `draft`: null where nothing would change. */
export function overridesOf(current: TableFormat, draft: TableFormat): Partial<TableFormat> | null {
  const changed = changedParts(current, draft);
  if (Object.keys(changed).length === 0) return null;
  return changed.encoding === undefined ? draft : { missing: draft.missing, ...changed };
}
