/**
 * @file The range test: a few batches at rising learning rates, which store nothing. It has a trainer of its own on rows
 * drawn from the training part; each batch is waited for, since its loss decides whether the next one is worth training.
 */
import type { KerasModel } from "../../core/graph/compile.ts";
import { random, shuffle } from "../../core/random.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import { hasBlownUp, rangeRate } from "../../core/training/rangeTest.ts";
import type { RangePoint, RateRange, TrainJob } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import { outputWeights } from "../evaluate/outcome.ts";
import { buildModel, writeMatching } from "../model/build.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Stream } from "../protocol.ts";
import { augmentFor } from "./augment.ts";
import { stopIfAsked } from "./control.ts";
import { compiledJob, startWeightsOf } from "./jobModel.ts";
import { breathe } from "./pace.ts";
import { inMemory } from "./samples.ts";
import { Trainer } from "./trainer.ts";

export interface RangeTestInput {
  readonly job: TrainJob;
  readonly range: RateRange;
  readonly prepare: () => Promise<Prepared>;
  readonly loadWeights: (id: string) => Promise<Weights | null>;
  readonly device: Device;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
}

/** The page hears of new points this often at most. */
const reportEveryMs = 100;
/** The rows of a test take no more than this; with fewer rows the batches go through them repeatedly. */
const mostBytes = 256 * 2 ** 20;
/** The stream of `core/random` that draws the rows. */
const rowsStream = 0x20000;

export async function* rangeTest(input: RangeTestInput): Stream<readonly RangePoint[], readonly RangePoint[]> {
  const { job, device, signal } = input;
  const prepared = await input.prepare();
  const start = await startWeightsOf(job, input.loadWeights);
  const { keras } = compiledJob(job, prepared.recipe);
  stopIfAsked(signal);
  const trainer = trainerFor(input, prepared, keras, start);
  try {
    const points = yield* measured(input, trainer);
    await device.settle();
    device.check();
    return points;
  } finally {
    trainer.dispose();
  }
}

async function* measured(
  { range, device, signal, now }: RangeTestInput,
  trainer: Trainer,
): Stream<readonly RangePoint[], readonly RangePoint[]> {
  const points: RangePoint[] = [];
  let told = 0;
  let toldAt = now();
  let before = 0;
  for (let batch = 0; batch < range.batches; batch++) {
    const step = batch % trainer.stepsPerEpoch;
    if (step === 0) {
      const first = batch;
      trainer.beginEpoch(1 + batch / trainer.stepsPerEpoch, (update) => rangeRate(range, first + update));
      before = 0;
    }
    const rows = trainer.run(step, 1);
    const { loss } = await trainer.readSums();
    device.check();
    points.push({ rate: rangeRate(range, batch), loss: (loss - before) / rows });
    before = loss;
    if (hasBlownUp(points)) break;
    if (now() - toldAt >= reportEveryMs) {
      yield points.slice(told);
      [told, toldAt] = [points.length, now()];
    }
    // A cancel is a message: it is heard only where the worker takes a breath.
    await breathe();
    stopIfAsked(signal);
  }
  return points;
}

function trainerFor(
  { job, range, device }: RangeTestInput,
  prepared: Prepared,
  keras: KerasModel,
  start: Weights | null,
) {
  const { config } = job;
  const model = buildModel(keras, config.seed);
  if (start !== null) writeMatching(model.weights, start);
  const rows = drawnRows(prepared, range.batches * config.batchSize, config.seed);
  return new Trainer({
    model,
    data: {
      ...samplesOf(prepared, rows),
      counts: { train: rows.length, validation: 0, test: 0 },
      balance: { ...prepared.balance, train: null },
      outputWeights: outputWeights(prepared),
    },
    task: job.task,
    // An update for each batch, at its own rate.
    config: { ...config, accumulate: 1 },
    maxTensorBytes: device.maxTensorBytes,
    augment: augmentFor(job.data.augmentation, prepared.recipe, config.seed),
  });
}

/** Places in the training part, drawn by chance: its first rows may all be of one class. */
function drawnRows({ x, counts, balance }: Prepared, wanted: number, seed: number): Int32Array {
  const all = balance.train?.slice() ?? Int32Array.from({ length: counts.train }, (_, row) => row);
  const bytesPerRow = Math.max(1, x.width) * Float32Array.BYTES_PER_ELEMENT;
  const most = Math.max(1, Math.min(wanted, Math.floor(mostBytes / bytesPerRow)));
  if (all.length <= most) return all;
  // In their order: samples that are read lie one after the other. The trainer orders them anew.
  return shuffle(all, random(seed, rowsStream)).slice(0, most).sort();
}

function samplesOf({ x, y, counts }: Prepared, rows: Int32Array) {
  const { train, validation, test } = counts;
  const labels = y.length / (train + validation + test);
  const values = new Float32Array(rows.length * x.width);
  const targets = y instanceof Int32Array ? new Int32Array(rows.length) : new Float32Array(rows.length * labels);
  for (const [at, row] of rows.entries()) {
    values.set(x.read(row, 1), at * x.width);
    targets.set(y.subarray(row * labels, (row + 1) * labels), at * labels);
  }
  return { x: inMemory(values, rows.length), y: targets };
}
