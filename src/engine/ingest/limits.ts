/** @file How much a table may be, whatever file it comes from, and the refusal of what will not fit, early. */
import type { Issue } from "../../core/issue.ts";

/** Rows a table may have: shuffles and splits address rows with 32 bits, and a browser's tab holds no more. */
export const rowLimit = 20_000_000;
/** Bytes of the stored columns; a tab of 1.5 GB also holds the copy being saved and the training data. */
export const storedLimit = 700e6;
/** Cells that many bytes can hold: each takes four of them at least. */
export const storedCells = storedLimit / 4;
/** Bytes read before the size of the whole table is estimated from them. */
const estimateAfter = 16 << 20;

interface Read {
  readonly rows: number;
  readonly byteSize: number;
}

/** Refuses early what will not fit, and says how much of it does; `done` of `total` bytes gave `table`. */
export function checkSize(
  { rows: read, byteSize }: Read,
  done: number,
  total: number,
  maxRows: number,
): Issue | undefined {
  const error = { severity: "error", at: {} } as const;
  if (read > rowLimit) return { ...error, code: "tooManyRows", context: { limit: rowLimit } };
  if (done < estimateAfter && byteSize < storedLimit) return undefined;
  const perRow = byteSize / Math.max(1, read);
  const rows = Math.min(maxRows, (read * Math.max(total, done)) / Math.max(1, done));
  const needed = Math.max(rows * perRow, byteSize);
  if (needed <= storedLimit) return undefined;
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);
  const fitting = Math.floor(storedLimit / perRow / 1000) * 1000;
  return {
    ...error,
    code: "tableTooLarge",
    context: { limit: megabytes(storedLimit), needed: megabytes(needed), rows: fitting },
  };
}

/** Progress is told this often. */
export const progressEveryMs = 50;
