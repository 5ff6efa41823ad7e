/**
 * @file What preparing is asked about, read as the user set it: columns under their types and other names, the rows that
 * are left, what divides them, put together to samples. Fits nothing and divides nothing; that is `prepare.ts`.
 */
import { columnSource, type TypedColumn, withCells, withPixels } from "../../core/data/cellSource.ts";
import { columnRole } from "../../core/data/columnRoles.ts";
import { gatherIndices, gatherNumbers, rowsWhere } from "../../core/data/gather.ts";
import type { FittedWindow } from "../../core/data/recipe.ts";
import { counted } from "../../core/data/sorting.ts";
import type { SplitLabels } from "../../core/data/split.ts";
import { filterRows } from "../../core/data/steps/filter.ts";
import type { ColumnType, DataSettings, Dataset, Task } from "../../core/data/types.ts";
import { cutWindows, rowSamples, type Samples } from "../../core/data/windows.ts";
import type { Issue } from "../../core/issue.ts";
import { type Pieces, within } from "../../core/pieces.ts";

export interface PrepareQuery {
  readonly dataset: Dataset;
  /** The type in force of each column, in the table's order. */
  readonly types: readonly ColumnType[];
  readonly data: DataSettings;
  readonly task: Task;
  /** Decoded images of the input's column, by row of the table; wanted where the input is an image. */
  readonly pixels?: (row: number) => Uint8Array;
}

/** The columns with the user's types, names of categories and changed cells of the target in force. */
export function typedColumns({ dataset, types, data, pixels }: PrepareQuery): TypedColumn[] {
  return dataset.columns.flatMap((column, i) => {
    const [name, type] = [dataset.names[i], types[i]];
    if (name === undefined || type === undefined) return [];
    const rename = Object.hasOwn(data.columns, name) ? data.columns[name]?.rename : undefined;
    const stored = columnSource(column, type, dataset.format, rename);
    const edited = name === data.target ? withCells(stored, data.rows) : stored;
    const isInput = data.input.kind === "image" && data.input.column === name && pixels !== undefined;
    const source = isInput ? withPixels(edited, pixels) : edited;
    return [{ name, type, source, ...(rename === undefined ? {} : { rename }) }];
  });
}

/** The values of the column that orders the rows; null where it is not one of numbers or dates. */
export function* orderOf(
  data: DataSettings,
  columns: ReadonlyMap<string, TypedColumn>,
  rows: Uint32Array,
): Pieces<Float64Array | null> {
  const { strategy, by } = data.split;
  if (strategy !== "chronological" || by === undefined) return null;
  const column = columns.get(by);
  if (!column) return null;
  const { source, type } = column;
  const ordered = type === "date" || type === "number" || type === "integer" || type === "id";
  return ordered ? yield* gatherNumbers(rows, source.number) : null;
}

/** Codes and names of the column whose equal cells make a group or name a part. */
export function* groupsOf(
  data: DataSettings,
  columns: ReadonlyMap<string, TypedColumn>,
  rows: Uint32Array,
): Pieces<Pick<SplitLabels, "groups" | "groupNames">> {
  const { strategy, by } = data.split;
  if (strategy === "chronological" || by === undefined) return {};
  const source = columns.get(by)?.source;
  if (source === undefined) return {};
  const { codeAt, values } = yield* within(source.readCategories(), 0, 0.5);
  return { groups: yield* within(gatherIndices(rows, codeAt), 0.5, 1), groupNames: values };
}

/**
 * The column that would enter the model and whose cells keep rows apart. Held-out rows have cells in it that training
 * never has: whatever a model made of them would be chance. null: there is none.
 */
export function placingColumn(query: PrepareQuery, columns: readonly TypedColumn[]): string | null {
  const data = { ...query.data, moreTargets: moreTargetsOf(query) };
  return columns.find((column) => columnRole(column, data) === "split")?.name ?? null;
}

export interface FoundSamples {
  /** Those that are not left out. */
  readonly rows: Uint32Array;
  readonly samples: Samples;
  readonly window: FittedWindow | null;
  readonly issues: readonly Issue[];
}

/** The rows that are not left out, put together to samples. */
export function* samplesOf(query: PrepareQuery, columns: ReadonlyMap<string, TypedColumn>): Pieces<FoundSamples> {
  const { data } = query;
  const issues: Issue[] = [];
  const rows = yield* within(keptRows(query, columns, issues), 0, 0.2);
  if (data.input.kind !== "sequence") return { rows, samples: rowSamples(rows), window: null, issues };
  const { time, group } = data.input;
  const column = (name: string | null) => (name === null ? null : (columns.get(name) ?? null));
  const cut = yield* within(cutWindows(data.input, { time: column(time), group: column(group) }, rows), 0.2, 1);
  const groupRename = column(group)?.rename;
  const window = groupRename === undefined ? cut.window : { ...cut.window, groupRename };
  return { rows, samples: cut.samples, window, issues: [...issues, ...cut.issues] };
}

/** Rows that are neither removed by hand, nor filtered out, nor without the image that is to enter the model. */
function* keptRows(
  query: PrepareQuery,
  columns: ReadonlyMap<string, TypedColumn>,
  issues: Issue[],
): Pieces<Uint32Array> {
  const { dataset, data } = query;
  const removed = new Set(Object.entries(data.rows).flatMap(([row, label]) => (label === null ? [Number(row)] : [])));
  const all = counted(dataset.rows);
  const byHand = removed.size === 0 ? all : yield* rowsWhere(all, (row) => !removed.has(row));
  const kept = yield* filterRows(data.recipe.steps, columns, byHand, issues);
  if (kept.length < all.length) {
    const context = { count: all.length - kept.length };
    issues.push({ code: "rowsLeftOut", severity: "notice", at: {}, context });
  }
  if (data.input.kind !== "image") return kept;
  const name = data.input.column;
  const images = dataset.columns[dataset.names.indexOf(name)];
  if (images?.kind !== "images") return kept;
  const pictured = yield* rowsWhere(
    kept,
    (row) => (images.offsets[row + 1] as number) > (images.offsets[row] as number),
  );
  if (pictured.length < kept.length) {
    const context = { count: kept.length - pictured.length };
    issues.push({ code: "rowsWithoutImage", severity: "warning", at: { column: name }, context });
  }
  return pictured;
}

/** Kept in the settings while classes are predicted, or another target: they are features then. */
export const moreTargetsOf = ({ data, task }: PrepareQuery): readonly string[] =>
  task === "regression" ? data.moreTargets.filter((name) => name !== data.target) : [];
