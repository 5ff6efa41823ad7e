/**
 * @file A run from job to record: prepare, build, train epoch by epoch, evaluate on the test part, store. An async
 * generator that can be tested without a worker. A run that fails or is stopped ends in a record too; numbers that a
 * fault may have touched are never in it as a result.
 */
import { AppError, type Fault, toFault } from "../../core/fault.ts";
import type { Checkpoint } from "../../core/training/checkpoint.ts";
import type { Run, TrainEvent } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import { encodedLater } from "../prepare/prepare.ts";
import { compiledJob, startWeightsOf } from "./jobModel.ts";
import { metricFor } from "./losses.ts";
import { breathe } from "./pace.ts";
import { Session } from "./session.ts";
import { type Spooled, spooling } from "./spool.ts";
import type { TrainInput } from "./trainInput.ts";

/** Validates, trains and records. Throws only what is no run's fault (the job does not compile, storage is broken). */
export async function* train(input: TrainInput): AsyncGenerator<TrainEvent, Run, void> {
  const { job, device, store, control } = input;
  yield { type: "phase", phase: "preparing" };
  await breathe();
  const prepared = yield* told(input.prepare());
  const { keras } = compiledJob(job, prepared.recipe);

  const { earlier, earlierRun } = await pastOf(input);
  // Beginning anew under its name would write over what it learnt.
  if (earlier === null && earlierRun?.status === "stopped" && earlierRun.history.length > 0) {
    throw new AppError("notFound", { what: `checkpoint ${earlierRun.name}` });
  }
  const start = earlier === null ? await startWeightsOf(job, store.loadWeights) : null;
  const session = new Session(input, prepared, keras, earlier, earlierRun, start);
  let held: Spooled | null = null;
  try {
    yield {
      type: "plan",
      counts: prepared.counts,
      metric: metricFor(job.task),
      baseline: session.baseline,
      stepsPerEpoch: Math.ceil((prepared.balance.train?.length ?? prepared.counts.train) / job.config.batchSize),
      history: session.history,
    };
    await store.saveRun(session.record("running", null));
    await store.saveParts(job.runId, prepared.parts);
    held = yield* told(spooling(prepared.x, `${job.runId}.samples`, control.stopped), encodedLater);
    yield { type: "phase", phase: "compiling" };
    await breathe();
    session.build(held.samples);
    yield* session.epochs();
    yield { type: "phase", phase: "evaluating" };
    return await session.finish();
  } catch (error) {
    // Stopped while the samples were written: nothing was learned yet.
    const stopped = control.stopped.aborted && error === control.stopped.reason;
    const failure = deviceFault(device) ?? toFault(error);
    const run = stopped ? session.record("stopped", null) : session.record("failed", null, failure);
    await store.saveRun(run);
    return run;
  } finally {
    session.dispose();
    await held?.remove();
  }
}

/** Work on the data, which tells its share done; `before` of all such work was done before it. */
async function* told<T>(work: AsyncGenerator<number, T, void>, before = 0): AsyncGenerator<TrainEvent, T, void> {
  try {
    for (;;) {
      const next = await work.next();
      if (next.done === true) return next.value;
      yield { type: "share", share: before + (1 - before) * next.value };
    }
  } finally {
    // Where nobody listens on, the work is to clear up what it holds.
    await work.return(undefined as never);
  }
}

/** Where the run goes on: its own last checkpoint, or another run's that it was forked from; and the record it belongs to. */
async function pastOf({ job, store }: TrainInput): Promise<{ earlier: Checkpoint | null; earlierRun: Run | null }> {
  if (job.resume === true) {
    const own = { earlier: await store.loadCheckpoint(job.runId), earlierRun: await store.loadRun(job.runId) };
    // A forked run that did not reach a checkpoint of its own begins at the fork again.
    if (own.earlier !== null || job.fork === undefined) return own;
  }
  if (job.fork === undefined) return { earlier: null, earlierRun: null };
  const { runId, epoch } = job.fork;
  const last = await store.loadCheckpoint(runId);
  const earlier = last?.epoch === epoch ? last : await store.loadKept(runId, epoch);
  const earlierRun = await store.loadRun(runId);
  if (earlier === null || earlierRun === null) throw new AppError("notFound", { what: `checkpoint ${epoch}` });
  // By another loss the other run's best epoch, and the epochs since, would say nothing here.
  return { earlier: { ...earlier, best: null, wait: 0 }, earlierRun };
}

/** A device's own fault explains what followed from it better than the exception that came first. */
function deviceFault(device: Device): Fault | null {
  try {
    device.check();
    return null;
  } catch (error) {
    return toFault(error);
  }
}
