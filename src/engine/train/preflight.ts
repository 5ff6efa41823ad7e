/**
 * @file The look ahead before training: a few real batches on the device at several batch sizes, and for a tiny network on
 * the CPU too. Each size has a trainer of its own, with fresh weights, on the first rows of the training part; nothing is
 * stored, and nothing is left of it.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type KerasModel, sizedLayers } from "../../core/graph/compile.ts";
import { estimateTraining, memoryIssues } from "../../core/training/estimate.ts";
import { optimizers } from "../../core/training/optimizers.ts";
import { batchesToTry, type Candidate, isTiny, type Preflight } from "../../core/training/preflight.ts";
import type { StepPath, TrainingConfig, TrainJob } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import { outputWeights } from "../evaluate/outcome.ts";
import { buildModel } from "../model/build.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Stream } from "../protocol.ts";
import { augmentFor } from "./augment.ts";
import { stopIfAsked } from "./control.ts";
import { compiledJob } from "./jobModel.ts";
import { breathe } from "./pace.ts";
import { inMemory } from "./samples.ts";
import { Trainer } from "./trainer.ts";

export interface PreflightInput {
  readonly job: TrainJob;
  readonly prepare: () => Promise<Prepared>;
  readonly device: Device;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Batches of the rows that are tried. */
const batchesOfRows = 8;
/** A measurement lasts at least this long, or this many batches. */
const leastMs = 80;
const mostBatches = 256;

/** What is tried: a graph and the first rows of its data. */
interface Trial {
  readonly job: TrainJob;
  readonly keras: KerasModel;
  readonly prepared: Prepared;
  readonly device: Device;
  readonly now: () => number;
}

export async function* preflight(input: PreflightInput): Stream<{ readonly batchSize: number }, Preflight> {
  const { job, device, signal, now } = input;
  const prepared = await input.prepare();
  const { compiled, keras } = compiledJob(job, prepared.recipe);
  const trial: Trial = { job, keras, prepared, device, now };
  const trainRows = prepared.balance.train?.length ?? prepared.counts.train;
  const { validation, test } = prepared.counts;
  const samples = prepared.counts.train + validation + test;
  const size = { slots: optimizers[job.config.optimizer].slots, samples, width: prepared.x.width };
  const layers = sizedLayers(compiled);
  const sound = (batchSize: number) => memoryIssues(layers, { ...size, batchSize }, device.maxTensorBytes).length === 0;
  const dataBytes = (of: number) => estimateTraining([], { ...size, samples: of, batchSize: 0 }).data;

  const candidates: Candidate[] = [];
  let path: StepPath | null = null;
  for (const batchSize of batchesToTry(job.config.batchSize, trainRows, sound)) {
    yield { batchSize };
    await breathe();
    stopIfAsked(signal);
    const tried = await tryBatch(trial, batchSize, signal);
    path ??= tried.path;
    const rest = Math.max(0, dataBytes(samples) - dataBytes(tried.rows));
    candidates.push({ ...tried.candidate, bytes: tried.bytes === null ? null : tried.bytes + rest });
  }
  const [own] = candidates;
  const tiny = own !== undefined && isTiny(compiled.totals.multiplyAdds, own.batchSize);
  const faster = tiny && device.info.backend !== "cpu" ? await fasterOnCpu(trial, own, signal) : null;
  return { candidates, trainRows, validationRows: validation, faster, path };
}

interface Tried {
  readonly candidate: Omit<Candidate, "bytes">;
  /** On the device with the rows tried; null where it does not tell. */
  readonly bytes: number | null;
  readonly rows: number;
  readonly path: StepPath | null;
}

async function tryBatch(trial: Trial, batchSize: number, signal: AbortSignal): Promise<Tried> {
  const { device, now } = trial;
  const rows = Math.min(trial.prepared.counts.train, batchSize * batchesOfRows);
  const trainer = trainerFor(trial, { ...trial.job.config, batchSize }, rows);
  try {
    // Shaders are compiled and the steps recorded with the first batches, which count for nothing.
    trainer.beginEpoch(1);
    trainer.run(0, trainer.stepsPerEpoch);
    await trainer.settled();
    device.check();
    let [batches, seen, ms] = [0, 0, 0];
    for (let epoch = 2; ms < leastMs && batches < mostBatches; epoch++) {
      stopIfAsked(signal);
      const began = now();
      trainer.beginEpoch(epoch);
      seen += trainer.run(0, trainer.stepsPerEpoch);
      await trainer.settled();
      ms += now() - began;
      batches += trainer.stepsPerEpoch;
    }
    await device.settle();
    device.check();
    const candidate = { batchSize, msPerStep: ms / batches, rowsPerSecond: (seen * 1000) / Math.max(ms, 1e-3) };
    return { candidate, bytes: trainer.bytes, rows, path: trainer.path };
  } finally {
    trainer.dispose();
  }
}

function trainerFor(trial: Trial, config: TrainingConfig, rows: number): Trainer {
  const { job, keras, prepared, device } = trial;
  const { train, validation, test } = prepared.counts;
  const labels = prepared.y.length / (train + validation + test);
  return new Trainer({
    model: buildModel(keras, config.seed),
    data: {
      // What is read may be overwritten by the next reading.
      x: inMemory(prepared.x.read(0, rows).slice(), rows),
      y: prepared.y.slice(0, rows * labels),
      counts: { train: rows, validation: 0, test: 0 },
      balance: { ...prepared.balance, train: null },
      outputWeights: outputWeights(prepared),
    },
    task: job.task,
    config,
    maxTensorBytes: device.maxTensorBytes,
    augment: augmentFor(job.data.augmentation, prepared.recipe, config.seed),
  });
}

/**
 * Measures the same batches on the CPU. Nothing is awaited between the switch of backends and its undoing but the CPU's own
 * results, which are there at once: no other call of the worker can come in between and compute on the wrong one.
 */
async function fasterOnCpu(trial: Trial, own: Candidate, signal: AbortSignal): Promise<Preflight["faster"]> {
  await import("@tensorflow/tfjs-backend-cpu");
  stopIfAsked(signal);
  const before = tf.getBackend();
  const trusted: Device = { ...trial.device, check: () => undefined, settle: () => Promise.resolve() };
  try {
    await tf.setBackend("cpu");
    const { candidate } = await tryBatch({ ...trial, device: trusted }, own.batchSize, signal);
    const times = candidate.rowsPerSecond / own.rowsPerSecond;
    return times > 1 ? { backend: "cpu", times } : null;
  } finally {
    await tf.setBackend(before);
  }
}
