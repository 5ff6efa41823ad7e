/**
 * @file What becomes of a run whose device was lost or had no memory left: it goes on by itself where that can help, and
 * says so. A device that is lost twice is not trusted a third time; a batch that did not fit is halved. Other faults (a
 * GPU that reports errors, a loss that is no number) would come again, and end the run.
 */
import type { Fault } from "../fault.ts";
import type { Backend, TrainingConfig, TrainJob } from "./types.ts";

/** A fault that a run outlived, kept with the run: its numbers come from more than one device, or batch size. */
export interface Recovery {
  readonly cause: "deviceLost" | "outOfMemory";
  /** Epochs that were kept, after which training went on; 0: it began again. null until the checkpoint was looked at. */
  readonly epoch: number | null;
  /** Set where the batch had to become smaller. */
  readonly batchSize?: { readonly from: number; readonly to: number };
  /** The backend that took over, where the device was not started again. */
  readonly fallback?: Backend;
}

export interface Remedy {
  readonly job: TrainJob;
  /** null: whatever the studio chooses by itself. */
  readonly force: Backend | null;
}

/** Halvings of the batch in one go: one row in sixteen still does not fit where the model is at fault. */
const maxHalvings = 4;

/** How drivers tell in the reason of a loss that memory was the cause. */
const memoryReason = /out.?of.?(device.?|host.?)?memory|not enough memory|memory.?exhausted|E_OUTOFMEMORY/i;

/** Whether less memory would have been the cure. */
export const isMemoryFault = (fault: Fault): boolean =>
  fault.code === "outOfMemory" || (fault.code === "deviceLost" && memoryReason.test(fault.context.reason));

/**
 * How the job goes on after the fault, or null: it ends here. `earlier` is what it has already outlived since it was
 * started by hand.
 */
export function remedyFor(job: TrainJob, fault: Fault, earlier: readonly Recovery[]): Remedy | null {
  if (fault.code !== "deviceLost" && fault.code !== "outOfMemory") return null;
  const smaller = isMemoryFault(fault) ? halved(job.config, earlier) : null;
  if (fault.code === "outOfMemory" && smaller === null) return null;
  const losses = earlier.filter(({ cause }) => cause === "deviceLost").length;
  const lostAgain = fault.code === "deviceLost" && losses > 0;
  if (lostAgain && losses > 1) return null;
  // Whoever fell back stays there: the device that was given up is not tried again within the run.
  const force = lostAgain ? fallbackBackend : (earlier.findLast(({ fallback }) => fallback)?.fallback ?? null);
  const recovery: Recovery = {
    cause: fault.code,
    epoch: null,
    ...(smaller === null ? {} : { batchSize: { from: job.config.batchSize, to: smaller } }),
    ...(lostAgain ? { fallback: fallbackBackend } : {}),
  };
  const config = smaller === null ? job.config : { ...job.config, batchSize: smaller };
  const recoveries = [...(job.recoveries ?? []), recovery];
  return { job: { ...job, config, recoveries, resume: true, startPaused: false }, force };
}

/** The CPU: WebGL runs on the same GPU through the same driver, and what was lost twice is left alone. */
const fallbackBackend: Backend = "wasm";

function halved({ batchSize }: TrainingConfig, earlier: readonly Recovery[]): number | null {
  const halvings = earlier.filter((recovery) => recovery.batchSize !== undefined).length;
  return batchSize < 2 || halvings >= maxHalvings ? null : Math.floor(batchSize / 2);
}

/** The job, once it is known after which epoch it goes on; the same where nothing is open. */
export function goneOnAfter(job: TrainJob, epoch: number): TrainJob {
  const { recoveries } = job;
  if (recoveries?.some((recovery) => recovery.epoch === null) !== true) return job;
  return {
    ...job,
    recoveries: recoveries.map((recovery) => (recovery.epoch === null ? { ...recovery, epoch } : recovery)),
  };
}
