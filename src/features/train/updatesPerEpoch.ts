/** @file How many updates an epoch would have: what a schedule's curve is drawn over. */
import type { TrainingConfig } from "../../core/training/types.ts";
import { useDataset } from "../../state/dataset.ts";

export function updatesOf(rows: number, { batchSize, accumulate }: TrainingConfig): number {
  return Math.max(1, Math.ceil(Math.ceil(rows / Math.max(1, batchSize)) / Math.max(1, accumulate)));
}

/** null while the data is not prepared; balancing, which the worker knows of, is left out. */
export function useUpdatesPerEpoch(config: TrainingConfig | undefined): number | null {
  const preparation = useDataset((state) => state.preparation);
  if (config === undefined || preparation.kind !== "ready") return null;
  return updatesOf(preparation.info.counts.train, config);
}
