/**
 * @file The one database: documents, runs and the numbers of models. Large bytes are files (`files.ts`). Page and worker
 * each hold a connection; both let go when the database is to be erased or upgraded.
 */
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import { AppError } from "../core/fault.ts";
import type { Project } from "../core/project/types.ts";
import type { Checkpoint, Weights } from "../core/training/checkpoint.ts";
import type { Run } from "../core/training/types.ts";

export interface ProjectRecord {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: number;
  readonly datasetId: string | null;
  /** Set while the deletion can be undone; such a record is in no list. */
  readonly deletedAt?: number;
  /** As saved; another version of the studio may have written it, so it is validated when read. */
  readonly document: Project;
}

export interface StudioSchema extends DBSchema {
  projects: { key: string; value: ProjectRecord };
  runs: { key: string; value: Run; indexes: { projectId: string } };
  weights: { key: string; value: { readonly runId: string; readonly weights: Weights } };
  checkpoints: { key: string; value: Checkpoint };
  /** Stands in for the file system where its writing is missing. */
  files: { key: string; value: Blob };
}

export type Studio = IDBPDatabase<StudioSchema>;

const databaseName = "layerwise";
const databaseVersion = 1;

let opened: Promise<Studio> | null = null;

export function openStudio(): Promise<Studio> {
  const forget = () => {
    opened = null;
  };
  opened ??= openDB<StudioSchema>(databaseName, databaseVersion, {
    upgrade: (database) => {
      database.createObjectStore("projects", { keyPath: "id" });
      database.createObjectStore("runs", { keyPath: "id" }).createIndex("projectId", "projectId");
      database.createObjectStore("weights", { keyPath: "runId" });
      database.createObjectStore("checkpoints", { keyPath: "runId" });
      database.createObjectStore("files");
    },
    blocking: (_current, _wanted, event) => {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
  // A database that failed to open is tried anew by the next caller.
  opened.catch(forget);
  return opened;
}

/** Deletes the database; connections elsewhere let go by themselves. */
export async function eraseDatabase(): Promise<void> {
  const closing = opened;
  opened = null;
  await closing?.then(
    (database) => database.close(),
    () => undefined,
  );
  await deleteDB(databaseName);
}

const isQuota = (error: unknown): boolean => (error as { name?: string } | null)?.name === "QuotaExceededError";

/** The failure of the world that an error of the storage is. */
export function storageFault(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isQuota(error)) return new AppError("quotaExceeded", { what }, error);
  const message = error instanceof Error ? error.message : String(error);
  return new AppError("storageFailed", { what, message }, error);
}

/** Runs `work` on the database; a connection that was closed under it is opened once more. */
export async function withStudio<T>(what: string, work: (studio: Studio) => Promise<T>): Promise<T> {
  try {
    return await work(await openStudio());
  } catch (error) {
    if ((error as { name?: string } | null)?.name !== "InvalidStateError") throw storageFault(what, error);
  }
  opened = null;
  try {
    return await work(await openStudio());
  } catch (error) {
    throw storageFault(what, error);
  }
}

type StoreName = "projects" | "runs" | "weights" | "checkpoints" | "files";

/** A transaction that is on the disk when it resolves. An abort (a full disk) rejects with its reason. */
export function writing<const N extends readonly StoreName[]>(studio: Studio, names: N) {
  return studio.transaction(names, "readwrite", { durability: "strict" });
}
