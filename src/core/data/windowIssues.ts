/** @file The codes of what cutting rows to windows and texts to tokens finds. Texts: `locales/<language>/windowIssues.ts`. */

export interface WindowIssueContexts {
  /** The column that orders or groups the rows is not in the table. */
  seriesColumnMissing: { column: string };
  seriesTimeUnreadable: { column: string };
  /** Rows without a time, or without a group: they are in no window. */
  seriesTimeMissing: { column: string; count: number };
  seriesGroupMissing: { column: string; count: number };
  /** Rows that came after a later one. */
  seriesSorted: { column: string; count: number };
  /** Rows that repeat group and time of an earlier one; `row` is the first of them, from 1. */
  seriesDuplicates: { column: string; count: number; row: number };
  seriesDuplicatesDropped: { column: string; count: number; row: number };
  /** Steps that are longer than the usual one; `times`: the longest of them in usual steps. */
  seriesGaps: { column: string; count: number; row: number; times: number };
  seriesGapsIgnored: { column: string; count: number; row: number; times: number };
  /** No stretch of rows holds a window; `length`: the largest that would fit. */
  windowsNone: { rows: number; needed: number; length: number };
  rowsOutsideWindows: { count: number };
  /** Windows that reach into two parts are left out. */
  windowsAcrossBorder: { count: number; total: number };
  windowsShareRows: { count: number; total: number };
  /** The split names another column than the one that orders the windows. */
  windowsOtherTime: { column: string; time: string };
  /** `rows` of the part, and how many a window takes with its target. */
  windowsEmptyTraining: { rows: number; needed: number };
  windowsEmptyValidation: { rows: number; needed: number };
  windowsEmptyTest: { rows: number; needed: number };
  /** Of a series that is to be predicted: its longest stretch, and what a window takes. */
  predictTooFewRows: { rows: number; needed: number };
  textsEmpty: { column: string };
}
