/**
 * @file The rows that can be learnt from: those whose target reads as the task needs it, and their classes, in the order
 * the model's outputs will have. What makes a target unfit is told by `targetCheck.ts`.
 */
import { countKeys, keyIndexer, sortKeys, type TypedColumn } from "./cellSource.ts";
import { gatherIndices } from "./gather.ts";
import type { Task } from "./types.ts";

/** Scores are kept for each class and each pair of classes: more would fill memory, and no table could show them. */
export const classLimit = 1000;

export interface Labelled {
  /** Places in the list of rows asked for whose row has a usable target, ascending. */
  readonly at: Uint32Array;
  /** Numbers sort by value, other names by code point; empty for regression. */
  readonly classes: readonly string[];
  /** Class of each labelled row; null for regression. */
  readonly classOf: Int32Array | null;
}

/** Reads the target of `rows`; a regression may have several, and wants all of them. */
export function labelRows(targets: readonly Pick<TypedColumn, "source">[], task: Task, rows: Uint32Array): Labelled {
  if (task === "regression") {
    const reads = targets.map(({ source }) => source.number);
    const at = placesWhere(rows, (row) => reads.every((read) => !Number.isNaN(read(row))));
    return { at, classes: [], classOf: null };
  }
  const categories = targets[0]?.source.categories ?? { values: [], codeAt: () => -1 };
  const at = placesWhere(rows, (row) => categories.codeAt(row) >= 0);
  const labelled = at.map((place) => rows[place] as number);
  const classes = sortKeys(countKeys(categories, labelled).keys());
  return { at, classes, classOf: gatherIndices(labelled, keyIndexer(categories, classes, -1)) };
}

function placesWhere(rows: Uint32Array, holds: (row: number) => boolean): Uint32Array {
  const places = new Uint32Array(rows.length);
  let found = 0;
  for (let i = 0; i < rows.length; i++) if (holds(rows[i] as number)) places[found++] = i;
  return places.slice(0, found);
}
