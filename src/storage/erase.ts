/** @file "Erase everything": the database, the files, the caches and the settings of this origin. */
import { eraseDatabase, storageFault } from "./database.ts";
import { eraseFiles } from "./files.ts";

/** Leaves nothing of this origin on the device. The page must reload afterwards: its stores still hold what was open. */
export async function eraseEverything(): Promise<void> {
  try {
    await eraseDatabase();
    await eraseFiles();
    if (typeof caches !== "undefined") for (const name of await caches.keys()) await caches.delete(name);
  } catch (error) {
    throw storageFault("everything", error);
  }
}
