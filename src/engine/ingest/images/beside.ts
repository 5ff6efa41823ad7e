/**
 * @file A table that stands beside images and names them in one of its columns: which column that is, and the table's
 * other columns in the order of the images. Names are compared without case, with or without folders and ending.
 */
import { textReader } from "../../../core/data/columns.ts";
import type { Dataset, StoredColumn } from "../../../core/data/types.ts";
import { assertNever } from "../../../core/fault.ts";
import type { TableBeside } from "../../images/imageTable.ts";
import { Listing } from "./listing.ts";
import { segmentsOf } from "./paths.ts";

/** Columns in which names are looked for. */
const searchedColumns = 40;
const ambiguous = -2;

export interface Joined {
  readonly beside: TableBeside;
  /** Cells of rows that name no image, or one that a row before has named. */
  readonly rowsLeft: Listing;
  /** Images that no row names. */
  readonly imagesLeft: Listing;
}

/** A path longer or deeper than this is told apart by its end; a cell may be a megabyte of slashes. */
const longestPath = 1000;
const deepest = 24;

const keyOf = (path: string): readonly string[] =>
  segmentsOf(path.trim().slice(-longestPath).toLowerCase()).slice(-deepest);
const withoutEnding = (name: string): string => name.replace(/\.[a-z0-9]{1,5}$/, "");

/** Every way to name an image: its path, shorter and shorter from the left, with and without its ending. */
function imageIndex(paths: readonly string[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  const put = (name: string, image: number): void => {
    const known = index.get(name);
    index.set(name, known === undefined || known === image ? image : ambiguous);
  };
  paths.forEach((path, image) => {
    const segments = keyOf(path);
    for (let start = 0; start < segments.length; start++) {
      const name = segments.slice(start).join("/");
      put(name, image);
      put(withoutEnding(name), image);
    }
  });
  return index;
}

/** The image a cell names, or below 0; folders that only the table knows are left out one by one. */
function findImage(index: ReadonlyMap<string, number>, cell: string): number {
  const segments = keyOf(cell);
  for (let start = 0; start < segments.length; start++) {
    const found = index.get(segments.slice(start).join("/"));
    if (found !== undefined) return found;
  }
  return -1;
}

/** Null where no column names at least half of the images, or names images in at least half of its rows. */
export function joinTable(table: Dataset, paths: readonly string[]): Joined | null {
  const index = imageIndex(paths);
  let best: { readonly column: number; readonly images: Int32Array; readonly matched: number } | null = null;
  for (let column = 0; column < Math.min(searchedColumns, table.columns.length); column++) {
    const read = textReader(table.columns[column] as StoredColumn, table.format);
    const images = Int32Array.from({ length: table.rows }, (_, row) => {
      const cell = read(row);
      return cell === null ? -1 : findImage(index, cell);
    });
    const matched = new Set(images.filter((image) => image >= 0)).size;
    if (best === null || matched > best.matched) best = { column, images, matched };
  }
  if (best === null || best.matched === 0) return null;
  if (best.matched * 2 < paths.length && best.matched * 2 < table.rows) return null;
  const { column, images } = best;
  const rows = new Int32Array(paths.length).fill(-1);
  const [rowsLeft, imagesLeft] = [new Listing(), new Listing()];
  const read = textReader(table.columns[column] as StoredColumn, table.format);
  images.forEach((image, row) => {
    if (image >= 0 && rows[image] === -1) rows[image] = row;
    else rowsLeft.add(read(row) ?? "–");
  });
  rows.forEach((row, image) => {
    if (row < 0) imagesLeft.add(paths[image] as string);
  });
  const others = table.columns.map((_, i) => i).filter((i) => i !== column);
  const beside: TableBeside = {
    names: others.map((i) => table.names[i] as string),
    columns: others.map((i) => takeRows(table.columns[i] as StoredColumn, rows)),
    format: table.format,
  };
  return { beside, rowsLeft, imagesLeft };
}

/** Rows of a column in another order; −1 is a missing cell. */
export function takeRows(column: StoredColumn, rows: Int32Array): StoredColumn {
  switch (column.kind) {
    case "dictionary": {
      const known = column.values.indexOf("");
      const blank = known < 0 ? column.values.length : known;
      const codes = Uint32Array.from(rows, (row) => (row < 0 ? blank : (column.codes[row] as number)));
      return { kind: "dictionary", codes, values: known < 0 ? [...column.values, ""] : column.values };
    }
    case "numbers": {
      const exceptions = new Map<number, string>();
      const values = Float64Array.from(rows, (row, i) => {
        const exception = column.exceptions.get(row);
        if (exception !== undefined) exceptions.set(i, exception);
        return row < 0 ? Number.NaN : (column.values[row] as number);
      });
      return { kind: "numbers", values, exceptions };
    }
    case "text":
    case "images": {
      const { bytes, offsets } = column;
      const start = (row: number): number => (row < 0 ? 0 : (offsets[row] as number));
      const end = (row: number): number => (row < 0 ? 0 : (offsets[row + 1] as number));
      const taken = new Float64Array(rows.length + 1);
      rows.forEach((row, i) => {
        taken[i + 1] = (taken[i] as number) + end(row) - start(row);
      });
      const joined = new Uint8Array(taken.at(-1) ?? 0);
      rows.forEach((row, i) => {
        joined.set(bytes.subarray(start(row), end(row)), taken[i] as number);
      });
      if (column.kind === "text") return { kind: "text", bytes: joined, offsets: taken };
      const sizes = new Uint32Array(column.raw === null ? rows.length * 2 : 0);
      if (column.raw === null) {
        rows.forEach((row, i) => {
          if (row >= 0) sizes.set(column.sizes.subarray(2 * row, 2 * row + 2), 2 * i);
        });
      }
      return { kind: "images", bytes: joined, offsets: taken, sizes, raw: column.raw };
    }
    default:
      return assertNever(column);
  }
}
