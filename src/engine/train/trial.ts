/**
 * @file A few batches of real samples on the device: how long a step takes, and a look at rows as at an epoch's end. It has
 * a trainer of its own, with fresh weights; nothing is stored, and nothing is left of it. What is tried, and on which
 * device, is decided elsewhere.
 */
import type { KerasModel } from "../../core/graph/compile.ts";
import type { Candidate, TrialSamples } from "../../core/training/preflight.ts";
import type { StepPath, TrainingConfig, TrainJob } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import { outputWeights } from "../evaluate/outcome.ts";
import { buildModel } from "../model/build.ts";
import type { Prepared } from "../prepare/prepare.ts";
import { augmentFor } from "./augment.ts";
import { stopIfAsked } from "./control.ts";
import { compiledJob } from "./jobModel.ts";
import { breathe } from "./pace.ts";
import { inMemory } from "./samples.ts";
import { Trainer } from "./trainer.ts";

export interface Trial {
  readonly job: TrainJob;
  readonly keras: KerasModel;
  readonly samples: TrialSamples;
  readonly batchSize: number;
  readonly device: Device;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
  /** A step that takes longer than this ends the trial; absent: none does. */
  readonly giveUpMs?: number;
}

export interface Tried {
  /** `bytes`: with the samples that were tried. */
  readonly candidate: Candidate;
  readonly path: StepPath | null;
}

/** Batches of the samples, and bytes that those for training, and those to look at, take at most beyond one batch. */
const batchesOfRows = 8;
const mostBytes = 4 * 2 ** 20;
/** Steps are measured so many at a time that they take this long, or this many. */
const leastMs = 80;
const mostSteps = 256;
/**
 * No verdict before this: JavaScript runs ten times slower until it is compiled. After it a device that is far slower is
 * given up, and any other is measured until it is no longer getting faster.
 */
const leastWarmMs = 800;
const mostMs = 2000;
/** A time within this share of the best one is no faster. */
const steadyShare = 0.9;
/** Many rows are looked at only where that takes no longer. */
const mostLookMs = 250;

/** The first samples of the training part, in whole batches, and of the validation part. */
export function trialSamples(prepared: Prepared, batchSize: number): TrialSamples {
  const { x, y, counts, recipe, balance } = prepared;
  const { width } = x;
  const most = Math.floor(mostBytes / Math.max(1, width * Float32Array.BYTES_PER_ELEMENT));
  const batches = Math.min(batchesOfRows, Math.floor(Math.min(counts.train, most) / batchSize));
  const train = Math.min(counts.train, Math.max(1, batches) * batchSize);
  const looked = Math.min(counts.validation, Math.max(most, batchSize));
  const few = Math.min(looked, train);
  const values = new Float32Array((train + looked) * width);
  // What is read may be overwritten by the next reading.
  values.set(x.read(0, train));
  values.set(x.read(counts.train, looked), train * width);
  const labels = y.length / (counts.train + counts.validation + counts.test);
  const targets =
    y instanceof Int32Array ? new Int32Array(train + looked) : new Float32Array((train + looked) * labels);
  targets.set(y.subarray(0, train * labels));
  targets.set(y.subarray(counts.train * labels, (counts.train + looked) * labels), train * labels);
  return {
    recipe,
    x: values,
    y: targets,
    counts: { train, validation: looked - few, test: few },
    classWeights: balance.classWeights,
    outputWeights: outputWeights(prepared),
  };
}

/** Throws the device's faults, and AppError("cancelled") once cancelled; null: it was given up. */
export async function tryBatch(trial: Trial): Promise<Tried | null> {
  const { device, batchSize } = trial;
  const trainer = trainerFor(trial, { ...trial.job.config, batchSize });
  try {
    const msPerStep = await stepTime(trainer, trial);
    if (msPerStep === null) return null;
    const msPerLook = await lookTime(trainer, trial);
    await device.settle();
    device.check();
    const rowsPerSecond = (batchSize * 1000) / Math.max(msPerStep, 1e-6);
    return { candidate: { batchSize, msPerStep, rowsPerSecond, msPerLook, bytes: trainer.bytes }, path: trainer.path };
  } finally {
    trainer.dispose();
  }
}

/** What the second worker of a trial answers: the job's first samples on its device; null: it was given up. */
export async function tryDevice(trial: Omit<Trial, "keras">): Promise<Candidate | null> {
  const { keras } = compiledJob(trial.job, trial.samples.recipe);
  return (await tryBatch({ ...trial, keras }))?.candidate ?? null;
}

/**
 * The best of several rounds of steps, which do not wait for one another. Code and shaders are compiled while they run:
 * as long as rounds get faster, the device is not warm.
 */
async function stepTime(trainer: Trainer, { job, device, signal, now, giveUpMs = Infinity }: Trial) {
  const { stepsPerEpoch } = trainer;
  let [epoch, at] = [0, stepsPerEpoch];
  const run = async (count: number): Promise<number> => {
    await breathe();
    stopIfAsked(signal);
    const began = now();
    for (let left = count; left > 0; ) {
      if (at === stepsPerEpoch) {
        trainer.beginEpoch(++epoch);
        at = 0;
      }
      const some = Math.min(left, stepsPerEpoch - at);
      trainer.run(at, some);
      at += some;
      left -= some;
    }
    await trainer.settled();
    device.check();
    return now() - began;
  };
  const update = Math.min(job.config.accumulate, stepsPerEpoch);
  // Shaders are compiled and the steps recorded with the first update, which counts for nothing.
  await run(update);
  let [best, spent, steady] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let count = update; ; ) {
    const ms = await run(count);
    spent += ms;
    steady = ms / count > steadyShare * best ? steady + 1 : 0;
    best = Math.min(best, ms / count);
    if (spent >= leastWarmMs && best > giveUpMs) return null;
    if (spent >= mostMs) return best;
    if (ms < leastMs && 2 * count <= mostSteps) count *= 2;
    else if (steady >= 2 && spent >= leastWarmMs) return best;
  }
}

/** Milliseconds a row; 0: there are none to look at. */
async function lookTime(trainer: Trainer, { samples, signal, now }: Trial): Promise<number> {
  const timed = async (part: "validation" | "test"): Promise<number> => {
    let best = Number.POSITIVE_INFINITY;
    // The first look compiles.
    for (let look = 0; look < 3; look++) {
      const began = now();
      await trainer.evaluate(part, () => !signal.aborted);
      stopIfAsked(signal);
      best = Math.min(best, now() - began);
    }
    return best / samples.counts[part];
  };
  const { validation: many, test: few } = samples.counts;
  if (few === 0) return 0;
  const ms = await timed("test");
  return many === 0 || ms * many > mostLookMs ? ms : timed("validation");
}

function trainerFor({ job, keras, samples, device }: Trial, config: TrainingConfig): Trainer {
  const { x, y, counts, recipe, classWeights, outputWeights } = samples;
  return new Trainer({
    model: buildModel(keras, config.seed),
    data: {
      x: inMemory(x, counts.train + counts.validation + counts.test),
      y,
      counts,
      balance: { train: null, classWeights },
      outputWeights,
    },
    task: job.task,
    config,
    maxTensorBytes: device.maxTensorBytes,
    augment: augmentFor(job.data.augmentation, recipe, config.seed),
  });
}
