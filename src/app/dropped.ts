/** @file What a drop or a paste is for, before anything is read: data, or a project, which has a way of its own. */
import { type Held, heldBy } from "../ui/collectFiles.ts";

export type Dropped =
  | { readonly kind: "data"; readonly held: Held }
  | { readonly kind: "project"; readonly file: File }
  /** A project among other files: it opens alone. */
  | { readonly kind: "projectAmongOthers"; readonly name: string }
  | { readonly kind: "nothing" };

const isProject = (name: string): boolean => /\.layerwise$/i.test(name);

/** Must be called while the event is handled. */
export function describeDrop(transfer: Pick<DataTransfer, "items" | "files">): Dropped {
  const held = heldBy(transfer);
  const names = [...held.entries.map(({ name }) => name), ...held.files.map(({ name }) => name)];
  const project = names.find(isProject);
  if (names.length === 0) return { kind: "nothing" };
  if (project === undefined) return { kind: "data", held };
  const [file] = Array.from(transfer.files);
  return names.length === 1 && file !== undefined
    ? { kind: "project", file }
    : { kind: "projectAmongOthers", name: project };
}

/** Pasted text as a file, where it can be a table: a header and at least one row. */
export function pastedTable(text: string, name: string): File | null {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  return lines.length < 2 ? null : new File([text], `${name}.csv`, { type: "text/csv" });
}
