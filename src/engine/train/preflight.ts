/**
 * @file The look ahead before training: a few real batches on the device at several batch sizes, and what reading takes
 * where the samples come from a file. Other devices are tried in workers of their own, which the page starts: what they
 * need of the data is handed out with the figures.
 */
import { toFault } from "../../core/fault.ts";
import { sizedLayers } from "../../core/graph/compile.ts";
import { estimateTraining, memoryIssues } from "../../core/training/estimate.ts";
import { optimizers } from "../../core/training/optimizers.ts";
import { batchesToTry, type Candidate, type FileTimes, type TrialSamples } from "../../core/training/preflight.ts";
import type { StepPath, TrainJob } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { PreflightAnswer, Stream } from "../protocol.ts";
import { stopIfAsked } from "./control.ts";
import { compiledJob } from "./jobModel.ts";
import { breathe } from "./pace.ts";
import type { SampleRows } from "./samples.ts";
import { spooled } from "./spool.ts";
import { trialSamples, tryBatch } from "./trial.ts";

export interface PreflightInput {
  readonly job: TrainJob;
  readonly prepare: () => Promise<Prepared>;
  readonly device: Device;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A device that takes so long for a batch has enough to do with it: a larger one would gain nothing. */
const slowStepMs = 1000;
/** What is written and read to measure both. */
const fileBytes = 4 * 2 ** 20;
/** Samples cross to another worker by way of the page: more are not worth it. */
const mostHandedOut = 32 * 2 ** 20;

export async function* preflight(input: PreflightInput): Stream<{ readonly batchSize: number }, PreflightAnswer> {
  const { job, device, signal, now } = input;
  const prepared = await input.prepare();
  const { compiled, keras } = compiledJob(job, prepared.recipe);
  const trainRows = prepared.balance.train?.length ?? prepared.counts.train;
  const { train, validation, test } = prepared.counts;
  const all = train + validation + test;
  const size = { slots: optimizers[job.config.optimizer].slots, samples: all, width: prepared.x.width };
  const layers = sizedLayers(compiled);
  const sound = (batchSize: number) => memoryIssues(layers, { ...size, batchSize }, device.maxTensorBytes).length === 0;
  const dataBytes = (of: number) => estimateTraining([], { ...size, samples: of, batchSize: 0 }).data;

  const candidates: Candidate[] = [];
  let path: StepPath | null = null;
  let first: TrialSamples | null = null;
  for (const batchSize of batchesToTry(job.config.batchSize, trainRows, sound)) {
    yield { batchSize };
    await breathe();
    stopIfAsked(signal);
    const samples = trialSamples(prepared, batchSize);
    const tried = await tryBatch({ job, keras, samples, batchSize, device, signal, now }).catch((error) => {
      // A larger batch that does not fit takes nothing from the smaller ones that did, unless the device went with it.
      if (candidates.length === 0 || toFault(error).code !== "outOfMemory") throw error;
      device.check();
      return null;
    });
    if (tried === null) break;
    first ??= samples;
    path ??= tried.path;
    const { candidate } = tried;
    const { counts } = samples;
    const rest = Math.max(0, dataBytes(all) - dataBytes(counts.train + counts.validation + counts.test));
    candidates.push({ ...candidate, bytes: candidate.bytes === null ? null : candidate.bytes + rest });
    if (candidate.msPerStep > slowStepMs) break;
  }
  const file = prepared.x.resident === null ? await fileTimes(prepared.x, input) : null;
  const { multiplyAdds } = compiled.totals;
  const result = { candidates, trainRows, validationRows: validation, samples: all, multiplyAdds, file, path };
  return { result, samples: first !== null && first.x.byteLength <= mostHandedOut ? first : null };
}

/** Writes and reads some of the samples as a run would. */
async function fileTimes(x: SampleRows, { job, signal, now }: PreflightInput): Promise<FileTimes> {
  const rowBytes = Math.max(1, x.width * Float32Array.BYTES_PER_ELEMENT);
  const rows = Math.min(x.rows, Math.max(1, Math.floor(fileBytes / rowBytes)));
  const began = now();
  const some = { rows, width: x.width, resident: null, read: (from: number, count: number) => x.read(from, count) };
  const held = await spooled(some, `${job.runId}.trial`, signal);
  try {
    const written = now();
    held.samples.read(0, rows);
    return { msPerWrite: (written - began) / rows, msPerRead: (now() - written) / rows };
  } finally {
    await held.remove();
  }
}
