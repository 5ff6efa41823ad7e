/** @file The order in which issues are read: what stops the work first, otherwise as they were found. */
import type { Issue, Severity } from "../../core/issue.ts";

const order: readonly Severity[] = ["error", "warning", "notice"];

export const gravestFirst = (issues: readonly Issue[]): readonly Issue[] =>
  order.flatMap((severity) => issues.filter((issue) => issue.severity === severity));
