/** @file What a run is given: its job, where its data comes from, the device, the wishes of the page, and where runs are kept. */
import type { Parts } from "../../core/data/split.ts";
import type { Checkpoint, Weights } from "../../core/training/checkpoint.ts";
import type { Run, TrainJob } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { RunControl } from "./control.ts";

/** Where runs are kept; storage in the studio, a map in tests. */
export interface RunStore {
  saveRun(run: Run): Promise<void>;
  loadRun(id: string): Promise<Run | null>;
  saveWeights(runId: string, weights: Weights): Promise<void>;
  saveParts(runId: string, parts: Parts): Promise<void>;
  loadWeights(id: string): Promise<Weights | null>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  loadCheckpoint(runId: string): Promise<Checkpoint | null>;
  deleteCheckpoint(runId: string): Promise<void>;
  /** Keeps the state after an epoch for as long as the run is kept: another one may be forked from it. */
  saveKept(checkpoint: Checkpoint): Promise<void>;
  loadKept(runId: string, epoch: number): Promise<Checkpoint | null>;
}

export interface TrainInput {
  readonly job: TrainJob;
  readonly dataset: Run["dataset"];
  /** Called once the run has begun, since it may take seconds; yields the share done. */
  readonly prepare: () => AsyncGenerator<number, Prepared, void>;
  readonly device: Device;
  readonly control: RunControl;
  readonly store: RunStore;
  /** Milliseconds, for speed and pacing; `today` is the wall clock for the record. */
  readonly now: () => number;
  readonly today: () => number;
}
