/**
 * @file Files that only a running worker needs: written, read at any place and removed again. Only a dedicated worker can
 * open them. What a page that went away left behind is removed before the next one is made (`scratchFolder.ts`).
 */
import { storageFault } from "./database.ts";
import { alone, scratchFolder as folder, sweep } from "./scratchFolder.ts";

/** What is used of FileSystemSyncAccessHandle: only the library of workers knows it, and this folder is the page's too. */
interface Handle {
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  close(): void;
}

interface Openable {
  createSyncAccessHandle(): Promise<Handle>;
}

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
    const handle = await alone(async () => {
      await sweep(directory);
      const file = await directory.getFileHandle(name, { create: true });
      return (file as unknown as Openable).createSyncAccessHandle();
    });
    return fileOn(handle, name, directory);
  } catch (error) {
    throw storageFault(`${folder}/${name}`, error);
  }
}

function fileOn(handle: Handle, name: string, directory: FileSystemDirectoryHandle): ScratchFile {
  const what = `${folder}/${name}`;
  return {
    write: (bytes, at) => {
      let written: number;
      try {
        written = handle.write(bytes, { at });
      } catch (error) {
        throw storageFault(what, error);
      }
      // Some browsers write what there is room for and say nothing.
      if (written !== bytes.length) throw storageFault(what, new DOMException("", "QuotaExceededError"));
    },
    read: (into, at) => {
      let found: number;
      try {
        found = handle.read(into, { at });
      } catch (error) {
        throw storageFault(what, error);
      }
      if (found !== into.length) throw storageFault(what, new Error("The file is shorter than what was written."));
    },
    remove: async () => {
      handle.close();
      try {
        await directory.removeEntry(name);
      } catch (error) {
        // Erased with everything else meanwhile.
        if ((error as { name?: string }).name !== "NotFoundError") throw storageFault(what, error);
      }
    },
  };
}
