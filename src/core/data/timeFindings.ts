/**
 * @file A column of dates with hardly a repeat orders the rows: then a random split lets the model see the future. Tells
 * of it, offers the split by time, and reports what is odd about the order: unsorted rows, repeats, gaps.
 */
import type { Issue } from "../issue.ts";
import type { Finding } from "./columnFindings.ts";
import { columnLength, numberReader } from "./columns.ts";

/** The share of distinct dates from which on a column is taken as the time of the row. */
const distinctShare = 0.9;
/** A step this many times the usual one is a gap. */
const gapFactor = 2.5;

export function timeFindings({ column, summary, profile, format }: Finding): Issue[] {
  const { name, unique, uniqueCapped } = summary;
  const present = profile.rows - summary.missing - summary.invalid.count;
  if (present < 5 || (!uniqueCapped && unique < present * distinctShare)) return [];
  const at = { column: name };
  const fixes = [
    { label: "dataFixes:splitByTime", edit: "setSplit", args: { strategy: "chronological", by: name } },
  ] as const;
  const issues: Issue[] = [{ code: "timeColumn", severity: "notice", at, context: { column: name }, fixes }];
  const times = readTimes(columnLength(column), numberReader(column, "date", format));
  const unsorted = firstUnsorted(times);
  if (unsorted !== undefined) {
    issues.push({ code: "timeColumnUnsorted", severity: "notice", at, context: { column: name, row: unsorted } });
  }
  if (!uniqueCapped && unique < present) {
    issues.push({
      code: "timeColumnRepeats",
      severity: "notice",
      at,
      context: { column: name, count: present - unique },
    });
  }
  const gaps = countGaps(times);
  if (gaps !== undefined)
    issues.push({ code: "timeColumnGaps", severity: "notice", at, context: { column: name, count: gaps } });
  return issues;
}

interface Times {
  readonly values: Float64Array;
  /** Row of each value, from 1. */
  readonly rows: Uint32Array;
}

function readTimes(length: number, read: (row: number) => number): Times {
  const values = new Float64Array(length);
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) {
    const value = read(row);
    if (Number.isNaN(value)) continue;
    values[count] = value;
    rows[count++] = row + 1;
  }
  return { values: values.subarray(0, count), rows: rows.subarray(0, count) };
}

/** The first row that is earlier than the one before it; a table sorted from new to old is in order too. */
function firstUnsorted({ values, rows }: Times): number | undefined {
  let rising: number | undefined;
  let falling: number | undefined;
  for (let i = 1; i < values.length; i++) {
    const step = (values[i] as number) - (values[i - 1] as number);
    if (step < 0) rising ??= rows[i];
    else if (step > 0) falling ??= rows[i];
    if (rising !== undefined && falling !== undefined) return rising;
  }
  return undefined;
}

/** Steps much longer than the usual one; undefined where there are none, or so many that the times are irregular. */
function countGaps({ values }: Times): number | undefined {
  const sorted = values.slice().sort();
  const steps = sorted.subarray(1).map((value, i) => value - (sorted[i] as number));
  const usual = steps.slice().sort()[steps.length >> 1];
  if (usual === undefined || usual <= 0) return undefined;
  const count = steps.filter((step) => step > usual * gapFactor).length;
  return count === 0 || count > steps.length * 0.05 ? undefined : count;
}
