/** @file Tables for a terminal: every figure right, every text left. */

export interface Column<R> {
  readonly title: string;
  readonly width: number;
  readonly text?: boolean;
  readonly cell: (row: R) => string | null;
}

const fitted = (text: string, { width, text: left }: { width: number; text?: boolean }): string =>
  left === true ? text.padEnd(width) : text.padStart(width);

export const heading = <R>(columns: readonly Column<R>[]): string =>
  columns.map((column) => fitted(column.title, column)).join("  ");

export const line = <R>(columns: readonly Column<R>[], row: R): string =>
  columns
    .map((column) => fitted(column.cell(row) ?? "–", column))
    .join("  ")
    .trimEnd();

/** Three digits that count, and no more. */
export function figure(value: number | null | undefined): string | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (value === 0 || Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toPrecision(3).replace(/e-.*/, (power) => power);
}

export const times = (value: number | null): string | null => {
  const shown = figure(value);
  return shown === null ? null : `${shown}×`;
};

export const quotient = (above: number | null | undefined, below: number | null | undefined): number | null =>
  above == null || below == null || below === 0 ? null : above / below;
