/**
 * @file What the steps of a run tell of themselves (learning rate, gradient norm, speed, memory) as points to draw: one
 * an epoch, and, while a run is watched, some between. Folded as `curveFeed.ts` folds losses, and for the same reason.
 */
import type { EpochRecord, TrainProgress } from "../../core/training/types.ts";
import { type CurveRow, CurveSampler } from "../../ui/charts/sampler.ts";
import { withoutRepeats } from "./curveFeed.ts";

export const stepFigures = ["learningRate", "gradientNorm", "stepsPerSecond", "memoryBytes"] as const;
export type StepFigure = (typeof stepFigures)[number];

type Figures = Readonly<Record<StepFigure, number | null>>;
export type StepCurves = Readonly<Record<StepFigure, readonly CurveRow[]>>;

/** Epochs done, the part of the running one included. */
const placeOf = ({ epoch, step, stepsPerEpoch }: TrainProgress): number =>
  epoch - 1 + (stepsPerEpoch > 0 ? Math.min(1, step / stepsPerEpoch) : 0);

/** Hand it the same history, longer, and the newest progress: only what is new is looked at. */
export class StepFeed {
  #samplers = samplers();
  #consumed = 0;
  #first: EpochRecord | undefined;
  #lastX = Number.NEGATIVE_INFINITY;

  take(history: readonly EpochRecord[], progress: TrainProgress | null): StepCurves {
    const last = history[this.#consumed - 1];
    const next = history[this.#consumed];
    const wentBack = last !== undefined && next !== undefined && next.epoch <= last.epoch;
    const isOther = this.#consumed > 0 && history[0] !== this.#first;
    if (history.length < this.#consumed || isOther || wentBack) this.#restart(history);
    this.#first = history[0];
    for (; this.#consumed < history.length; this.#consumed++) {
      const record = history[this.#consumed];
      if (record !== undefined) this.#append(record.epoch, record);
    }
    if (progress !== null) this.#append(placeOf(progress), progress);
    const rows = (figure: StepFigure) => this.#samplers[figure].rows();
    return {
      learningRate: rows("learningRate"),
      gradientNorm: rows("gradientNorm"),
      stepsPerSecond: rows("stepsPerSecond"),
      memoryBytes: rows("memoryBytes"),
    };
  }

  #append(x: number, figures: Figures) {
    // An epoch's record may come after the first progress of the next.
    if (!(x > this.#lastX)) return;
    this.#lastX = x;
    for (const figure of stepFigures) this.#samplers[figure].append(x, [figures[figure]]);
  }

  #restart(history: readonly EpochRecord[]) {
    this.#samplers = samplers();
    this.#lastX = Number.NEGATIVE_INFINITY;
    for (const record of withoutRepeats(history)) this.#append(record.epoch, record);
    this.#consumed = history.length;
  }
}

const samplers = (): Readonly<Record<StepFigure, CurveSampler>> => ({
  learningRate: new CurveSampler(1, 0),
  gradientNorm: new CurveSampler(1, 0),
  stepsPerSecond: new CurveSampler(1, 0),
  memoryBytes: new CurveSampler(1, 0),
});
