/**
 * @file Which tasks a target column allows, and why the others are closed. Pure; which task is suggested is decided by
 * `core/data/task.ts`.
 */

import { type ColumnSummary, type Task, tasks } from "../../core/data/types.ts";
import { assertNever } from "../../core/fault.ts";

/** Why a task cannot be chosen, as a locale key. */
export type ClosedReason = "notNumeric" | "needsTwoValues" | "needsThreeValues" | "needsVariety";

export interface TaskChoice {
  readonly task: Task;
  readonly closed: ClosedReason | null;
}

function closedReason(task: Task, column: ColumnSummary): ClosedReason | null {
  const { type, unique, uniqueCapped } = column;
  switch (task) {
    case "binary":
      return unique === 2 && !uniqueCapped ? null : "needsTwoValues";
    case "multiclass":
      return unique >= 3 ? null : "needsThreeValues";
    case "regression":
      if (type !== "number" && type !== "integer") return "notNumeric";
      return unique >= 2 ? null : "needsVariety";
    default:
      return assertNever(task);
  }
}

/** All tasks in their fixed order, each with the reason it is closed for this target. */
export const taskChoices = (column: ColumnSummary): readonly TaskChoice[] =>
  tasks.map((task) => ({ task, closed: closedReason(task, column) }));
