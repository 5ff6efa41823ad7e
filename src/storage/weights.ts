/** @file The numbers of models: the weights a finished run keeps, and the checkpoint a run under way can go on from. */
import type { Checkpoint, Weights } from "../core/training/checkpoint.ts";
import { withStudio, writing } from "./database.ts";

/** A view of a larger buffer would be stored with the whole of it. */
const tight = (weights: Weights): Weights =>
  weights.map((tensor) =>
    tensor.values.byteLength === tensor.values.buffer.byteLength
      ? tensor
      : { ...tensor, values: tensor.values.slice() },
  );

export const saveWeights = (runId: string, weights: Weights): Promise<void> =>
  withStudio("weights", async (studio) => {
    const transaction = writing(studio, ["weights"]);
    await Promise.all([transaction.objectStore("weights").put({ runId, weights: tight(weights) }), transaction.done]);
  });

export const loadWeights = (runId: string): Promise<Weights | null> =>
  withStudio("weights", async (studio) => (await studio.get("weights", runId))?.weights ?? null);

/** Replaces the run's checkpoint; a write that fails leaves the one before. */
export const saveCheckpoint = (checkpoint: Checkpoint): Promise<void> =>
  withStudio("checkpoint", async (studio) => {
    const { weights, slots, best } = checkpoint;
    const record: Checkpoint = {
      ...checkpoint,
      weights: tight(weights),
      slots: tight(slots),
      best: best === null ? null : { ...best, weights: tight(best.weights) },
    };
    const transaction = writing(studio, ["checkpoints"]);
    await Promise.all([transaction.objectStore("checkpoints").put(record), transaction.done]);
  });

export const loadCheckpoint = (runId: string): Promise<Checkpoint | null> =>
  withStudio("checkpoint", async (studio) => (await studio.get("checkpoints", runId)) ?? null);

export const deleteCheckpoint = (runId: string): Promise<void> =>
  withStudio("checkpoint", async (studio) => {
    const transaction = writing(studio, ["checkpoints"]);
    await Promise.all([transaction.objectStore("checkpoints").delete(runId), transaction.done]);
  });
