/**
 * @file Which character separates the cells: the one that cuts the first rows into equally many, readable cells.
 * "1,5;2,5" is cut evenly by both "," and ";" — what comes out decides.
 */
import { parseBoolean, scanNumber } from "../../core/data/cells.ts";
import { scanDate } from "../../core/data/dates.ts";

export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** Rows of a sample as texts, cut by one delimiter. */
export type SampleRows = readonly (readonly string[])[];

/** The row length that most rows have; the longer of two. */
export function usualLength(rows: SampleRows): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let best = 0;
  let times = 0;
  for (const [length, count] of counts) {
    if (count > times || (count === times && length > best)) {
      best = length;
      times = count;
    }
  }
  return best;
}

export const isNumeric = (cell: string): boolean =>
  scanNumber(cell, ".").kind !== "none" || scanNumber(cell, ",").kind !== "none";

/** How much a cell looks like one cell, not like several in one. */
function quality(cell: string): number {
  const text = cell.trim();
  if (text === "") return 0.7;
  if (isNumeric(text) || parseBoolean(text, "wordsOnly") !== undefined || scanDate(text, false) !== undefined) return 1;
  return /[;\t|]/.test(text) || /\d,\d/.test(text) ? 0.2 : 0.8;
}

/** Lines above the table, such as a title, are not cut at all. */
function withoutTitle(rows: SampleRows, length: number): SampleRows {
  const first = rows.findIndex((row) => row.length > 1);
  return length < 3 || first < 0 ? rows : rows.slice(first);
}

function score(all: SampleRows, length: number): number {
  const rows = withoutTitle(all, length);
  const even = rows.filter((row) => row.length === length).length / rows.length;
  const header = rows[0];
  const headerFits = header !== undefined && header.length === length ? 1 : 0.7;
  let sum = 0;
  let cells = 0;
  for (const row of rows) {
    for (const cell of row.slice(0, 50)) {
      sum += quality(cell);
      cells++;
    }
  }
  return (cells === 0 ? 0 : sum / cells) * even * headerFits;
}

/** `cut` gives the sample's rows for a delimiter, without blank and comment lines. */
export function detectDelimiter(cut: (delimiter: Delimiter) => SampleRows): Delimiter {
  const samples = delimiters.map((delimiter) => ({ delimiter, rows: cut(delimiter) }));
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const { delimiter, rows } of samples) {
    const length = usualLength(rows);
    const found = length < 2 ? 0 : score(rows, length);
    if (found > bestScore) {
      best = delimiter;
      bestScore = found;
    }
  }
  // Nothing is cut in the first line, and the others are cut unevenly: one column of texts with a comma here and there.
  const uncutFirst = samples.every(({ rows }) => rows[0] === undefined || rows[0].length === 1);
  const uncut = samples.find(({ rows }) => rows.every((row) => row.length === 1));
  return uncutFirst && bestScore < 0.6 && uncut !== undefined ? uncut.delimiter : best;
}
