/**
 * @file What classes are called: names of the file, names the user gave instead, rows labelled by hand. Pure. A cell's
 * name passes through `rename` once; a row labelled by hand bears its class's name as it is shown.
 */
import { sortKeys } from "../../../core/data/cellSource.ts";

export type Rename = Readonly<Record<string, string | null>>;
export type RowLabels = Readonly<Record<string, string | null>>;

/** Both settings after a change, to be set together. */
export interface Labels {
  readonly rename: Rename;
  readonly rows: RowLabels;
}

/** Names come from files: `__proto__` is an ordinary one. */
const own = (table: Rename, name: string): string | null | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** What a cell of this name is called. */
export const shownName = (rename: Rename, cell: string): string | null => {
  const to = own(rename, cell);
  return to === undefined ? cell : to;
};

/** A class gets another name; where a class of that name is there, the two become one. null: it is a class no more. */
export function renameClass({ rename, rows }: Labels, from: string, to: string | null): Labels {
  const entries = Object.entries(rename).map(([cell, name]): [string, string | null] => [
    cell,
    name === from ? to : name,
  ]);
  const kept = own(rename, from) === undefined ? [...entries, [from, to] as const] : entries;
  return {
    // What is called as the file calls it needs no entry.
    rename: Object.fromEntries(kept.filter(([cell, name]) => cell !== name)),
    rows: Object.fromEntries(Object.entries(rows).map(([row, name]) => [row, name === from ? to : name])),
  };
}

/**
 * The cell to write for a new image so that it is shown under this class. Where the file's cells of that name mean another
 * class by now, it is a new cell that is renamed.
 */
export function cellFor(rename: Rename, name: string): { readonly cell: string; readonly rename: Rename } {
  if (shownName(rename, name) === name) return { cell: name, rename };
  const known = Object.entries(rename).find(([, to]) => to === name);
  if (known !== undefined) return { cell: known[0], rename };
  for (let n = 2; ; n++) {
    const cell = `${name} (${n})`;
    if (own(rename, cell) !== undefined) continue;
    return { cell, rename: Object.fromEntries([...Object.entries(rename), [cell, name]]) };
  }
}

interface NamesQuery {
  /** As preparation found them; null where there is no preparation. */
  readonly prepared: readonly string[] | null;
  /** Cells of the label column that the page knows, as the file has them or as they are called. */
  readonly cells: readonly string[];
  readonly labels: Labels;
  /** Made by hand and without an image so far. */
  readonly added: readonly string[];
}

/** All classes in their order: those with images sorted as the model has them, new ones last. */
export function classNames({ prepared, cells, labels, added }: NamesQuery): readonly string[] {
  const called = cells.map((cell) => shownName(labels.rename, cell));
  const byHand = Object.values(labels.rows);
  const known = new Set([...(prepared ?? []), ...called, ...byHand].filter((name) => name !== null));
  return [...sortKeys(known), ...added.filter((name) => !known.has(name))];
}

/** A name that is not taken: "Class 3". */
export function freeName(taken: readonly string[], nameOf: (n: number) => string): string {
  for (let n = taken.length + 1; ; n++) {
    const name = nameOf(n);
    if (!taken.includes(name)) return name;
  }
}

/** Rows that stand as the file has them, and rows that were labelled or left out by hand. */
export const changedRows = (rows: RowLabels, selected: ReadonlySet<number>): readonly number[] =>
  [...selected].filter((row) => Object.hasOwn(rows, row)).sort((a, b) => a - b);
