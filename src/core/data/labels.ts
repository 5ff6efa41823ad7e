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
  /** Rows with a usable target, ascending. */
  readonly rows: Uint32Array;
  /** Numbers sort by value, other names by code point; empty for regression. */
  readonly classes: readonly string[];
  /** Class of each labelled row; null for regression. */
  readonly classOf: Int32Array | null;
}

/** Reads the target of `count` rows. */
export function labelRows({ source }: Pick<TypedColumn, "source">, task: Task, count: number): Labelled {
  if (task === "regression") {
    const read = source.number;
    return { rows: rowsWhere(count, (row) => !Number.isNaN(read(row))), classes: [], classOf: null };
  }
  const { categories } = source;
  const rows = rowsWhere(count, (row) => categories.codeAt(row) >= 0);
  const classes = sortKeys(countKeys(categories, rows).keys());
  return { rows, classes, classOf: gatherIndices(rows, keyIndexer(categories, classes, -1)) };
}

function rowsWhere(count: number, holds: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(count);
  let found = 0;
  for (let row = 0; row < count; row++) if (holds(row)) rows[found++] = row;
  return rows.slice(0, found);
}
