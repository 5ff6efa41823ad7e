/** @file Divides rows by the values of a column: the earliest train, the latest test. */
import type { Issue } from "../../issue.ts";
import { inBlocks, type Pieces, within } from "../../pieces.ts";
import { apportion } from "../apportion.ts";
import { counted, placesInOrder } from "../sorting.ts";
import { cut, type Fractions, type Positions } from "./positions.ts";

/** Equal times keep the file's order; rows without a time cannot be later than any. */
export function* chronologicalSplit(
  by: string | undefined,
  order: Float64Array | null,
  total: number,
  fractions: Fractions,
  issues: Issue[],
): Pieces<Positions> {
  const column = by ?? "";
  const sizes = apportion(total, fractions);
  if (order === null) {
    const at = by === undefined ? {} : { column };
    issues.push({ code: "splitColumnMissing", severity: "error", at, context: { column } });
    return cut(counted(total), sizes);
  }
  const times = new Float64Array(total);
  const found = { missing: 0 };
  yield* within(
    inBlocks(total, (from, to) => {
      for (let i = from; i < to; i++) {
        const time = order[i] ?? Number.NaN;
        if (Number.isNaN(time)) found.missing++;
        times[i] = Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
      }
    }),
    0,
    0.1,
  );
  if (found.missing > 0) {
    const context = { column, count: found.missing };
    issues.push({ code: "splitTimeMissing", severity: "warning", at: { column }, context });
  }
  const sorted = yield* within(placesInOrder(times), 0.1, 1);
  const tied = tiesAcross(sorted, sizes, (position) => times[position] as number);
  if (tied > 0) {
    issues.push({ code: "splitTimeTied", severity: "notice", at: { column }, context: { column, count: tied } });
  }
  return cut(sorted, sizes);
}

/** Rows that share their time with a row on the other side of a border between parts. */
function tiesAcross(sorted: Uint32Array, sizes: readonly number[], timeOf: (position: number) => number): number {
  let [tied, counted, border] = [0, 0, 0];
  for (const size of sizes.slice(0, -1)) {
    border += size;
    // Within equal times that were counted at the border before.
    if (border === 0 || border >= sorted.length || border < counted) continue;
    const time = timeOf(sorted[border] as number);
    let [from, to] = [border, border];
    while (from > 0 && timeOf(sorted[from - 1] as number) === time) from--;
    while (to < sorted.length && timeOf(sorted[to] as number) === time) to++;
    if (from === border) continue;
    tied += to - from;
    counted = to;
  }
  return tied;
}
