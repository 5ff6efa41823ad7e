/** @file The learning rate of a run: its schedule, what "on plateau" remembers, and how it was changed by hand. */
import type { Checkpoint } from "../../core/training/checkpoint.ts";
import { afterEpoch, afterRateChange, freshPlateau, type PlateauState, rateAt } from "../../core/training/schedules.ts";
import type { RateChange, TrainingConfig } from "../../core/training/types.ts";

export class Rates {
  readonly #config: TrainingConfig;
  #plateau: PlateauState = freshPlateau;
  #changes: readonly RateChange[] = [];

  constructor(config: TrainingConfig) {
    this.#config = config;
  }

  /**
   * Goes on as the checkpoint was left. `changes`: all that the run's record tells of, those after the checkpoint too, so that
   * epochs which are trained again are trained as they were.
   */
  resume({ plateau, rateChanges }: Checkpoint, changes: readonly RateChange[] = rateChanges ?? []): void {
    this.#plateau = plateau ?? freshPlateau;
    this.#changes = changes;
  }

  /** Goes on from another run's checkpoint: the rate is the one that this run was given, whatever was done to that one's. */
  fork({ plateau }: Checkpoint): void {
    this.#plateau = afterRateChange(plateau ?? freshPlateau);
  }

  get changes(): readonly RateChange[] {
    return this.#changes;
  }

  /** What a checkpoint keeps. */
  get kept(): Pick<Checkpoint, "plateau" | "rateChanges"> {
    return { plateau: this.#plateau, rateChanges: this.#changes };
  }

  /** The rate of update `update` (from 0) of epoch `epoch` (from 1). */
  at(epoch: number, update: number, updatesPerEpoch: number): number {
    return rateAt(this.#config, {
      update: (epoch - 1) * updatesPerEpoch + update,
      updatesPerEpoch,
      epochs: this.#config.epochs,
      plateau: this.#plateau,
      changes: this.#changes,
    });
  }

  /** From this update of the run (from 0) on the base rate is another one. */
  change(update: number, rate: number): RateChange {
    const change = { update, rate };
    this.#changes = [...this.#changes, change];
    this.#plateau = afterRateChange(this.#plateau);
    return change;
  }

  /** An epoch ended with this loss of the validation part, or of the training part where there is none. */
  ended(loss: number): void {
    this.#plateau = afterEpoch(this.#config.schedule, this.#plateau, loss);
  }
}
