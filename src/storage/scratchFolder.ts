/**
 * @file The folder of files that only a running worker needs, as page and worker see it: what a page that went away left
 * behind is removed at the next start; a file that a worker has open is left alone. The files themselves are `scratch.ts`.
 */
import { storageFault } from "./database.ts";
import type { Folder } from "./files.ts";

export const scratchFolder = "scratch" satisfies Folder;

/** Removes what pages that went away left behind. */
export async function sweepScratch(): Promise<void> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (storage?.getDirectory === undefined) return;
  try {
    const directory = await (await storage.getDirectory()).getDirectoryHandle(scratchFolder);
    await alone(() => sweep(directory));
  } catch (error) {
    const { name } = error as { name?: string };
    // No folder yet, or a private window that refuses it.
    if (name !== "NotFoundError" && name !== "SecurityError") throw storageFault(scratchFolder, error);
  }
}

/** One that is open elsewhere refuses to go: it is in use. */
export async function sweep(directory: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const name of directory.keys()) names.push(name);
  await Promise.allSettled(names.map((name) => directory.removeEntry(name)));
}

/** Between being made and being opened a file looks like one that was left behind: no two workers do this at a time. */
export const alone = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request("scratch", work) as Promise<T>;
