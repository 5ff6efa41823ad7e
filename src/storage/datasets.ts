/** @file Stored tables, as the bytes that the worker makes of them, each under the hash of its content. */
import { listFiles, readFile, removeFile, writeFile } from "./files.ts";

const nameOf = (id: string): string => `${id}.bin`;

/** Stores a table. The parts are written one after the other, so a large table is never copied whole. */
export const saveDatasetBytes = (id: string, parts: readonly BlobPart[]): Promise<void> =>
  writeFile("datasets", nameOf(id), parts);

/** The bytes of a table, or null where it is not stored. */
export const loadDatasetBytes = (id: string): Promise<Blob | null> => readFile("datasets", nameOf(id));

export const hasDataset = async (id: string): Promise<boolean> => (await loadDatasetBytes(id)) !== null;

export const deleteDataset = (id: string): Promise<void> => removeFile("datasets", nameOf(id));

/** A table is kept this long after nothing uses it: an undo in another tab may still need it. */
const graceMs = 24 * 3600 * 1000;

/** Stands beside a table since a sweep first found it out of use. */
const markOf = (id: string): string => `${id}.unused`;

/** Removes tables out of use for long, and what unfinished writes left behind. */
export async function sweepDatasets(used: ReadonlySet<string>): Promise<void> {
  const files = new Map((await listFiles("datasets")).map(({ name, changedAt }) => [name, changedAt]));
  const isOld = (time: number): boolean => Date.now() - time >= graceMs;
  for (const [name, changedAt] of files) {
    const id = name.replace(/\.(bin|unused)$/, "");
    const marked = files.get(markOf(id));
    if (name === markOf(id)) {
      if (used.has(id) || !files.has(nameOf(id))) await removeFile("datasets", name);
    } else if (name !== nameOf(id)) {
      if (isOld(changedAt)) await removeFile("datasets", name);
    } else if (!used.has(id)) {
      // Not since it was written: a table of months ago may have been in use a minute ago.
      if (marked === undefined) await writeFile("datasets", markOf(id), ["unused"]);
      else if (isOld(marked)) {
        await removeFile("datasets", name);
        await removeFile("datasets", markOf(id));
      }
    }
  }
}
