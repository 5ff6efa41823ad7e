/**
 * @file The part of stored dataset bytes that is JSON, checked field by field. By hand: dictionaries of 50,000 values pass
 * through here, and what a reading issue was told is checked against the table of its code.
 */
import type { Issue } from "../issue.ts";
import { type ImageIssueContexts, imageContextFields } from "./imageIssues.ts";
import { pixelLimit } from "./images/limits.ts";
import type { ReadingIssueContexts } from "./readingIssues.ts";
import { type RawShape, type TableFormat, tableSources } from "./types.ts";

/** A stored column without its arrays. */
export type ColumnHeader =
  | { readonly kind: "dictionary"; readonly values: readonly string[] }
  | { readonly kind: "numbers"; readonly exceptions: readonly (readonly [row: number, text: string])[] }
  | { readonly kind: "text"; readonly size: number }
  | { readonly kind: "images"; readonly size: number; readonly raw: RawShape | null };

export interface DatasetHeader {
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly rows: number;
  readonly format: TableFormat;
  readonly names: readonly string[];
  readonly columns: readonly ColumnHeader[];
  readonly issues: readonly Issue[];
}

type Unknown = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

/** Undefined where anything in it is not as `encodeDataset` writes it. */
export function readHeader(json: string): DatasetHeader | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
  if (!isRecord(value)) return undefined;
  const { id, fileName, bytes, rows, names, columns, issues } = value;
  const format = readFormat(value.format);
  if (!isText(id) || !isText(fileName) || !isCount(bytes) || !isCount(rows) || format === undefined) return undefined;
  if (!isTexts(names) || new Set(names).size !== names.length) return undefined;
  if (!Array.isArray(columns) || columns.length !== names.length || !columns.every(isColumn)) return undefined;
  if (!Array.isArray(issues)) return undefined;
  return { id, fileName, bytes, rows, format, names, columns, issues: issues.filter(isReadingIssue) };
}

function readFormat(value: unknown): TableFormat | undefined {
  if (!isRecord(value)) return undefined;
  const { encoding, delimiter, header, decimal, dayFirst, missing } = value;
  const source = tableSources.find((known) => known === value.source);
  if (!isText(encoding) || !isText(delimiter) || typeof header !== "boolean" || typeof dayFirst !== "boolean")
    return undefined;
  if ((decimal !== "." && decimal !== ",") || !isTexts(missing)) return undefined;
  const own = source === undefined ? {} : { source };
  return { encoding, delimiter, header, decimal, dayFirst, missing, ...own };
}

function isColumn(value: unknown): value is ColumnHeader {
  if (!isRecord(value)) return false;
  if (value.kind === "dictionary") return isTexts(value.values);
  if (value.kind === "text") return isCount(value.size);
  if (value.kind === "images") return isCount(value.size) && (value.raw === null || isShape(value.raw));
  return value.kind === "numbers" && Array.isArray(value.exceptions) && value.exceptions.every(isException);
}

const isShape = (value: unknown): boolean =>
  isRecord(value) &&
  Object.keys(value).length === 3 &&
  isCount(value.height) &&
  isCount(value.width) &&
  value.height > 0 &&
  value.width > 0 &&
  value.height * value.width <= pixelLimit &&
  (value.channels === 1 || value.channels === 3);

const isException = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isCount(value[0]) && isText(value[1]);

interface StoredContexts extends ReadingIssueContexts, ImageIssueContexts {}

/** What each message needs; a code of another version, or one told too little, is left out: it only informs. */
const contextFields: {
  readonly [C in keyof StoredContexts]: readonly (keyof StoredContexts[C])[];
} = {
  ...imageContextFields,
  emptyFile: ["fileName"],
  noRows: ["fileName", "columns"],
  notATable: ["fileName", "kind"],
  binaryFile: ["fileName"],
  tooManyColumns: ["limit", "row", "line"],
  cellTooLong: ["limit", "row", "line"],
  rowTooLong: ["limit", "row", "line"],
  unterminatedQuote: ["row", "line"],
  tooManyRows: ["limit"],
  tableTooLarge: ["limit", "needed", "rows"],
  unknownEncoding: ["encoding"],
  datasetDamaged: ["part"],
  fileDamaged: ["fileName", "place"],
  fileEncrypted: ["fileName", "member"],
  unpackedTooLarge: ["fileName", "limit"],
  tooManyEntries: ["fileName", "limit"],
  unknownPacking: ["fileName", "member"],
  sheetMissing: ["sheet", "others"],
  emptyWorkbook: ["fileName", "sheets"],
  columnUnreadable: ["fileName", "column", "detail"],
  jsonBroken: ["fileName", "line", "text"],
  tooManyKeys: ["fileName", "limit", "line"],
  tablesDiffer: ["first", "other", "missing", "extra"],
  filesTogether: ["files"],
  severalTables: ["fileName", "files"],
  nothingInside: ["fileName"],
  noFiles: ["skipped"],
  encodingGuessed: ["encoding", "others"],
  undecodableCharacters: ["count", "rows", "encoding"],
  noHeader: ["example"],
  headerUncertain: ["example"],
  headersRenamed: ["count", "examples"],
  headersShortened: ["count", "limit"],
  trailingColumnDropped: [],
  shortRows: ["count", "rows", "columns"],
  longRows: ["count", "rows", "columns", "examples"],
  junkAfterQuote: ["count", "rows"],
  preambleLines: ["count", "example"],
  blankLines: ["count"],
  commentLines: ["count"],
  totalRow: ["row", "text"],
  firstRowsOnly: ["count"],
  decimalComma: ["example"],
  decimalUncertain: ["example", "asComma", "asPoint"],
  dateOrderUncertain: ["column", "example", "order"],
  dateOrderMixed: ["column", "dayFirst", "monthFirst"],
  sheetChosen: ["sheet", "others"],
  formulaErrors: ["count", "rows", "examples"],
  formulasUncomputed: ["count", "rows"],
  mergedCells: ["count", "examples"],
  cellsOutside: ["count", "rows"],
  nestedAsText: ["count", "columns"],
  binaryCells: ["column", "count"],
  jsonLinesSkipped: ["count", "lines", "text"],
  filesJoined: ["count", "files"],
  filesSkipped: ["count", "examples"],
  fileInside: ["fileName", "member"],
};

function isReadingIssue(value: unknown): value is Issue {
  if (!isRecord(value) || !isText(value.code) || !Object.hasOwn(contextFields, value.code)) return false;
  const { severity, at, context } = value;
  if (severity !== "error" && severity !== "warning" && severity !== "notice") return false;
  if (!isRecord(at) || !isRecord(context) || Object.hasOwn(value, "fixes")) return false;
  const placed = Object.entries(at).every(([key, part]) =>
    key === "row" ? isCount(part) : key === "column" && isText(part),
  );
  const fields: readonly string[] = contextFields[value.code as keyof StoredContexts];
  return (
    placed &&
    fields.every((field) => Object.hasOwn(context, field) && (isText(context[field]) || isCount(context[field])))
  );
}
