/**
 * @file Rows pasted as text, with a header: as spreadsheets and files write them, cut at tabs, semicolons or commas. A
 * few rows for one question; tables of any size are read in the worker.
 */
import type { Recipe } from "../../core/data/recipe.ts";
import type { RawRow } from "../../state/predict.ts";

/** More is a file. */
export const pasteLimit = 200_000;

export type PastedRows =
  | { readonly kind: "rows"; readonly rows: readonly RawRow[] }
  | { readonly kind: "tooLong" }
  /** Columns that the model reads and the header lacks. */
  | { readonly kind: "columns"; readonly missing: readonly string[] }
  | { readonly kind: "tooFew"; readonly rows: number };

/** The columns that rows of windows need: features, and what orders and divides them. */
export function neededColumns({ features, window }: Pick<Recipe, "features" | "window">): readonly string[] {
  const placed = [window?.time ?? null, window?.group ?? null].filter((name) => name !== null);
  return [...new Set([...placed, ...features.map(({ column }) => column)])];
}

/** What the text says, or why it cannot be asked about. */
export function pastedRows(text: string, recipe: Pick<Recipe, "features" | "window">): PastedRows {
  if (text.length > pasteLimit) return { kind: "tooLong" };
  const [header = [], ...lines] = cells(text, delimiterOf(text));
  const names = header.map((name) => name.trim());
  const wanted = neededColumns(recipe);
  const missing = wanted.filter((name) => !names.includes(name.trim()));
  if (missing.length > 0) return { kind: "columns", missing };
  const least = recipe.window?.length ?? 1;
  if (lines.length < least) return { kind: "tooFew", rows: lines.length };
  const places = wanted.map((name) => [name, names.indexOf(name.trim())] as const);
  const rows = lines.map((line) => Object.fromEntries(places.map(([name, place]) => [name, line[place] ?? null])));
  return { kind: "rows", rows };
}

/** The one that stands most often in the first line. */
function delimiterOf(text: string): string {
  const [first = ""] = text.split(/\r?\n/, 1);
  const count = (mark: string): number => first.split(mark).length;
  return ["\t", ";", ","].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** Lines of cells, as RFC 4180 has them; empty lines are left out. */
function cells(text: string, delimiter: string): string[][] {
  const lines: string[][] = [];
  let [line, cell, quoted]: [string[], string, boolean] = [[], "", false];
  const endLine = () => {
    line.push(cell);
    if (line.some((one) => one.trim() !== "")) lines.push(line);
    [line, cell] = [[], ""];
  };
  for (let i = 0; i < text.length; i++) {
    const mark = text[i] as string;
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text[i + 1] === '"') {
        cell += mark;
        i++;
      } else quoted = false;
    } else if (mark === '"' && cell.trim() === "") [quoted, cell] = [true, ""];
    else if (mark === delimiter) {
      line.push(cell);
      cell = "";
    } else if (mark === "\n") endLine();
    else if (mark !== "\r") cell += mark;
  }
  endLine();
  return lines;
}
