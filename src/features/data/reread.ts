/** @file Reads the open table's file again, another way, keeping what was asked of the first reading. */
import type { DatasetSummary, TableFormat } from "../../core/data/types.ts";
import { heldFiles, useDataset } from "../../state/dataset.ts";

/** Some of the rows or images there are: how many; null: all of them. */
export const rowsTaken = ({ issues, rows }: DatasetSummary): number | null =>
  issues.some(({ code }) => code === "firstRowsOnly" || code === "imagesTaken") ? rows : null;

/** Beside the format: another sheet of a workbook, and how many rows or images are taken at most; null: all. */
export interface Otherwise {
  readonly sheet?: string;
  readonly maxRows?: number | null;
}

/** False where the page was reloaded since and the file is no longer at hand. */
export function rereadTable(summary: DatasetSummary, format: Partial<TableFormat>, otherwise: Otherwise = {}): boolean {
  const held = heldFiles(summary.fileName);
  if (held === null) return false;
  const { redact } = held.options;
  const wanted = otherwise.sheet ?? held.options.sheet;
  // Who took the first rows only still wants no more than these.
  const maxRows = otherwise.maxRows === undefined ? rowsTaken(summary) : otherwise.maxRows;
  const kept = {
    format,
    ...(redact === undefined ? {} : { redact }),
    ...(wanted === undefined ? {} : { sheet: wanted }),
    ...(maxRows === null ? {} : { maxRows }),
  };
  void useDataset.getState().read(held.files, kept);
  return true;
}
