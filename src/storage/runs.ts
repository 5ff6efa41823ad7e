/** @file Records of runs. A run is written by the worker while it trains, and only read and deleted by the page. */
import type { Run } from "../core/training/types.ts";
import { withStudio, writing } from "./database.ts";
import { deleteParts } from "./parts.ts";

export const saveRun = (run: Run): Promise<void> =>
  withStudio("run", async (studio) => {
    const transaction = writing(studio, ["runs"]);
    await Promise.all([transaction.objectStore("runs").put(run), transaction.done]);
  });

export const loadRun = (id: string): Promise<Run | null> =>
  withStudio("run", async (studio) => (await studio.get("runs", id)) ?? null);

/** The runs of a project, newest first. */
export const listRuns = (projectId: string): Promise<readonly Run[]> =>
  withStudio("runs", async (studio) => {
    const runs = await studio.getAllFromIndex("runs", "projectId", projectId);
    return runs.sort((a, b) => b.createdAt - a.createdAt);
  });

/** Removes a run with its parts; then record, weights and checkpoint, all or nothing. */
export async function deleteRun(id: string): Promise<void> {
  await deleteParts(id);
  await withStudio("run", async (studio) => {
    const transaction = writing(studio, ["runs", "weights", "checkpoints"]);
    await Promise.all([
      transaction.objectStore("runs").delete(id),
      transaction.objectStore("weights").delete(id),
      transaction.objectStore("checkpoints").delete(id),
      transaction.done,
    ]);
  });
}
