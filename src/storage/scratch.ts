/**
 * @file Files that only a running worker needs: written, read at any place and removed again. What a page that went away
 * left behind is removed before the next one is made; a file that another tab has open is left alone.
 */
import { storageFault } from "./database.ts";

const folder = "scratch";

/** Files of workers alone: the types of the page do not know them. */
interface SyncAccess {
  read(into: BufferSource, options: { readonly at: number }): number;
  write(bytes: BufferSource, options: { readonly at: number }): number;
  close(): void;
}
type FileOfWorkers = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccess> };

export interface ScratchFile {
  /** Writes the bytes at this place. */
  write(bytes: Uint8Array, at: number): void;
  /** Fills the bytes from this place on. */
  read(into: Uint8Array, at: number): void;
  /** Closes and removes the file. */
  remove(): Promise<void>;
}

/** null where the browser has no files that a worker can read at any place without waiting. */
export async function openScratch(name: string): Promise<ScratchFile | null> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (storage?.getDirectory === undefined || typeof FileSystemFileHandle === "undefined") return null;
  if (!("createSyncAccessHandle" in FileSystemFileHandle.prototype)) return null;
  try {
    const directory = await (await storage.getDirectory()).getDirectoryHandle(folder, { create: true });
    await sweep(directory);
    const file = (await directory.getFileHandle(name, { create: true })) as FileOfWorkers;
    const handle = await file.createSyncAccessHandle();
    return {
      write: (bytes, at) => {
        try {
          if (handle.write(bytes as BufferSource, { at }) !== bytes.length)
            throw new DOMException("", "QuotaExceededError");
        } catch (error) {
          throw storageFault(name, error);
        }
      },
      read: (into, at) => {
        if (handle.read(into as BufferSource, { at }) !== into.length) throw storageFault(name, new Error("too short"));
      },
      remove: async () => {
        handle.close();
        await directory.removeEntry(name);
      },
    };
  } catch (error) {
    throw storageFault(name, error);
  }
}

async function sweep(directory: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const name of directory.keys()) names.push(name);
  // One that is open elsewhere refuses to go: it is in use.
  await Promise.allSettled(names.map((name) => directory.removeEntry(name)));
}
