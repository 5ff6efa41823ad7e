/**
 * @file The rows that can be learnt from: those whose target reads as the task needs it, and their classes, in the order
 * the model's outputs will have. What makes a target unfit is told by `targetCheck.ts`.
 */
import { blockRows, done, type Pieces, within } from "../pieces.ts";
import { countKeys, keyIndexer, sortKeys, type TypedColumn } from "./cellSource.ts";
import type { CategoryReader } from "./columns.ts";
import { gatherIndices, pick } from "./gather.ts";
import type { Task } from "./types.ts";

/** Scores are kept for each class and each pair of classes: more would fill memory, and no table could show them. */
export const classLimit = 1000;

export interface Labelled {
  /** Places in the list of rows asked for whose row has a usable target, ascending. */
  readonly at: Uint32Array;
  /** Numbers sort by value, other names by code point (beyond `classLimit` nothing is sorted); empty for regression. */
  readonly classes: readonly string[];
  /** Class of each labelled row; null for regression, and beyond `classLimit`. */
  readonly classOf: Int32Array | null;
}

/** Reads the target of `rows`; a regression may have several, and wants all of them. */
export function* labelRows(
  targets: readonly Pick<TypedColumn, "source">[],
  task: Task,
  rows: Uint32Array,
): Pieces<Labelled> {
  if (task === "regression") {
    const reads = targets.map(({ source }) => source.number);
    const at = yield* placesWhere(rows, (row) => reads.every((read) => !Number.isNaN(read(row))));
    return { at, classes: [], classOf: null };
  }
  const categories = yield* within(targets[0]?.source.readCategories() ?? done(noCategories), 0, 0.1);
  const at = yield* within(
    placesWhere(rows, (row) => categories.codeAt(row) >= 0),
    0.1,
    0.3,
  );
  const labelled = yield* within(pick(rows, at), 0.3, 0.4);
  const counts = yield* within(countKeys(categories, labelled), 0.4, 0.6);
  // Too many to be learnt: nobody asks for their order, nor which row is of which.
  if (counts.size > classLimit) return { at, classes: [...counts.keys()], classOf: null };
  const classes = sortKeys(counts.keys());
  const classOf = yield* within(gatherIndices(labelled, keyIndexer(categories, classes, -1)), 0.6, 1);
  return { at, classes, classOf };
}

const noCategories: CategoryReader = { values: [], codeAt: () => -1 };

function* placesWhere(rows: Uint32Array, holds: (row: number) => boolean): Pieces<Uint32Array> {
  const places = new Uint32Array(rows.length);
  let found = 0;
  for (let from = 0; from < rows.length; from += blockRows) {
    const to = Math.min(rows.length, from + blockRows);
    for (let i = from; i < to; i++) if (holds(rows[i] as number)) places[found++] = i;
    yield to / rows.length;
  }
  return found === rows.length ? places : places.slice(0, found);
}
