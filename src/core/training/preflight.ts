/**
 * @file The look ahead before training: which batch sizes and which other devices are worth trying, and what follows from
 * what was measured. A larger batch goes through the rows faster but learns from them less often, so one is advised only
 * where it pays, and never so large that an epoch has but a few updates.
 */
import type { Recipe } from "../data/recipe.ts";
import type { Backend, DeviceInfo, PartCounts, StepPath } from "./types.ts";

export interface Candidate {
  readonly batchSize: number;
  readonly msPerStep: number;
  readonly rowsPerSecond: number;
  /** A row of the validation part, looked at as at an epoch's end; 0: there is none. */
  readonly msPerLook: number;
  /** On the device, with all the data; null where it does not tell. */
  readonly bytes: number | null;
}

/** Of samples that memory has no room for: they are written to a file once and read from it in every epoch. */
export interface FileTimes {
  readonly msPerWrite: number;
  readonly msPerRead: number;
}

export interface Preflight {
  /** The batch that was asked for first, then larger ones. */
  readonly candidates: readonly Candidate[];
  /** Samples that an epoch learns from, that it looks at at its end, and of all parts. */
  readonly trainRows: number;
  readonly validationRows: number;
  readonly samples: number;
  /** Of one row, forward. */
  readonly multiplyAdds: number;
  /** null: the samples are in memory. */
  readonly file: FileTimes | null;
  readonly path: StepPath | null;
}

/** A few prepared samples, with what a network must know to train on them: what a trial is of. */
export interface TrialSamples {
  readonly recipe: Recipe;
  /** The training part's, then two parts to look at: many, and a few to look at first. */
  readonly x: Float32Array;
  readonly y: Int32Array | Float32Array;
  readonly counts: PartCounts;
  readonly classWeights: Float32Array | null;
  readonly outputWeights: readonly number[] | null;
}

/** Another device by the same batches, of the size that was tried first. */
export interface Rival {
  readonly backend: Backend;
  readonly outcome: RivalOutcome;
}

/** slower: by so much that its trial was given up; absent: it does not start here, or fails. */
export type RivalOutcome =
  | { readonly kind: "measured"; readonly candidate: Candidate }
  | { readonly kind: "slower" | "absent" };

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

/** What gives less than this is no gain that a person would notice. */
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

/** Seconds an epoch takes with the candidate's batch: training, the look at the validation part, and reading both. */
export const secondsPerEpoch = (
  { trainRows, validationRows, file }: Pick<Preflight, "trainRows" | "validationRows" | "file">,
  { batchSize, msPerStep, msPerLook }: Pick<Candidate, "batchSize" | "msPerStep" | "msPerLook">,
): number =>
  (Math.ceil(trainRows / batchSize) * msPerStep +
    validationRows * msPerLook +
    (trainRows + validationRows) * (file?.msPerRead ?? 0)) /
  1000;

/** Seconds before the first epoch, where samples are written to a file. */
export const secondsBefore = ({ samples, file }: Pick<Preflight, "samples" | "file">): number =>
  (samples * (file?.msPerWrite ?? 0)) / 1000;

/** Multiply-adds a millisecond that no CPU reaches in a browser, by all of its cores or by one: more work is not worth asking it for. */
const beyondReach = { wasm: 1e8, cpu: 2e6 } as const;

/** The backends that might train this network faster than the device that it was measured on. */
export function rivalsOf(
  { backend, fallbackReason }: Pick<DeviceInfo, "backend" | "fallbackReason">,
  { candidates: [own], multiplyAdds }: Pick<Preflight, "candidates" | "multiplyAdds">,
): readonly Backend[] {
  if (own === undefined) return [];
  const leastMs = (other: "wasm" | "cpu") => (3 * multiplyAdds * own.batchSize) / beyondReach[other];
  // Where the studio fell back by itself, it knows what is wrong with those it passed over.
  const all = backend === "webgpu" || fallbackReason === "chosen";
  const gpus: readonly Backend[] = all ? ["webgpu", "webgl"] : [];
  const cpus = (["wasm", "cpu"] as const).filter((other) => leastMs(other) < own.msPerStep);
  return [...gpus, ...cpus].filter((other) => other !== backend);
}

/** A step of a rival that takes longer than this says enough: it is far slower. The rest is what a single step waits for. */
export const giveUpAfter = ({ msPerStep }: Candidate): number => 4 * msPerStep + 25;

/** How a batch does on each of the devices that were tried, the one that was measured first before the others. */
export function onEachDevice(
  { candidates }: Pick<Preflight, "candidates">,
  own: Backend,
  rivals: readonly Rival[],
  batchSize: number,
): readonly Rival[] {
  const candidate = candidates.find((tried) => tried.batchSize === batchSize);
  const first = candidate === undefined ? [] : [{ backend: own, outcome: { kind: "measured", candidate } } as const];
  // Of another batch they tell nothing.
  const others = batchSize === candidates[0]?.batchSize ? rivals : [];
  return [...first, ...others];
}

/** The figures on one of them; undefined: there are none. */
export function candidateOn(devices: readonly Rival[], backend: Backend): Candidate | undefined {
  const outcome = devices.find((device) => device.backend === backend)?.outcome;
  return outcome?.kind === "measured" ? outcome.candidate : undefined;
}

/** The fastest of them, where it is so much faster than `own` that a person would notice, and how many times. */
export function fasterDevice(
  result: Pick<Preflight, "trainRows" | "validationRows" | "file">,
  own: Candidate,
  devices: readonly Rival[],
): { readonly backend: Backend; readonly times: number } | null {
  let best: { readonly backend: Backend; readonly times: number } | null = null;
  for (const { backend, outcome } of devices) {
    if (outcome.kind !== "measured") continue;
    const times = secondsPerEpoch(result, own) / secondsPerEpoch(result, outcome.candidate);
    if (times >= worthwhile && times > (best?.times ?? 0)) best = { backend, times };
  }
  return best;
}
