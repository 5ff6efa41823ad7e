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

/** Removes tables out of use for long, and what unfinished writes left behind. */
export async function sweepDatasets(used: ReadonlySet<string>): Promise<void> {
  for (const { name, changedAt } of await listFiles("datasets")) {
    if (Date.now() - changedAt < graceMs) continue;
    if (name.endsWith(".bin") && used.has(name.slice(0, -".bin".length))) continue;
    await removeFile("datasets", name);
  }
}
