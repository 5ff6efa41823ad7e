/** @file What a column is to the model under the user's settings: for the table of columns, and for what is worth telling of it. */
import type { Issue } from "../issue.ts";
import { entersModel } from "./recipe.ts";
import type { ColumnSummary, DataSettings } from "./types.ts";

export type ColumnRole =
  | "target"
  /** The one column of images or texts that enters. */
  | "input"
  | "time"
  | "group"
  /** Its cells keep rows apart: held-out rows have some that training never saw, so a model can learn nothing from it. */
  | "split"
  | "feature"
  | "unused";

/** Names come from files: `__proto__` is an ordinary one. */
export const isDropped = (columns: DataSettings["columns"], name: string): boolean =>
  Object.hasOwn(columns, name) && columns[name]?.dropped === true;

const keepsApart: ReadonlySet<string> = new Set(["group", "column", "kFold", "leaveOneGroupOut"]);

export function columnRole({ name, type }: Pick<ColumnSummary, "name" | "type">, data: DataSettings): ColumnRole {
  const { input, target, moreTargets, columns, split } = data;
  if (name === target || moreTargets.includes(name)) return "target";
  if (input.kind === "image" || input.kind === "text") return name === input.column ? "input" : "unused";
  if (input.kind === "sequence" && name === input.time) return "time";
  if (input.kind === "sequence" && name === input.group) return "group";
  if (!entersModel(type) || isDropped(columns, name)) return "unused";
  return name === split.by && keepsApart.has(split.strategy) ? "split" : "feature";
}

/** Why a column cannot enter says nothing where none but one was to enter, or where it does enter as a text. */
const aboutUnused: ReadonlySet<string> = new Set([
  "columnLooksLikeId",
  "columnTooVaried",
  "columnConstant",
  "columnEmpty",
  "digitsKeptAsText",
  "dateFormsMixed",
  "timeColumn",
]);

/** What was found in columns, without what concerns none of those that take part. */
export function relevantIssues(issues: readonly Issue[], data: DataSettings): readonly Issue[] {
  const single = data.input.kind === "image" || data.input.kind === "text";
  const byTime = data.split.strategy === "chronological";
  if (!single && !byTime) return issues;
  return issues.filter(({ code, at }) => {
    // It advises the split that was chosen already.
    if (byTime && code === "timeColumn") return false;
    return !single || !aboutUnused.has(code) || at.column === data.target;
  });
}
