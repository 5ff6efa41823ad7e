/**
 * @file The codes of what reading a file finds. `rows` lists the first rows concerned ("3, 7, 12"), counted from 1
 * without the header; `line` is the line in the file, as a text editor counts.
 */

export interface ReadingIssueContexts {
  /** Refusals. */
  emptyFile: { fileName: string };
  noRows: { fileName: string; columns: number };
  notATable: { fileName: string; kind: FileKind };
  binaryFile: { fileName: string };
  tooManyColumns: { limit: number; row: number; line: number };
  cellTooLong: { limit: number; row: number; line: number };
  unterminatedQuote: { row: number; line: number };
  tooManyRows: { limit: number };
  /** `limit` and `needed` in megabytes; `rows`: how many of the first rows fit. */
  tableTooLarge: { limit: number; needed: number; rows: number };
  unknownEncoding: { encoding: string };
  datasetDamaged: { part: string };
  /** Repairs and guesses, all of them visible. */
  encodingGuessed: { encoding: string; others: string };
  undecodableCharacters: { count: number; rows: string; encoding: string };
  noHeader: { example: string };
  headerUncertain: { example: string };
  headersRenamed: { count: number; examples: string };
  headersShortened: { count: number; limit: number };
  trailingColumnDropped: Record<string, never>;
  shortRows: { count: number; rows: string; columns: number };
  longRows: { count: number; rows: string; columns: number; examples: string };
  junkAfterQuote: { count: number; rows: string };
  /** Lines above the table, such as a title. */
  preambleLines: { count: number; example: string };
  blankLines: { count: number };
  commentLines: { count: number };
  totalRow: { row: number; text: string };
  firstRowsOnly: { count: number };
  decimalComma: { example: string };
  decimalUncertain: { example: string; asComma: string; asPoint: string };
  dateOrderUncertain: { column: string; example: string; order: DateOrder };
  dateOrderMixed: { column: string; dayFirst: string; monthFirst: string };
}

/** What a file is by its first bytes, when it is no text table. */
export const fileKinds = [
  "png",
  "jpeg",
  "gif",
  "webp",
  "bmp",
  "tiff",
  "heic",
  "pdf",
  "xlsx",
  "xls",
  "ods",
  "docx",
  "zip",
  "gzip",
  "sevenZip",
  "rar",
  "parquet",
  "arrow",
  "sqlite",
  "hdf5",
  "numpy",
  "html",
  "xml",
  "json",
  "audioVideo",
  "executable",
] as const;
export type FileKind = (typeof fileKinds)[number];

/** Told as a word of the language: `dataIssues` has a text for each. */
export type DateOrder = "dayFirst" | "monthFirst";
