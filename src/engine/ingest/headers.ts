/**
 * @file Names of columns: whether the first row holds them, and how blank, repeated and endless ones are told apart.
 * Every change of a name is reported. A name is any text: `__proto__` is one like another, so names live in sets.
 */
import { missingTest, parseBoolean } from "../../core/data/cells.ts";
import { scanDate } from "../../core/data/dates.ts";
import { defaultMissing } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { isNumeric, type SampleRows } from "./delimiter.ts";

export const nameLimit = 200;

/** "uncertain": all cells are texts, so nothing tells a name from a value; taken as names. */
export type HeaderVerdict = "names" | "uncertain" | "values";

const isMissing = missingTest(defaultMissing);

const isBoolean = (cell: string): boolean => parseBoolean(cell, "wordsOnly") !== undefined;
const isNumberOrDate = (cell: string): boolean => isNumeric(cell) || scanDate(cell, false) !== undefined;

/** Cells whose form differs from plain words; a name rarely has one, but "y" and "t" are names as well as booleans. */
const isValueLike = (cell: string): boolean => isNumberOrDate(cell) || isBoolean(cell);

const shareOf = (cells: readonly string[], test: (cell: string) => boolean): number =>
  cells.filter(test).length / cells.length;

/** 2019, 2020, 2021 … are names of years though they are numbers. */
function areYears(cells: readonly string[]): boolean {
  const years = cells.map((cell) => cell.trim()).filter((cell) => /^(19|20)\d\d$/.test(cell));
  return years.length >= 3 && years.every((year, i) => i === 0 || Number(year) - Number(years[i - 1]) === 1);
}

/** Compares the first row with the rows below it, column by column. */
export function judgeHeader(rows: SampleRows): HeaderVerdict {
  const [first, ...below] = rows;
  if (first === undefined) return "values";
  if (below.length === 0) return first.some(isNumberOrDate) ? "values" : "names";
  if (areYears(first)) return "names";
  let names = 0;
  let values = 0;
  first.forEach((cell, column) => {
    const others = below.map((row) => row[column]).filter((text) => text !== undefined && !isMissing(text)) as string[];
    if (others.length === 0) return;
    const share = shareOf(others, isValueLike);
    if (isNumberOrDate(cell)) values += share > 0.5 ? 1 : 0.5;
    else if (isBoolean(cell) && shareOf(others, isBoolean) > 0.5) values++;
    else if (share > 0.7 && !(isMissing(cell) && cell.trim() !== "")) names++;
    // A word that comes again below is one of the column's values; a blank says nothing.
    else if (cell.trim() !== "" && others.includes(cell)) values += 0.5;
  });
  if (names === 0 && values === 0) return "uncertain";
  return names > values ? "names" : "values";
}

export interface NamedColumns {
  readonly names: readonly string[];
  readonly issues: readonly Issue[];
}

const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 39)}…` : name);

/** Cut at a character, never inside one. */
function shorten(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const end = /[\ud800-\udbff]/.test(name.charAt(limit - 2)) ? limit - 2 : limit - 1;
  return `${name.slice(0, end)}…`;
}

/** Unique names of at most `nameLimit` characters for the cells of the header row. */
export function nameColumns(cells: readonly string[]): NamedColumns {
  const wanted = cells.map((cell) => cell.trim());
  const taken = new Set(wanted.filter((name) => name !== "" && name.length <= nameLimit));
  const used = new Set<string>();
  const renamed: string[] = [];
  const numbers = new Map<string, number>();
  let shortened = 0;
  const names = wanted.map((name, i) => {
    if (name.length > nameLimit) shortened++;
    const base = name === "" ? `column_${i + 1}` : shorten(name, nameLimit);
    let unique = base;
    const isFree = (candidate: string): boolean =>
      !used.has(candidate) && (candidate === name || !taken.has(candidate));
    if (!isFree(unique)) {
      // Goes on where the last of these names ended: 16,000 columns of one name would be tried against all others.
      const stem = shorten(base, nameLimit - 10);
      let n = numbers.get(stem) ?? 2;
      for (; !isFree(unique); n++) unique = `${shorten(base, nameLimit - String(n).length - 3)} (${n})`;
      numbers.set(stem, n);
    }
    used.add(unique);
    if (unique !== name && name.length <= nameLimit) renamed.push(`“${shown(name)}” → “${shown(unique)}”`);
    return unique;
  });
  return { names, issues: nameIssues(renamed, shortened) };
}

function nameIssues(renamed: readonly string[], shortened: number): Issue[] {
  const issues: Issue[] = [];
  if (renamed.length > 0) {
    const context = { count: renamed.length, examples: renamed.slice(0, 5).join(", ") };
    issues.push({ code: "headersRenamed", severity: "warning", at: {}, context });
  }
  if (shortened > 0) {
    issues.push({
      code: "headersShortened",
      severity: "warning",
      at: {},
      context: { count: shortened, limit: nameLimit },
    });
  }
  return issues;
}
