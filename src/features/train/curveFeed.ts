/**
 * @file The curves of a run as points to draw. The store keeps every epoch; here new epochs are folded into a fixed number
 * of points, so that drawing costs the same in epoch 10 and in epoch 100,000.
 */
import type { EpochRecord } from "../../core/training/types.ts";
import { type CurveRow, CurveSampler } from "../../ui/charts/sampler.ts";

/** Drawn points of one run; each row holds training and validation values, in this order. */
export interface RunCurves {
  readonly loss: readonly CurveRow[];
  readonly metric: readonly CurveRow[];
}

/** A resumed run repeats the epochs after its checkpoint: the later telling counts. */
export function withoutRepeats(history: readonly EpochRecord[]): readonly EpochRecord[] {
  const kept: EpochRecord[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (let i = history.length - 1; i >= 0; i--) {
    const record = history[i];
    if (record === undefined || record.epoch >= next) continue;
    kept.push(record);
    next = record.epoch;
  }
  return kept.reverse();
}

/** Folds a growing history into points; hand it the same history, longer, and only what is new is looked at. */
export class CurveFeed {
  #loss: CurveSampler;
  #metric: CurveSampler;
  #consumed = 0;
  #first: EpochRecord | undefined;
  readonly #smoothing: number;
  #drawn: RunCurves | null = null;

  constructor(smoothing: number) {
    this.#smoothing = smoothing;
    this.#loss = new CurveSampler(2, smoothing);
    this.#metric = new CurveSampler(2, smoothing);
  }

  take(history: readonly EpochRecord[]): RunCurves {
    if (history.length < this.#consumed || history[0] !== this.#first) this.#restart();
    this.#first = history[0];
    for (let i = this.#consumed; i < history.length; i++) {
      const record = history[i];
      if (record === undefined) continue;
      if (record.epoch <= this.#loss.lastX) {
        this.#restart();
        for (const kept of withoutRepeats(history)) this.#append(kept);
        break;
      }
      this.#append(record);
    }
    this.#consumed = history.length;
    this.#drawn ??= { loss: this.#loss.rows(), metric: this.#metric.rows() };
    return this.#drawn;
  }

  #append(record: EpochRecord) {
    this.#loss.append(record.epoch, [record.loss, record.valLoss]);
    this.#metric.append(record.epoch, [record.metric, record.valMetric]);
    this.#drawn = null;
  }

  #restart() {
    this.#loss = new CurveSampler(2, this.#smoothing);
    this.#metric = new CurveSampler(2, this.#smoothing);
    this.#consumed = 0;
    this.#drawn = null;
  }
}
