/** @file Records of runs. A run is written by the worker while it trains, and only read and deleted by the page. */
import { historyWithRates } from "../core/project/migrations.ts";
import type { Run } from "../core/training/types.ts";
import { withStudio, writing } from "./database.ts";
import { deleteKept } from "./kept.ts";
import { deleteParts } from "./parts.ts";

/** A record of an earlier version, as if it had been made now. */
const current = (run: Run): Run => historyWithRates(run) as Run;

export const saveRun = (run: Run): Promise<void> =>
  withStudio("run", async (studio) => {
    const transaction = writing(studio, ["runs"]);
    await Promise.all([transaction.objectStore("runs").put(run), transaction.done]);
  });

export const loadRun = (id: string): Promise<Run | null> =>
  withStudio("run", async (studio) => {
    const run = await studio.get("runs", id);
    return run === undefined ? null : current(run);
  });

/** The runs of a project, newest first. */
export const listRuns = (projectId: string): Promise<readonly Run[]> =>
  withStudio("runs", async (studio) => {
    const runs = await studio.getAllFromIndex("runs", "projectId", projectId);
    return runs.map(current).sort((a, b) => b.createdAt - a.createdAt);
  });

/** Removes a run with its parts and kept checkpoints; then record, weights and checkpoint, all or nothing. */
export async function deleteRun(id: string): Promise<void> {
  await deleteParts(id);
  await deleteKept(id);
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
