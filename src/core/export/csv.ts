/**
 * @file Writing CSV (RFC 4180). A spreadsheet runs a cell that begins with = + - @ or a tab as a formula: such a text
 * gets a leading apostrophe, unless it is a plain number.
 */

const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

export type CsvCell = string | number | null;

/** One cell; null is empty. */
export function csvCell(value: CsvCell): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = formulaStart.test(value) && !plainNumber.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line, ended by CRLF. */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** A whole table; its byte order mark lets spreadsheets read accents. */
export const csvTable = (header: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  `\uFEFF${[header, ...rows].map(csvLine).join("")}`;
