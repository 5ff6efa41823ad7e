/** @file Pause, resume, step and stop of a run under way: what was asked, and a wait for the next word. */

export type Command = "pause" | "resume" | "step" | "stop";

/** run: go on; step: go on to the end of the epoch, then pause; pause: wait; stop: end with what there is. */
export type Wish = "run" | "step" | "pause" | "stop";

export class RunControl {
  #wish: Wish;
  #changed: (() => void)[] = [];

  constructor(wish: Wish, signal: AbortSignal) {
    this.#wish = wish;
    if (signal.aborted) this.#wish = "stop";
    signal.addEventListener("abort", () => this.tell("stop"), { once: true });
  }

  get wish(): Wish {
    return this.#wish;
  }

  tell(command: Command): void {
    // Nothing brings a stopped run back: what follows it is a new run or a resumed one.
    if (this.#wish === "stop") return;
    this.#wish = command === "resume" ? "run" : command;
    const waiting = this.#changed;
    this.#changed = [];
    for (const wake of waiting) wake();
  }

  /** Resolves with the next command. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }
}
