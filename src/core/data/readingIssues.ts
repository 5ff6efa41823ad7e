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
  /** `limit` in megabytes. */
  rowTooLong: { limit: number; row: number; line: number };
  unterminatedQuote: { row: number; line: number };
  tooManyRows: { limit: number };
  /** `limit` and `needed` in megabytes; `rows`: how many of the first rows fit. */
  tableTooLarge: { limit: number; needed: number; rows: number };
  unknownEncoding: { encoding: string };
  datasetDamaged: { part: string };
  /** `place`: the part of the file, by its name there. */
  fileDamaged: { fileName: string; place: string };
  fileEncrypted: { fileName: string; member: string };
  /** `limit` in megabytes. */
  unpackedTooLarge: { fileName: string; limit: number };
  tooManyEntries: { fileName: string; limit: number };
  unknownPacking: { fileName: string; member: string };
  sheetMissing: { sheet: string; others: string };
  emptyWorkbook: { fileName: string; sheets: string };
  columnUnreadable: { fileName: string; column: string; detail: string };
  /** JSON that is no rows at all; `line` is the first that is none. */
  jsonBroken: { fileName: string; line: number; text: string };
  tooManyKeys: { fileName: string; limit: number; line: number };
  /** Several files at once that are not one dataset. */
  tablesDiffer: { first: string; other: string; missing: string; extra: string };
  filesTogether: { files: string };
  severalTables: { fileName: string; files: string };
  nothingInside: { fileName: string };
  noFiles: { skipped: number };
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
  /** Excel. */
  sheetChosen: { sheet: string; others: string };
  formulaErrors: { count: number; rows: string; examples: string };
  formulasUncomputed: { count: number; rows: string };
  mergedCells: { count: number; examples: string };
  cellsOutside: { count: number; rows: string };
  /** Parquet and JSON. */
  nestedAsText: { count: number; columns: string };
  binaryCells: { column: string; count: number };
  jsonLinesSkipped: { count: number; lines: string; text: string };
  /** Several files. */
  filesJoined: { count: number; files: string };
  filesSkipped: { count: number; examples: string };
  fileInside: { fileName: string; member: string };
}

/** Between the names of sheets in a message: the one sign that none of them can hold. */
export const sheetSeparator = " / ";

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
  "xlsb",
  "xls",
  "officeEncrypted",
  "ods",
  "docx",
  "zip",
  "gzip",
  "sevenZip",
  "rar",
  "parquet",
  "parquetEncrypted",
  "arrow",
  "bzip2",
  "xz",
  "zstd",
  "idx",
  "cifar",
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
