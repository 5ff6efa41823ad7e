/**
 * @file Files of the origin's private file system, by folder and name. A file whose writing did not finish keeps its
 * earlier content. Where the system cannot write files, the database holds them.
 */
import { assert } from "../core/fault.ts";
import { storageFault, withStudio, writing } from "./database.ts";

export type Folder = "datasets" | "projects" | "originals" | "parts" | "checkpoints" | "devices" | "scratch";

/** A name of letters, digits, `-`, `_` and `.`: it is the same on every system and leads nowhere else. */
const isPlainName = (name: string): boolean => /^[\w-][\w.-]{0,150}$/.test(name);

async function folderHandle(folder: Folder, create: boolean): Promise<FileSystemDirectoryHandle | null> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (storage?.getDirectory === undefined || !canWriteFiles()) return null;
  try {
    return await (await storage.getDirectory()).getDirectoryHandle(folder, { create });
  } catch (error) {
    if (isNotFound(error)) return null;
    // Private windows of some browsers offer the method and refuse the folder.
    if ((error as { name?: string }).name === "SecurityError") return null;
    throw error;
  }
}

const canWriteFiles = (): boolean =>
  typeof FileSystemFileHandle !== "undefined" && "createWritable" in FileSystemFileHandle.prototype;

const isNotFound = (error: unknown): boolean => (error as { name?: string } | null)?.name === "NotFoundError";

const key = (folder: Folder, name: string): string => `${folder}/${name}`;

/** Writes the parts one after the other; resolves when the file is whole. */
export async function writeFile(folder: Folder, name: string, parts: readonly BlobPart[]): Promise<void> {
  assert(isPlainName(name), "a plain file name");
  const what = key(folder, name);
  const directory = await folderHandle(folder, true).catch((error) => Promise.reject(storageFault(what, error)));
  if (directory === null) {
    const blob = new Blob([...parts]);
    await withStudio(what, async (studio) => {
      const transaction = writing(studio, ["files"]);
      await Promise.all([transaction.objectStore("files").put(blob, what), transaction.done]);
    });
    return;
  }
  let stream: FileSystemWritableFileStream | undefined;
  try {
    stream = await (await directory.getFileHandle(name, { create: true })).createWritable();
    for (const part of parts) await stream.write(part as FileSystemWriteChunkType);
    await stream.close();
  } catch (error) {
    // The reason that matters is the first one; the stream may be closed by it already.
    await stream?.abort().catch(() => undefined);
    throw storageFault(what, error);
  }
}

/** The file, or null where there is none. Reading it later fails if it was replaced meanwhile. */
export async function readFile(folder: Folder, name: string): Promise<File | Blob | null> {
  if (!isPlainName(name)) return null;
  const what = key(folder, name);
  try {
    const directory = await folderHandle(folder, false);
    if (directory !== null) {
      const file = await (await directory.getFileHandle(name)).getFile();
      // A handle that was made and never written is an empty file: as good as none.
      return file.size === 0 ? null : file;
    }
  } catch (error) {
    if (isNotFound(error)) return null;
    throw storageFault(what, error);
  }
  if (canWriteFiles()) return null;
  return (await withStudio(what, (studio) => studio.get("files", what))) ?? null;
}

/** Removes the file; no error where there is none. */
export async function removeFile(folder: Folder, name: string): Promise<void> {
  const what = key(folder, name);
  try {
    const directory = await folderHandle(folder, false);
    await directory?.removeEntry(name);
  } catch (error) {
    if (!isNotFound(error)) throw storageFault(what, error);
  }
  if (canWriteFiles()) return;
  await withStudio(what, (studio) => studio.delete("files", what));
}

/** What is in a folder, with the time of each file's last change. */
export async function listFiles(
  folder: Folder,
): Promise<readonly { readonly name: string; readonly changedAt: number }[]> {
  const directory = await folderHandle(folder, false);
  if (directory === null) return [];
  const found: { name: string; changedAt: number }[] = [];
  for await (const [name, handle] of directory.entries()) {
    if (handle.kind !== "file") continue;
    try {
      found.push({ name, changedAt: (await (handle as FileSystemFileHandle).getFile()).lastModified });
    } catch (error) {
      // Removed by another tab between the listing and the look.
      if (!isNotFound(error)) throw storageFault(key(folder, name), error);
    }
  }
  return found;
}

/** Names in a folder that begin so, wherever its files are. */
export async function listNames(folder: Folder, prefix: string): Promise<readonly string[]> {
  if (canWriteFiles()) {
    const names: string[] = [];
    const directory = await folderHandle(folder, false);
    if (directory !== null) {
      for await (const name of directory.keys()) if (name.startsWith(prefix)) names.push(name);
      return names;
    }
  }
  const first = key(folder, prefix);
  const found = await withStudio(first, (studio) => studio.getAllKeys("files", IDBKeyRange.lowerBound(first)));
  return found
    .map(String)
    .filter((name) => name.startsWith(first))
    .map((name) => name.slice(key(folder, "").length));
}

/** Removes every file and folder of the origin, unfinished ones included. */
export async function eraseFiles(): Promise<void> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (storage?.getDirectory === undefined) return;
  const root = await storage.getDirectory();
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  for (const name of names) await removeFolder(root, name);
}

/** A worker that was ended lets go of its files a moment later. */
const letGoMs = 2000;
const waitMs = 50;

async function removeFolder(root: FileSystemDirectoryHandle, name: string): Promise<void> {
  for (let waited = 0; ; waited += waitMs) {
    try {
      await root.removeEntry(name, { recursive: true });
      return;
    } catch (error) {
      if ((error as { name?: string }).name !== "NoModificationAllowedError") throw error;
      if (waited >= letGoMs) {
        // Another tab trains from it: it is told to begin anew, and what it leaves is removed at its start.
        if (name === ("scratch" satisfies Folder)) return;
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
