/** @file The rows of one class under the user's settings: what a class card shows, a page of it at a time. */
import { columnSource, withCells } from "../core/data/cellSource.ts";
import type { ColumnType, DataSettings, Dataset } from "../core/data/types.ts";

export interface ClassRowsQuery {
  readonly data: DataSettings;
  /** null: rows without a class. */
  readonly value: string | null;
  readonly start: number;
  readonly count: number;
}

/** Rows left out by hand are in no class. `types`: those in force, in the table's order; a class is called as they read it. */
export function classRows(
  dataset: Dataset,
  types: readonly ColumnType[],
  { data, value, start, count }: ClassRowsQuery,
): { readonly total: number; readonly rows: readonly number[] } {
  const removed = new Set(Object.entries(data.rows).flatMap(([row, cell]) => (cell === null ? [Number(row)] : [])));
  const rows: number[] = [];
  let total = 0;
  const name = data.target ?? "";
  const place = dataset.names.indexOf(name);
  const column = dataset.columns[place];
  const setting = Object.hasOwn(data.columns, name) ? data.columns[name] : undefined;
  const categories =
    column === undefined
      ? null
      : withCells(columnSource(column, types[place] ?? "category", dataset.format, setting?.rename), data.rows)
          .categories;
  const wanted = value === null || categories === null ? -1 : categories.values.indexOf(value);
  // A class that no row has is found nowhere, not in the rows without one.
  if (value !== null && wanted < 0) return { total, rows };
  for (let row = 0; row < dataset.rows; row++) {
    if (removed.has(row) || (categories?.codeAt(row) ?? -1) !== wanted) continue;
    if (total >= start && rows.length < count) rows.push(row);
    total++;
  }
  return { total, rows };
}
