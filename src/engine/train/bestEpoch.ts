/** @file The epoch whose weights a run ends with: copies of them on the device, and how many epochs ago it was. */
import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import type { Checkpoint } from "../../core/training/checkpoint.ts";
import type { EpochRecord } from "../../core/training/types.ts";
import type { Trainer } from "./trainer.ts";

export class BestEpoch {
  readonly #trainer: Trainer;
  #best: { readonly epoch: number; readonly loss: number; readonly copies: readonly Tensor[] } | null = null;
  #epochsSince = 0;

  constructor(trainer: Trainer) {
    this.#trainer = trainer;
  }

  /** Goes on as a checkpoint was left. What the model's weights are afterwards is left to the caller. */
  resume({ best, wait }: Checkpoint): void {
    this.#epochsSince = wait;
    if (best === null) return;
    this.#trainer.writeWeights(best.weights);
    this.#best = { epoch: best.epoch, loss: best.loss, copies: this.#trainer.copyWeights() };
  }

  /** Null until an epoch has ended. */
  get epoch(): number | null {
    return this.#best?.epoch ?? null;
  }

  get epochsSince(): number {
    return this.#epochsSince;
  }

  /** An epoch ended: it is the best one where its loss on the validation part, or without one in training, is the least. */
  ended({ epoch, loss, valLoss }: EpochRecord): void {
    const score = valLoss ?? loss;
    if (this.#best !== null && score >= this.#best.loss) {
      this.#epochsSince++;
      return;
    }
    this.dispose();
    this.#best = { epoch, loss: score, copies: this.#trainer.copyWeights() };
    this.#epochsSince = 0;
  }

  /** Gives the model the best epoch's weights. */
  restore(): void {
    if (this.#best !== null) this.#trainer.restore(this.#best.copies);
  }

  /** What a checkpoint keeps. */
  async kept(): Promise<Pick<Checkpoint, "best" | "wait">> {
    const best = this.#best;
    const wait = this.#epochsSince;
    if (best === null) return { best: null, wait };
    return { best: { epoch: best.epoch, loss: best.loss, weights: await this.#trainer.readCopies(best.copies) }, wait };
  }

  dispose(): void {
    dispose([...(this.#best?.copies ?? [])]);
    this.#best = null;
  }
}
