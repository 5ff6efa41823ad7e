/** @file The codes of what the scan of a dataset finds. Texts: `locales/<language>/scanIssues.ts`. */

export interface ScanIssueContexts {
  /** Knowing the cell gives the class of so many in a hundred training rows. */
  columnTellsClass: { column: string; target: string; percent: number };
  columnTellsNumber: { column: string; target: string; strength: number };
  columnCountsRows: { column: string };
  columnHardlyRepeats: { column: string; unique: number; rows: number };
  columnsAlike: { column: string; other: string; strength: number };
  /** `across`: rows of validation or test that an earlier part holds too. `rows`: the first few repeats. */
  rowsRepeat: { count: number; across: number; rows: string };
  rowsRepeatMany: { count: number; across: number; limit: number };
  rowsNearlyRepeat: { count: number; across: number; rows: string };
  classesImbalanced: { target: string; largest: string; most: number; smallest: string; least: number; ratio: number };
  cellsMixed: { column: string; numbers: number; others: number; examples: string };
  personalData: { column: string; kind: string; count: number; percent: number };
  personalInText: { column: string; kind: string; count: number };
  rowsInGroups: { column: string; groups: number; rows: number };
  rowsShareDates: { column: string; dates: number; rows: number };
  imagesAcross: { count: number; rows: string };
  imagesInTwoClasses: { count: number; rows: string };
}
