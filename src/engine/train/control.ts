/** @file Pause, resume, step and stop of a run under way: what was asked, and a wait for the next word. */
import { AppError } from "../../core/fault.ts";

export type Command = "pause" | "resume" | "step" | "stop";

/** run: go on; step: go on to the end of the epoch, then pause; pause: wait; stop: end with what there is. */
export type Wish = "run" | "step" | "pause" | "stop";

export class RunControl {
  #wish: Wish;
  #changed: (() => void)[] = [];
  readonly #stop = new AbortController();

  constructor(wish: Wish, signal: AbortSignal) {
    this.#wish = wish;
    if (signal.aborted) this.tell("stop");
    signal.addEventListener("abort", () => this.tell("stop"), { once: true });
  }

  get wish(): Wish {
    return this.#wish;
  }

  /** Aborted, as a cancel, once the run is to stop: for what is waited for before there is a run to stop. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  tell(command: Command): void {
    // Nothing brings a stopped run back: what follows it is a new run or a resumed one.
    if (this.#wish === "stop") return;
    this.#wish = command === "resume" ? "run" : command;
    if (command === "stop") this.#stop.abort(new AppError("cancelled", {}));
    const waiting = this.#changed;
    this.#changed = [];
    for (const wake of waiting) wake();
  }

  /** Resolves with the next command. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }
}
