/** @file What a drop or a paste holds, before anything is read. */

export type Dropped =
  | { readonly kind: "file"; readonly file: File }
  | { readonly kind: "project"; readonly file: File }
  | { readonly kind: "several"; readonly count: number }
  | { readonly kind: "folder"; readonly name: string }
  | { readonly kind: "nothing" };

const isProject = (name: string): boolean => /\.layerwise$/i.test(name);

/** The one file of a drop, or why there is not one. Must be called while the event is handled. */
export function describeDrop(transfer: Pick<DataTransfer, "items" | "files">): Dropped {
  for (const item of Array.from(transfer.items)) {
    const entry = item.kind === "file" ? item.webkitGetAsEntry() : null;
    if (entry?.isDirectory) return { kind: "folder", name: entry.name };
  }
  const [file, ...more] = Array.from(transfer.files);
  if (file === undefined) return { kind: "nothing" };
  if (more.length > 0) return { kind: "several", count: more.length + 1 };
  return isProject(file.name) ? { kind: "project", file } : { kind: "file", file };
}

/** Pasted text as a file, where it can be a table: a header and at least one row. */
export function pastedTable(text: string, name: string): File | null {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  return lines.length < 2 ? null : new File([text], `${name}.csv`, { type: "text/csv" });
}
