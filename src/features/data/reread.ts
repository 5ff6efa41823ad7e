/** @file Reads the open table's file again, another way, keeping what was asked of the first reading. */
import type { DatasetSummary, TableFormat } from "../../core/data/types.ts";
import { heldFiles, useDataset } from "../../state/dataset.ts";

/** `sheet`: another one of a workbook. False where the page was reloaded since and the file is no longer at hand. */
export function rereadTable(summary: DatasetSummary, format: Partial<TableFormat>, sheet?: string): boolean {
  // Who took the first rows only still wants no more than these.
  const cut = summary.issues.some(({ code }) => code === "firstRowsOnly");
  const held = heldFiles(summary.fileName);
  if (held === null) return false;
  const { redact } = held.options;
  const wanted = sheet ?? held.options.sheet;
  const kept = {
    format,
    ...(redact === undefined ? {} : { redact }),
    ...(wanted === undefined ? {} : { sheet: wanted }),
  };
  void useDataset.getState().read(held.files, cut ? { ...kept, maxRows: summary.rows } : kept);
  return true;
}
