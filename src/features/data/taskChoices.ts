/**
 * @file Which tasks a target column allows, and why the others are closed. Pure; what is allowed and what is suggested
 * is decided by `core/data/task.ts`.
 */
import { allowedTasks } from "../../core/data/task.ts";
import { type ColumnSummary, type Task, tasks } from "../../core/data/types.ts";
import { assertNever } from "../../core/fault.ts";

/** Why a task cannot be chosen, as a locale key. */
export type ClosedReason = "notNumeric" | "needsTwoValues" | "needsThreeValues" | "needsVariety" | "unsuitableType";

export interface TaskChoice {
  readonly task: Task;
  readonly closed: ClosedReason | null;
}

function closedReason(task: Task, column: ColumnSummary): ClosedReason | null {
  const allowed = allowedTasks(column);
  if (allowed.includes(task)) return null;
  if (column.unique < 2) return "needsVariety";
  if (allowed.length === 0) return "unsuitableType";
  switch (task) {
    case "binary":
      return "needsTwoValues";
    case "multiclass":
      return "needsThreeValues";
    case "regression":
      return "notNumeric";
    default:
      return assertNever(task);
  }
}

/** All tasks in their fixed order, each with the reason it is closed for this target. */
export const taskChoices = (column: ColumnSummary): readonly TaskChoice[] =>
  tasks.map((task) => ({ task, closed: closedReason(task, column) }));

/** Each reason once. */
export const closedReasons = (choices: readonly TaskChoice[]): readonly ClosedReason[] => [
  ...new Set(choices.flatMap(({ closed }) => (closed === null ? [] : [closed]))),
];
