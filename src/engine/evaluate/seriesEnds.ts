/**
 * @file Where the series of a table end: the last whole window of each group, as raw rows, to be asked what comes after
 * it. Cells are handed over as the table has them; the recipe reads them again.
 */
import { columnSource } from "../../core/data/cellSource.ts";
import { textReader } from "../../core/data/columns.ts";
import type { Recipe } from "../../core/data/recipe.ts";
import type { ColumnType, Dataset } from "../../core/data/types.ts";
import { predictionWindows } from "../../core/data/windows.ts";
import type { SeriesEnd } from "../protocol.ts";

/** A list to choose from, not a table. */
const mostSeries = 200;

/** Of the first groups, in the order in which they first appear; none where no series has a whole window. */
export function seriesEnds(dataset: Dataset, recipe: Recipe): readonly SeriesEnd[] {
  const { window, features } = recipe;
  if (window === null) return [];
  const columnOf = (name: string) => dataset.columns[dataset.names.indexOf(name)];
  const source = (name: string | null, type: ColumnType) => {
    const column = name === null ? undefined : columnOf(name);
    if (column === undefined) return undefined;
    const feature = features.find((one) => one.column === name);
    const rename = feature?.rename ?? (name === window.group ? window.groupRename : undefined);
    return columnSource(column, feature?.type ?? type, dataset.format, rename);
  };
  const columns = { time: source(window.time, window.timeType ?? "number"), group: source(window.group, "category") };
  const all = Uint32Array.from({ length: dataset.rows }, (_, row) => row);
  const { order, starts, series } = predictionWindows(window, columns, all);
  const placed = [window.time, window.group].filter((name) => name !== null);
  const names = [...new Set([...features.map(({ column }) => column), ...placed])];
  const readers = names.flatMap((name) => {
    const column = columnOf(name);
    return column === undefined ? [] : [{ name, read: textReader(column, dataset.format) }];
  });
  const ends: SeriesEnd[] = [];
  for (let i = 0; i < starts.length && ends.length < mostSeries; i++) {
    const start = starts[i] as number;
    const next = starts[i + 1];
    const group = series?.groups[start];
    if (next !== undefined && series?.groups[next] === group) continue;
    const rows = Array.from(order.subarray(start, start + window.length), (row) =>
      Object.fromEntries(readers.map(({ name, read }) => [name, read(row)])),
    );
    ends.push({ group: columns.group?.categories.values[group ?? 0] ?? null, rows });
  }
  return ends;
}
