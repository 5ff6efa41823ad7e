/**
 * @file The files of a drop, a paste or a choice, each with its path: folders are walked to their ends. The browser hands
 * out what was dropped only while the event lasts, so gathering has two parts: `heldBy` during it, `walk` afterwards.
 * What the files are is none of its business.
 */

/** A file and where it stood: "cats/1.jpg"; a file by itself is its name. */
export interface PlacedFile {
  readonly file: File;
  readonly path: string;
}

/** What an event gave out: whole files, and entries that may be folders. */
export interface Held {
  readonly files: readonly File[];
  readonly entries: readonly FileSystemEntry[];
}

export interface Walked {
  readonly files: readonly PlacedFile[];
  /** Files and folders that could not be opened any more. */
  readonly lost: number;
  /** There were more files than the limit; the first ones are here. */
  readonly cut: boolean;
}

/** More than any dataset may have, so that a whole disk dropped by mistake comes to an end. */
export const fileCountLimit = 250_000;

/** Must be called while the event is handled. */
export function heldBy(transfer: Pick<DataTransfer, "items" | "files">): Held {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of Array.from(transfer.items)) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    else if (file !== null) files.push(file);
  }
  return entries.length + files.length > 0 ? { files, entries } : { files: Array.from(transfer.files), entries: [] };
}

interface WalkOptions {
  readonly signal?: AbortSignal;
  /** Called now and then with the number of files found so far. */
  readonly onFound?: (count: number) => void;
  readonly limit?: number;
}

/** Opens what was held, folder by folder. Throws the signal's reason once that is aborted. */
export async function walk({ files, entries }: Held, options: WalkOptions = {}): Promise<Walked> {
  const { signal, onFound, limit = fileCountLimit } = options;
  const found: PlacedFile[] = files.slice(0, limit).map((file) => ({ file, path: file.name }));
  // Later entries first: the last of the list is taken next.
  const waiting = entries.toReversed();
  let lost = 0;
  let cut = files.length > limit;
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    signal?.throwIfAborted();
    if (found.length >= limit) {
      cut = true;
      break;
    }
    try {
      if (isFolder(entry)) {
        for (const child of (await childrenOf(entry)).toReversed()) waiting.push(child);
      } else {
        found.push({ file: await fileOf(entry as FileSystemFileEntry), path: pathOf(entry) });
      }
    } catch (error) {
      // Moved or deleted since it was dropped: counted, and told by whoever asked.
      console.warn(error);
      lost++;
    }
    if (found.length % 500 === 0) onFound?.(found.length);
  }
  return { files: found, lost, cut };
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

const pathOf = ({ fullPath, name }: FileSystemEntry): string => fullPath.replace(/^\/+/, "") || name;

/** A reader gives some hundred at a time, and none at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

/** What a file input chose; of a folder, with the path below it. */
export const chosenFiles = (list: FileList | null): readonly PlacedFile[] =>
  Array.from(list ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name }));
