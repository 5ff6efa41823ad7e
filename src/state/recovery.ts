/**
 * @file A run whose device was lost, or had no memory left, goes on by itself: another worker, the device again or the one
 * that stands in for it, and the job that takes up the last checkpoint. What is worth another try is `core`'s to say.
 */
import type { Fault } from "../core/fault.ts";
import { type Recovery, remedyFor } from "../core/training/recovery.ts";
import type { TrainJob } from "../core/training/types.ts";
import { restartEngine } from "./engine.ts";

/** A browser has a new process for its GPU about a second and a half after the old one; asked earlier, it has none. */
const untilBackMs = 2500;

/** Resolves after the time, or once `signal` aborts. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener("abort", done);
  });

/** One start of a run by hand: what it has outlived since, and the stop that ends it between two tries. */
export class Recovering {
  readonly #stop = new AbortController();
  readonly #outlived: Recovery[] = [];

  /** Nothing is tried any more. */
  stop(): void {
    this.#stop.abort();
  }

  /**
   * The job that goes on where this one failed, with the worker ready for it; null: it ends here. `begins` is called once
   * it is known that there is another try, before anything is waited for.
   */
  async after(job: TrainJob, fault: Fault, begins: () => void): Promise<TrainJob | null> {
    const { signal } = this.#stop;
    const remedy = signal.aborted ? null : remedyFor(job, fault, this.#outlived);
    if (remedy === null) return null;
    begins();
    const { recoveries = [] } = remedy.job;
    this.#outlived.push(...recoveries.slice(-1));
    if (fault.code === "deviceLost" && remedy.force === null) await pause(untilBackMs, signal);
    if (signal.aborted) return null;
    restartEngine(remedy.force === null ? undefined : { force: remedy.force, because: "deviceLost" });
    return remedy.job;
  }
}
