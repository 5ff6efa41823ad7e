/** @file Which findings are shown at once and which are folded away. Pure. */
import type { TableFormat } from "../../core/data/types.ts";
import type { Issue, Severity } from "../../core/issue.ts";
import { changes, type ReadAction, readActions } from "./readingActions.ts";

const order: readonly Severity[] = ["error", "warning", "notice"];

export interface Findings {
  /** What stops the work first, then what may, then what asks for an answer. */
  readonly open: readonly Issue[];
  /** Good to know, and nothing to do about. */
  readonly folded: readonly Issue[];
}

/** The ways to read again that would make a difference for a table that was read. */
export const rereadActions = (issue: Issue, format: TableFormat): readonly ReadAction[] =>
  readActions(issue).filter((action) => action.kind !== "firstRows" && changes(action, format));

/** Divides the findings of a table that was read as `format`. */
export function findingsOf(issues: readonly Issue[], format: TableFormat): Findings {
  const asks = (issue: Issue) => (issue.fixes?.length ?? 0) > 0 || rereadActions(issue, format).length > 0;
  const sorted = order.flatMap((severity) => issues.filter((issue) => issue.severity === severity));
  const isFolded = (issue: Issue) => issue.severity === "notice" && !asks(issue);
  return { open: sorted.filter((issue) => !isFolded(issue)), folded: sorted.filter(isFolded) };
}
