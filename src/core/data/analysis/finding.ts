/** @file What every finder of the scan is told, and the answers several of them offer. */
import type { Fix } from "../../issue.ts";
import type { CellSource } from "../cellSource.ts";
import type { ColumnSummary, ColumnType, DataSettings, StoredColumn } from "../types.ts";

/** A column of cells (no images) that is not left out. */
export interface ScannedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly source: CellSource;
  readonly stored: StoredColumn;
  readonly summary: ColumnSummary;
  /** Whether a model would be trained on it: not the target, and of a type that has a use. */
  readonly feature: boolean;
}

export interface Scanned {
  readonly rows: number;
  readonly data: DataSettings;
  readonly columns: readonly ScannedColumn[];
}

export const fix = (label: string): string => `understand:fixes.${label}`;

export const leaveOut = (column: string): Fix => ({
  label: fix("leaveOut"),
  names: { column },
  edit: "setColumn",
  args: { column, setting: { dropped: true } },
});

/** The first few row numbers as texts, from 1. */
export const rowList = (rows: readonly number[], shown = 5): string =>
  rows
    .slice(0, shown)
    .map((row) => row + 1)
    .join(", ") + (rows.length > shown ? ", …" : "");

export const quoted = (text: string, length = 30): string =>
  `“${text.length > length ? `${text.slice(0, length)}…` : text}”`;
