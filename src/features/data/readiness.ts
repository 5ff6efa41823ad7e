/** @file Whether the Data step is finished, and if not, the first thing that is missing. Pure. */
import type { DatasetSummary, Task } from "../../core/data/types.ts";
import { hasErrors } from "../../core/issue.ts";
import type { Preparation, Table } from "../../state/dataset.ts";

/** Locale keys of why "Next" is closed; "ready" opens it. */
export type Readiness =
  | "ready"
  | "noData"
  | "opening"
  | "lost"
  | "noTarget"
  | "noTask"
  | "noClasses"
  | "preparing"
  | "failed"
  | "hasErrors";

export interface ReadinessInput {
  readonly table: Table;
  readonly target: string | null;
  readonly task: Task | null;
  readonly preparation: Preparation;
}

/** Only what stops training counts: warnings and notices do not. */
export function readinessOf({ table, target, task, preparation }: ReadinessInput): Readiness {
  if (table.kind === "none") return "noData";
  if (table.kind === "opening") return "opening";
  if (table.kind === "lost") return "lost";
  if (!hasTarget(table.summary, target)) return "noTarget";
  if (task === null) return hasImages(table.summary) ? "noClasses" : "noTask";
  if (hasErrors(table.summary.issues)) return "hasErrors";
  if (preparation.kind === "failed") return "failed";
  if (preparation.kind !== "ready") return "preparing";
  return hasErrors(preparation.info.issues) ? "hasErrors" : "ready";
}

/** Nothing to predict in images mostly means that they stand in no folders. */
const hasImages = (summary: DatasetSummary): boolean => summary.columns.some(({ type }) => type === "image");

const hasTarget = (summary: DatasetSummary, target: string | null): boolean =>
  target !== null && summary.columns.some(({ name }) => name === target);
