/** @file Lets long work on rows hear that it is cancelled: it asks often, and every few hundredths of a second messages are handled. */
import { AppError } from "../../core/fault.ts";
import { breathe } from "../train/pace.ts";

const sliceMs = 30;

export class Pause {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether the slice is used up. */
  get due(): boolean {
    return performance.now() - this.#since >= sliceMs;
  }

  /** Handles what has arrived; throws AppError("cancelled") where that is the end. */
  async take(): Promise<void> {
    await breathe();
    if (this.#signal.aborted) throw new AppError("cancelled", {});
    this.#since = performance.now();
  }

  /** `read` of rows 0 to `count`, in slices. */
  async numbers(count: number, read: (row: number) => number): Promise<Float64Array> {
    const values = new Float64Array(count);
    await this.each(count, (row) => {
      values[row] = read(row);
    });
    return values;
  }

  async each(count: number, visit: (index: number) => void): Promise<void> {
    const step = 20_000;
    for (let from = 0; from < count; from += step) {
      const to = Math.min(count, from + step);
      for (let i = from; i < to; i++) visit(i);
      if (this.due) await this.take();
    }
  }
}
