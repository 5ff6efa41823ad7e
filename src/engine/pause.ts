/** @file Lets long work on rows hear that it is cancelled: it asks often, and every few hundredths of a second messages are handled. */
import { AppError } from "../core/fault.ts";
import type { Pieces } from "../core/pieces.ts";
import { breathe } from "./train/pace.ts";

const sliceMs = 25;
/** The page hears of progress this often at most. */
const reportMs = 100;

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

  /** Carries out work in pieces; tells now and then which share of it is done. */
  async *telling<T>(work: Pieces<T>): AsyncGenerator<number, T, void> {
    let told = performance.now();
    for (;;) {
      const next = work.next();
      if (next.done === true) return next.value;
      if (!this.due) continue;
      await this.take();
      if (performance.now() - told < reportMs) continue;
      told = performance.now();
      yield next.value;
    }
  }

  /** The result of work in pieces. */
  through = <T>(work: Pieces<T>): Promise<T> => toItsEnd(this.telling(work));

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

/** The result of work whose progress nobody asks for. */
export async function toItsEnd<T>(work: AsyncGenerator<unknown, T, void>): Promise<T> {
  for (;;) {
    const next = await work.next();
    if (next.done === true) return next.value;
  }
}

/** Work in pieces by itself, between which other calls are heard. Throws AppError("cancelled") where the signal ends it. */
export const inTurns = <T>(work: Pieces<T>, signal: AbortSignal): Promise<T> => new Pause(signal).through(work);
