/**
 * @file The rows that can be learnt from: those whose target reads as the task needs it. Their classes, in the order
 * the model's outputs will have, and what makes a target unfit.
 */
import type { Issue } from "../issue.ts";
import { countKeys, keyIndexer, sortKeys, type TypedColumn } from "./cellSource.ts";
import { gatherIndices } from "./gather.ts";
import type { Task } from "./types.ts";

/** Scores are kept for each class and each pair of classes: more would fill memory, and no table could show them. */
export const classLimit = 1000;

/** With fewer rows a class than this, a target of many classes is asked about. */
const rowsAClass = 5;
const manyClasses = 20;

export interface Labelled {
  /** Rows with a usable target, ascending. */
  readonly rows: Uint32Array;
  /** Numbers sort by value, other names by code point; empty for regression. */
  readonly classes: readonly string[];
  /** Class of each labelled row; null for regression. */
  readonly classOf: Int32Array | null;
  readonly issues: readonly Issue[];
}

/** Reads the target of `count` rows. */
export function labelRows(target: TypedColumn, task: Task, count: number): Labelled {
  return task === "regression" ? labelNumbers(target, count) : labelClasses(target, task, count);
}

function labelNumbers({ name, source }: TypedColumn, count: number): Labelled {
  const read = source.number;
  const rows = rowsWhere(count, (row) => !Number.isNaN(read(row)));
  return { rows, classes: [], classOf: null, issues: missingIssues(name, rows.length, count, "targetNotNumeric") };
}

function labelClasses({ name, source }: TypedColumn, task: Task, count: number): Labelled {
  const { categories } = source;
  const rows = rowsWhere(count, (row) => categories.codeAt(row) >= 0);
  const classes = sortKeys(countKeys(categories, rows).keys());
  const classOf = gatherIndices(rows, keyIndexer(categories, classes, -1));
  const issues = missingIssues(name, rows.length, count, "targetEmpty");
  return { rows, classes, classOf, issues: [...issues, ...classIssues(name, task, classes, rows.length)] };
}

function missingIssues(
  column: string,
  labelled: number,
  count: number,
  none: "targetNotNumeric" | "targetEmpty",
): Issue[] {
  const at = { column };
  if (labelled === 0) return [{ code: none, severity: "error", at, context: { column } }];
  if (labelled === count) return [];
  return [{ code: "targetMissing", severity: "warning", at, context: { column, count: count - labelled } }];
}

function classIssues(column: string, task: Task, classes: readonly string[], rows: number): Issue[] {
  const at = { column };
  const count = classes.length;
  const [only] = classes;
  if (only === undefined) return [];
  if (count === 1) return [{ code: "targetOneClass", severity: "error", at, context: { column, value: only } }];
  if (task === "binary" && count > 2) {
    const fixes = [{ label: "setTaskMulticlass", edit: "setTask", args: { task: "multiclass" } }] as const;
    return [{ code: "targetNotTwoClasses", severity: "error", at, context: { column, count }, fixes }];
  }
  if (count > classLimit) {
    return [{ code: "tooManyClasses", severity: "error", at, context: { column, count, limit: classLimit } }];
  }
  if (count > manyClasses && count * rowsAClass > rows) {
    return [{ code: "targetManyClasses", severity: "warning", at, context: { column, count } }];
  }
  return [];
}

function rowsWhere(count: number, holds: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(count);
  let found = 0;
  for (let row = 0; row < count; row++) if (holds(row)) rows[found++] = row;
  return rows.slice(0, found);
}
