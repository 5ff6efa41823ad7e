/**
 * @file The XML of one sheet as rows of texts: numbers as they are computed with, dates as ISO text, truths as words, the
 * last computed values of formulas. What a cell is comes from its type and its style; what a row means is `textRows.ts`.
 */
import { spreadsheetDate } from "./spreadsheetDate.ts";
import { RowTally } from "./tableRows.ts";
import { columnLimit } from "./tokenize.ts";
import { attribute, XmlCutter, XmlError } from "./xml.ts";

/** What the other parts of a workbook say about cells. */
export interface CellMeaning {
  /** Texts that cells refer to by number. */
  readonly shared: readonly string[];
  /** By a cell's style: whether its number is a date. */
  readonly dateStyles: readonly boolean[];
  /** Days count from 1904, as on old Macintoshes, not from 1900. */
  readonly from1904: boolean;
  /** How numbers are spelt for the column builders. */
  readonly decimal: "." | ",";
}

/** What was found in cells and cannot be used as it is; rows are those of the sheet. */
export interface SheetFindings {
  readonly errors: RowTally;
  readonly errorTexts: Set<string>;
  /** Formulas that no program has computed yet. */
  readonly uncomputed: RowTally;
  merged: number;
  readonly mergedRanges: string[];
}

/** Characters of one cell; programs that write workbooks stop at 32,767. */
const textLimit = 8 << 20;

/** "BC12" is column 54 (from 0); undefined where there are no letters. */
function columnOf(address: string): number | undefined {
  let column = 0;
  let i = 0;
  for (; i < address.length; i++) {
    const letter = address.charCodeAt(i) & 0xdf;
    if (letter < 0x41 || letter > 0x5a) break;
    column = column * 26 + letter - 0x40;
  }
  return i === 0 ? undefined : column - 1;
}

/** "_x000D_" is how spreadsheets write a character that XML cannot hold. */
export const unescapeCell = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([\da-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

export class SheetCutter {
  readonly findings: SheetFindings = {
    errors: new RowTally(),
    errorTexts: new Set(),
    uncomputed: new RowTally(),
    merged: 0,
    mergedRanges: [],
  };
  readonly #meaning: CellMeaning;
  readonly #onRow: (cells: readonly string[]) => boolean;
  readonly #xml: XmlCutter;
  readonly #decoder = new TextDecoder();
  #cells: string[] = [];
  #row = 0;
  #column = -1;
  #type = "n";
  #style = 0;
  #value: string | undefined;
  #hasFormula = false;
  #hasRow = false;
  #inCell = false;
  #phonetic = 0;
  #takesText = false;
  #wanted = true;

  /** `onRow` gets the cells of each row that has any, up to the last one with a value; it returns false to stop. */
  constructor(meaning: CellMeaning, onRow: (cells: readonly string[]) => boolean) {
    this.#meaning = meaning;
    this.#onRow = onRow;
    this.#xml = new XmlCutter({
      open: (name, attributes) => this.#open(name, attributes),
      close: (name) => this.#close(name),
      text: (text) => {
        if (!this.#takesText) return;
        this.#value = this.#value === undefined ? text : this.#value + text;
        if (this.#value.length > textLimit) throw new XmlError("a cell without an end");
      },
    });
  }

  /** False when no more rows are wanted. */
  push(bytes: Uint8Array): boolean {
    this.#xml.push(this.#decoder.decode(bytes, { stream: true }));
    return this.#wanted;
  }

  finish(): void {
    this.#xml.push(this.#decoder.decode());
    this.#xml.finish();
    if (this.#hasRow) throw new XmlError("it ends within a row");
  }

  #open(name: string, attributes: string): void {
    if (this.#inCell) this.#openInCell(name);
    else if (name === "c" && this.#hasRow) this.#openCell(attributes);
    else if (name === "row") {
      const row = Number(attribute(attributes, "r"));
      this.#row = Number.isSafeInteger(row) && row > 0 ? row : this.#row + 1;
      this.#cells = [];
      this.#column = -1;
      this.#hasRow = true;
    } else if (name === "mergeCell") {
      this.findings.merged++;
      const range = attribute(attributes, "ref");
      if (range !== undefined && this.findings.mergedRanges.length < 5) this.findings.mergedRanges.push(range);
    }
  }

  #openCell(attributes: string): void {
    const address = attribute(attributes, "r");
    this.#column = (address === undefined ? undefined : columnOf(address)) ?? this.#column + 1;
    if (this.#column >= columnLimit) throw new XmlError("a column beyond the last");
    this.#type = attribute(attributes, "t") ?? "n";
    const style = attribute(attributes, "s");
    this.#style = style === undefined ? 0 : Number(style);
    this.#value = undefined;
    this.#hasFormula = false;
    this.#inCell = true;
  }

  #openInCell(name: string): void {
    if (name === "v") {
      // The value of a formula stands behind the formula's own text.
      this.#value = undefined;
      this.#takesText = true;
    } else if (name === "t" && this.#type === "inlineStr") this.#takesText = this.#phonetic === 0;
    else if (name === "rPh") this.#phonetic++;
    else if (name === "f") this.#hasFormula = true;
  }

  #close(name: string): void {
    if (this.#inCell) {
      if (name === "v" || name === "t") this.#takesText = false;
      else if (name === "rPh") this.#phonetic--;
      else if (name === "c") this.#closeCell();
      return;
    }
    if (name !== "row" || !this.#hasRow) return;
    this.#hasRow = false;
    if (this.#cells.length > 0 && this.#wanted) this.#wanted = this.#onRow(this.#cells);
  }

  #closeCell(): void {
    this.#inCell = false;
    const text = this.#text();
    if (text === "") return;
    while (this.#cells.length < this.#column) this.#cells.push("");
    this.#cells[this.#column] = text;
  }

  #text(): string {
    const value = this.#value;
    if (value === undefined || value === "") {
      if (this.#hasFormula && this.#type !== "str") this.findings.uncomputed.add(this.#row);
      return "";
    }
    switch (this.#type) {
      case "s":
        return this.#meaning.shared[Number(value)] ?? "";
      case "b":
        return value === "1" || value === "true" ? "true" : "false";
      case "e":
        return this.#error(value);
      case "d":
        return value.replace("T", " ").replace(/ 00:00:00(\.0+)?$/, "");
      case "str":
      case "inlineStr":
        return unescapeCell(value);
      default:
        return this.#number(value);
    }
  }

  /** "#N/A" is how spreadsheets say that a value is missing; every other error is told. */
  #error(value: string): string {
    if (value !== "#N/A") {
      this.findings.errors.add(this.#row);
      if (this.findings.errorTexts.size < 5) this.findings.errorTexts.add(value.slice(0, 20));
    }
    return "";
  }

  #number(value: string): string {
    const number = Number(value);
    if (Number.isNaN(number)) return value;
    if (this.#meaning.dateStyles[this.#style] === true) {
      const date = spreadsheetDate(number, this.#meaning.from1904);
      if (date !== undefined) return date;
    }
    // Programs write 0.1 as 0.10000000000000001; the shortest spelling of the same number is the one meant.
    const text = String(number);
    return this.#meaning.decimal === "." ? text : text.replace(".", ",");
  }
}
