/** @file The numbers of a model as they are stored: weights by name, and all a run needs to go on where it stopped. */
import type { PlateauState } from "./schedules.ts";
import type { RateChange } from "./types.ts";

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type Weights = readonly NamedTensor[];

export interface Checkpoint {
  readonly runId: string;
  /** Epochs completed. */
  readonly epoch: number;
  /** Updates since the optimizer's slots began, by which it takes the bias out of them. */
  readonly step: number;
  readonly weights: Weights;
  /** The optimizer's state, `slot/weight name`. */
  readonly slots: Weights;
  /** The best epoch so far by validation loss (training loss where there is no validation part). */
  readonly best: { readonly epoch: number; readonly loss: number; readonly weights: Weights } | null;
  /** Epochs since the best one. */
  readonly wait: number;
  /** Absent in checkpoints of earlier versions: as at the start. */
  readonly plateau?: PlateauState;
  /** Absent: the rate was never changed by hand. */
  readonly rateChanges?: readonly RateChange[];
}
