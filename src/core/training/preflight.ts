/**
 * @file The look ahead before training: which batch sizes are worth trying on the device, and what follows from what was
 * measured. A larger batch goes through the rows faster but learns from them less often, so one is advised only where it
 * pays, and never so large that an epoch has but a few updates.
 */
import type { Backend, StepPath } from "./types.ts";

export interface Candidate {
  readonly batchSize: number;
  readonly msPerStep: number;
  readonly rowsPerSecond: number;
  /** On the device, with all the data; null where it does not tell. */
  readonly bytes: number | null;
}

export interface Preflight {
  /** The batch that was asked for first, then larger ones. */
  readonly candidates: readonly Candidate[];
  readonly trainRows: number;
  readonly validationRows: number;
  /** A backend that was faster, and how many times; null: none was, or the network is too large to ask. */
  readonly faster: { readonly backend: Backend; readonly times: number } | null;
  readonly path: StepPath | null;
}

/** An epoch should have this many updates at least. */
const leastSteps = 10;
const mostTimes = 8;

/** The batch as it is set, and its doubles as far as they make sense for so many rows and `fits` allows. */
export function batchesToTry(batchSize: number, rows: number, fits: (batchSize: number) => boolean): readonly number[] {
  const own = Math.min(batchSize, rows);
  const tried = [own];
  for (let times = 2; times <= mostTimes; times *= 2) {
    const next = own * times;
    if (next * leastSteps > rows || !fits(next)) break;
    tried.push(next);
  }
  return tried;
}

/** A batch that gives less than this is no gain that a person would notice. */
const worthwhile = 1.25;
/** Of the fastest, a smaller one that comes this near is as good. */
const nearly = 0.9;

/** The smallest batch that is about as fast as the fastest, and how many times as fast as `batchSize`; null: it is good. */
export function betterBatch(
  { candidates }: Pick<Preflight, "candidates">,
  batchSize: number,
): { readonly batchSize: number; readonly times: number } | null {
  const own = candidates.find((candidate) => candidate.batchSize === batchSize);
  if (own === undefined) return null;
  const most = Math.max(...candidates.map(({ rowsPerSecond }) => rowsPerSecond));
  const best = candidates.find(({ rowsPerSecond }) => rowsPerSecond >= nearly * most);
  if (best === undefined || best.batchSize <= batchSize) return null;
  const times = best.rowsPerSecond / own.rowsPerSecond;
  return times < worthwhile ? null : { batchSize: best.batchSize, times };
}

/** A row of the validation part is only looked at: about a third of what learning from it takes. */
const lookShare = 1 / 3;

/** Seconds an epoch takes with the candidate's batch, validation included. */
export const secondsPerEpoch = (
  { trainRows, validationRows }: Pick<Preflight, "trainRows" | "validationRows">,
  { batchSize, msPerStep, rowsPerSecond }: Candidate,
): number =>
  (Math.ceil(trainRows / batchSize) * msPerStep) / 1000 + (validationRows * lookShare) / Math.max(rowsPerSecond, 1e-9);

/** Multiply-adds of a step, forward and back, up to which a CPU may beat the way to a GPU. */
const tinyStep = 3e7;

export const isTiny = (multiplyAddsPerRow: number, batchSize: number): boolean =>
  3 * multiplyAddsPerRow * batchSize <= tinyStep;
