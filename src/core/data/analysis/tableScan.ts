/** @file What the scan finds in the table as a whole: classes out of balance, columns that say the same, rows that repeat. */
import type { Fix, Issue } from "../../issue.ts";
import type { Analysis, Correlations } from "../analysis.ts";
import type { DataSettings } from "../types.ts";
import { fix, leaveOut, rowList } from "./finding.ts";
import type { Repeats } from "./repeats.ts";

/** The largest class has so many times the rows of the smallest. */
const imbalanceRatio = 10;

export function imbalanceFindings(
  target: string,
  classes: Analysis["classes"],
  balance: DataSettings["balance"],
): Issue[] {
  if (classes === null || balance !== "none") return [];
  const sorted = classes.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const [largest, smallest] = [sorted[0], sorted.at(-1)];
  if (largest === undefined || smallest === undefined || largest.count < smallest.count * imbalanceRatio) return [];
  const context = {
    target,
    largest: largest.name,
    most: largest.count,
    smallest: smallest.name,
    least: smallest.count,
    ratio: Math.round(largest.count / smallest.count),
  };
  const fixes: Fix[] = [
    { label: fix("classWeights"), edit: "setBalance", args: { balance: "weights" } },
    { label: fix("oversample"), edit: "setBalance", args: { balance: "oversample" } },
  ];
  return [{ code: "classesImbalanced", severity: "warning", at: { column: target }, context, fixes }];
}

/** Two columns this closely related hold the same numbers in another scale. */
const alikeStrength = 0.9999;
const shownPairs = 5;

/** `telling`: the columns whose numbers vary enough for a correlation to mean something. */
export function alikeFindings({ columns, r }: Correlations, telling: ReadonlySet<string>): Issue[] {
  const findings: Issue[] = [];
  const copies = new Set<number>();
  for (let i = 0; i < columns.length; i++) {
    if (copies.has(i)) continue;
    for (let j = i + 1; j < columns.length; j++) {
      const [column, other] = [columns[j] as string, columns[i] as string];
      const strength = Math.abs(r[i * columns.length + j] as number);
      if (!(strength >= alikeStrength) || !telling.has(column) || !telling.has(other)) continue;
      copies.add(j);
      const context = { column, other, strength: Math.round(strength * 1e5) / 1e5 };
      findings.push({ code: "columnsAlike", severity: "notice", at: { column }, context, fixes: [leaveOut(column)] });
    }
  }
  return findings.slice(0, shownPairs);
}

/** Rows that a document can say of by number that they are left out. */
export const rowEditLimit = 10_000;

/** Leaves rows out by their numbers (from 0). */
export const withoutRows = (rows: readonly number[], label: string): Fix => ({
  label: fix(label),
  edit: "setRows",
  args: { rows: Object.fromEntries(rows.map((row) => [String(row), null])) },
});

export function repeatFindings({ later, across }: Repeats, near: "exact" | "near"): Issue[] {
  const count = later.length;
  if (count > rowEditLimit) {
    const context = { count, across, limit: rowEditLimit };
    return [{ code: "rowsRepeatMany", severity: "warning", at: {}, context }];
  }
  const fixes = [withoutRows(later, "keepFirst")];
  const code = near === "exact" ? "rowsRepeat" : "rowsNearlyRepeat";
  return [{ code, severity: "warning", at: {}, context: { count, across, rows: rowList(later) }, fixes }];
}

/** Groups of images that are alike (rows from 0) against the parts, and against the classes they are said to be of. */
export function imageFindings(
  groups: readonly (readonly number[])[],
  partOf: Uint8Array,
  classOf: ((row: number) => number) | null,
  data: DataSettings,
): Issue[] {
  const isLive = (row: number) => !(Object.hasOwn(data.rows, String(row)) && data.rows[String(row)] === null);
  const live = groups.map((rows) => rows.filter(isLive)).filter((rows) => rows.length > 1);
  const findings: Issue[] = [];
  const torn = live.filter(
    (rows) => new Set(rows.map((row) => partOf[row] as number).filter((part) => part > 0)).size > 1,
  );
  if (torn.length > 0) {
    // The one in training stays, so that no group is lost to it.
    const others = torn.flatMap((rows) => {
      const kept = rows.find((row) => partOf[row] === 1) ?? rows[0];
      return rows.filter((row) => row !== kept);
    });
    const shown = others.sort((a, b) => a - b);
    const context = { count: torn.length, rows: rowList(shown) };
    const fixes = shown.length > rowEditLimit ? [] : [withoutRows(shown, "keepOne")];
    findings.push({ code: "imagesAcross", severity: "warning", at: {}, context, fixes });
  }
  const disputed =
    classOf === null ? [] : live.filter((rows) => new Set(rows.map(classOf).filter((index) => index >= 0)).size > 1);
  if (disputed.length > 0) {
    const rows = disputed.flat().sort((a, b) => a - b);
    const fixes = rows.length > rowEditLimit ? [] : [withoutRows(rows, "leaveRowsOut")];
    const context = { count: disputed.length, rows: rowList(rows) };
    findings.push({ code: "imagesInTwoClasses", severity: "warning", at: {}, context, fixes });
  }
  return findings;
}
