/** @file Divides rows by the values of a column: the earliest train, the latest test. */
import type { Issue } from "../../issue.ts";
import { apportion } from "../apportion.ts";
import { counted, cut, type Fractions, type Positions } from "./positions.ts";

/** Equal times keep the file's order; rows without a time cannot be later than any. */
export function chronologicalSplit(
  by: string | undefined,
  order: Float64Array | null,
  total: number,
  fractions: Fractions,
  issues: Issue[],
): Positions {
  const column = by ?? "";
  const sizes = apportion(total, fractions);
  if (order === null) {
    const at = by === undefined ? {} : { column };
    issues.push({ code: "splitColumnMissing", severity: "error", at, context: { column } });
    return cut(counted(total), sizes, false);
  }
  const missing = order.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  if (missing > 0) {
    issues.push({ code: "splitTimeMissing", severity: "warning", at: { column }, context: { column, count: missing } });
  }
  const key = (position: number) => {
    const time = order[position] ?? Number.NaN;
    return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
  };
  const sorted = counted(total).sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
  const tied = tiesAcross(sorted, sizes, key);
  if (tied > 0) {
    issues.push({ code: "splitTimeTied", severity: "notice", at: { column }, context: { column, count: tied } });
  }
  return cut(sorted, sizes, false);
}

/** Rows that share their time with a row on the other side of a border between parts. */
function tiesAcross(sorted: Uint32Array, sizes: readonly number[], key: (position: number) => number): number {
  const tied = new Set<number>();
  let border = 0;
  for (const size of sizes.slice(0, -1)) {
    border += size;
    const [before, after] = [sorted[border - 1], sorted[border]];
    if (before === undefined || after === undefined || key(before) !== key(after)) continue;
    for (let i = border - 1; i >= 0 && key(sorted[i] ?? 0) === key(before); i--) tied.add(i);
    for (let i = border; i < sorted.length && key(sorted[i] ?? 0) === key(after); i++) tied.add(i);
  }
  return tied.size;
}
