/**
 * @file Checkpoints that a run keeps to be forked at: a file each, since a model's weights and optimizer state may be
 * large. The checkpoint that resuming needs stands beside them in the database (`weights.ts`).
 */
import type { Checkpoint } from "../core/training/checkpoint.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../core/training/checkpointBytes.ts";
import { listNames, readFile, removeFile, writeFile } from "./files.ts";
import { loadCheckpoint } from "./weights.ts";

const prefixOf = (runId: string): string => `${runId}.`;
const nameOf = (runId: string, epoch: number): string => `${prefixOf(runId)}${epoch}`;

export const saveKept = (checkpoint: Checkpoint): Promise<void> =>
  writeFile("checkpoints", nameOf(checkpoint.runId, checkpoint.epoch), encodeCheckpoint(checkpoint));

/** The state of the run after this epoch; null where it was not kept, or is damaged. */
export async function loadKept(runId: string, epoch: number): Promise<Checkpoint | null> {
  const file = await readFile("checkpoints", nameOf(runId, epoch));
  if (file !== null) return decodeCheckpoint(new Uint8Array(await file.arrayBuffer()));
  const last = await loadCheckpoint(runId);
  return last?.epoch === epoch ? last : null;
}

async function keptEpochs(runId: string): Promise<readonly number[]> {
  const names = await listNames("checkpoints", prefixOf(runId));
  return names
    .map((name) => name.slice(prefixOf(runId).length))
    .filter((rest) => /^\d+$/.test(rest))
    .map(Number);
}

/** The epochs at which a run can be forked, ascending. */
export async function listForkPoints(runId: string): Promise<readonly number[]> {
  const [kept, last] = [await keptEpochs(runId), await loadCheckpoint(runId)];
  return [...new Set(last === null ? kept : [...kept, last.epoch])].sort((a, b) => a - b);
}

/** Removed before the run's record: what a page that goes away leaves is a run without checkpoints, never the reverse. */
export async function deleteKept(runId: string): Promise<void> {
  for (const epoch of await keptEpochs(runId)) await removeFile("checkpoints", nameOf(runId, epoch));
}
