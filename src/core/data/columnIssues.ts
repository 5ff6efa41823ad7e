/** @file The codes of what a look at the columns finds, and of what makes a target unfit. `rows` lists the first rows. */

export interface ColumnIssueContexts {
  columnEmpty: { column: string };
  columnConstant: { column: string; value: string };
  columnLooksLikeId: { column: string };
  columnTooVaried: { column: string; unique: number };
  cellsUnreadable: { column: string; type: string; count: number; rows: string; examples: string };
  cellsNotFinite: { column: string; count: number; rows: string };
  digitsKeptAsText: { column: string; example: string };
  integersTooBig: { column: string; example: string };
  unitsDropped: { column: string; unit: string; example: string };
  valuesLookAlike: { column: string; groups: string; count: number };
  dateFormsMixed: { column: string; examples: string };
  timeColumn: { column: string };
  timeColumnUnsorted: { column: string; row: number };
  timeColumnGaps: { column: string; count: number };
  timeColumnRepeats: { column: string; count: number };
  targetMissing: { column: string; count: number };
  targetOneClass: { column: string; value: string };
  targetEmpty: { column: string };
  targetUnsuitable: { column: string; type: string };
  targetNotNumeric: { column: string };
  targetSingletons: { column: string; count: number; examples: string };
  targetManyClasses: { column: string; count: number };
  targetLooksLikeId: { column: string; count: number; rows: number };
  targetNotTwoClasses: { column: string; count: number };
}
