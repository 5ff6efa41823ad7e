/**
 * @file How fast a file is being read and how long it will still take. Pure: the clock is the caller's. The rate is an
 * average since the first report, so that the remaining time neither jumps nor counts the worker's start.
 */

/** What one report of a reading tells. */
export interface Report {
  readonly fileName: string;
  readonly done: number;
  readonly total: number | null;
}

/** The first and the latest report of one reading, with the times they came at. */
export interface Pace {
  readonly fileName: string;
  readonly since: { readonly atMs: number; readonly done: number };
  readonly latest: { readonly atMs: number; readonly done: number };
  readonly total: number | null;
}

/** Shorter observations tell nothing about the rest. */
const minimumMs = 400;

/** The pace after one more report; another file, or one that starts again, begins a new pace. */
export function track(before: Pace | null, report: Report, atMs: number): Pace {
  const point = { atMs, done: report.done };
  const continues = before !== null && before.fileName === report.fileName && report.done >= before.latest.done;
  return { fileName: report.fileName, since: continues ? before.since : point, latest: point, total: report.total };
}

/** Milliseconds until the end; null while that cannot be told. */
export function remainingMs({ since, latest, total }: Pace): number | null {
  const elapsed = latest.atMs - since.atMs;
  const moved = latest.done - since.done;
  if (total === null || elapsed < minimumMs || moved <= 0) return null;
  return (Math.max(0, total - latest.done) * elapsed) / moved;
}

/** Whole percent read, never 100 before the end; null where the size is unknown. */
export function percentOf({ done, total }: Pick<Report, "done" | "total">): number | null {
  if (total === null || total <= 0) return null;
  return done >= total ? 100 : Math.floor((100 * done) / total);
}
