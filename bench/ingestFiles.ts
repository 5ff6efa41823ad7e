/** @file The files that the ingest benchmark reads: one generated table, as CSV, JSON lines and an Excel workbook. */
import { closeSync, openSync, writeSync } from "node:fs";
import { strToU8, Zip, ZipDeflate } from "fflate";
import { random } from "../src/core/random.ts";
import { writeParquet } from "./parquetWriter.ts";

const cities = ["Oslo", "Lima", "Zürich", "北京", "Nairobi", "Quito", "Perth", "Kyoto"];
const words = ["blue", "heavy", "round", "late", "small", "soft", "cold", "loud"];
const names = "id,date,city,grade,active,x1,x2,x3,x4,x5,count,age,price,note,target".split(",");

type Cell = string | number | boolean | null;

/** One row of about 110 bytes as CSV: an ID, a date, categories, a boolean, numbers of several kinds, a text, a class. */
function row(i: number, next: () => number, int: (below: number) => number): Cell[] {
  const day = new Date(Date.UTC(2000, 0, 1) + int(8000) * 86400000).toISOString().slice(0, 10);
  const missing = next() < 0.02;
  const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
  return [
    i + 1,
    day,
    cities[int(8)] as string,
    "ABCDE".charAt(int(5)),
    next() < 0.5,
    rounded(next(), 6),
    rounded(next() * 200 - 100, 4),
    rounded(next() * 1e6, 2),
    missing ? null : rounded(next(), 8),
    rounded(next() * 10, 3),
    int(1000),
    18 + int(80),
    rounded(next() * 999, 2),
    `${words[int(8)]}, ${words[int(8)]}`,
    next() < 0.3 ? "churned" : "stayed",
  ];
}

const csvLine = (cells: readonly Cell[]): string =>
  `${cells.map((cell) => (cell === null ? "NA" : typeof cell === "string" && cell.includes(",") ? `"${cell}"` : cell)).join(",")}\n`;

const jsonLine = (cells: readonly Cell[]): string =>
  `${JSON.stringify(Object.fromEntries(cells.map((cell, i) => [names[i], cell])))}\n`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function sheetRow(cells: readonly Cell[]): string {
  const xml = cells.map((cell) => {
    if (cell === null) return "<c/>";
    if (typeof cell === "boolean") return `<c t="b"><v>${cell ? 1 : 0}</v></c>`;
    return typeof cell === "number" ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  });
  return `<row>${xml.join("")}</row>`;
}

/** Writes lines until there are `bytes`, or `rows`; gives the number of rows. */
function writeLines(
  path: string,
  head: string,
  line: (cells: readonly Cell[]) => string,
  until: { bytes?: number; rows?: number },
): number {
  const { next, int } = random(1);
  const file = openSync(path, "w");
  const { bytes = Number.POSITIVE_INFINITY, rows: wanted = Number.POSITIVE_INFINITY } = until;
  let written = writeSync(file, head);
  let rows = 0;
  while (written < bytes && rows < wanted) {
    const lines: string[] = [];
    for (let i = 0; i < 10_000 && rows < wanted; i++) lines.push(line(row(rows++, next, int)));
    written += writeSync(file, lines.join(""));
  }
  closeSync(file);
  return rows;
}

export const writeCsv = (path: string, bytes: number): number =>
  writeLines(path, `${names.join(",")}\n`, csvLine, { bytes });

export const writeJsonLines = (path: string, rows: number): number => writeLines(path, "", jsonLine, { rows });

const relations = (items: string): string => `<Relationships>${items}</Relationships>`;

export function writeExcel(path: string, rows: number): void {
  const file = openSync(path, "w");
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    writeSync(file, piece);
  });
  const add = (name: string, parts: Iterable<string>): void => {
    const entry = new ZipDeflate(name, { level: 1 });
    zip.add(entry);
    for (const part of parts) entry.push(strToU8(part));
    entry.push(new Uint8Array(0), true);
  };
  add("[Content_Types].xml", ["<Types/>"]);
  add("_rels/.rels", [relations('<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/>')]);
  add("xl/workbook.xml", ['<workbook><sheets><sheet name="Bench" sheetId="1" id="b"/></sheets></workbook>']);
  add("xl/_rels/workbook.xml.rels", [relations('<Relationship Id="b" Type="x/worksheet" Target="sheet.xml"/>')]);
  add("xl/sheet.xml", sheet(rows));
  zip.end();
  closeSync(file);
}

function* sheet(rows: number): Generator<string> {
  const { next, int } = random(1);
  yield `<worksheet><sheetData>${sheetRow(names)}`;
  for (let i = 0; i < rows; ) {
    const lines: string[] = [];
    for (let k = 0; k < 1000 && i < rows; k++) lines.push(sheetRow(row(i++, next, int)));
    yield lines.join("");
  }
  yield "</sheetData></worksheet>";
}

/** Rows by the hundred thousand, as other writers group them; what is missing is NaN. */
export function writeParquetTable(path: string, rows: number): void {
  writeParquet(path, names, columnGroups(rows));
}

function* columnGroups(rows: number): Generator<(number[] | string[])[]> {
  const { next, int } = random(1);
  for (let i = 0; i < rows; ) {
    const group: Cell[][] = [];
    while (group.length < 100_000 && i < rows) group.push(row(i++, next, int));
    yield names.map((_, column) => {
      const cells = group.map((cells) => cells[column] as Cell);
      if (cells.some((cell) => typeof cell === "number"))
        return cells.map((cell) => (cell === null ? Number.NaN : Number(cell)));
      return cells.map(String);
    });
  }
}
