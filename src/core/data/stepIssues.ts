/** @file The codes of what fitting the steps of preparation finds. Texts: `locales/<language>/stepIssues.ts`. */

import type { PowerMethod } from "./recipe.ts";
import type { StepKind } from "./steps/index.ts";
import type { SelectionMethod } from "./steps/selectFeatures.ts";

export interface StepIssueContexts {
  /** A parameter outside its field's range or of another kind: a document edited by hand. */
  stepSetting: { step: StepKind; field: string };
  /** A step that names a column the table does not have. */
  stepColumnMissing: { column: string; step: StepKind };
  /** A step that names a column whose cells it cannot take where it stands. */
  stepNotSuited: { column: string; step: StepKind };
  clipCrossed: { low: number; high: number };
  clipFlattens: { column: string; value: number };
  powerNotPositive: { column: string; method: PowerMethod; least: number };
  powerConstant: { column: string };
  binsConstant: { column: string };
  binsMerged: { column: string; wanted: number; bins: number };
  datePartsNone: Record<string, never>;
  filterNoColumn: Record<string, never>;
  filterNotOrdered: { column: string; value: string };
  filterLeavesNone: { column: string };
  rowsFiltered: { column: string; count: number; left: number };
  featureLeftOut: { column: string; method: SelectionMethod; score: number; limit: number };
  selectionLeavesNone: { method: SelectionMethod; best: number; limit: number };
  selectionOfForecast: Record<string, never>;
  selectionTooWide: { method: SelectionMethod; width: number; limit: number };
  selectionNotSettled: { method: SelectionMethod };
}
