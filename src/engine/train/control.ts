/** @file Pause, resume, step, stop and another learning rate for a run under way: what was asked, and a wait for the next word. */
import { AppError, assertNever } from "../../core/fault.ts";
import type { ControlCommand } from "../protocol.ts";

/**
 * run: go on; batch: one batch, then pause, whatever epoch it is in; step: go on to the end of the epoch, then pause;
 * pause: wait; stop: end with what there is.
 */
export type Wish = "run" | "batch" | "step" | "pause" | "stop";

export class RunControl {
  #wish: Wish;
  #rate: number | null = null;
  #changed: (() => void)[] = [];
  readonly #stop = new AbortController();

  constructor(wish: Wish, signal: AbortSignal) {
    this.#wish = wish;
    if (signal.aborted) this.tell({ action: "stop" });
    signal.addEventListener("abort", () => this.tell({ action: "stop" }), { once: true });
  }

  get wish(): Wish {
    return this.#wish;
  }

  /** Aborted, as a cancel, once the run is to stop: for what is waited for before there is a run to stop. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  tell(command: ControlCommand): void {
    // Nothing brings a stopped run back: what follows it is a new run or a resumed one.
    if (this.#wish === "stop") return;
    if (command.action === "setRate") this.#rate = command.rate;
    else this.#wish = wishOf(command);
    if (command.action === "stop") this.#stop.abort(new AppError("cancelled", {}));
    const waiting = this.#changed;
    this.#changed = [];
    for (const wake of waiting) wake();
  }

  /** The batch or the epoch that was asked for is done. A word that came meanwhile stands. */
  done(step: "batch" | "step"): void {
    if (this.#wish === step) this.#wish = "pause";
  }

  /** The base learning rate that was asked for since the last call; null: none. */
  takeRate(): number | null {
    const rate = this.#rate;
    this.#rate = null;
    return rate;
  }

  /** Resolves with the next command. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }
}

function wishOf(command: Exclude<ControlCommand, { readonly action: "setRate" }>): Wish {
  switch (command.action) {
    case "resume":
      return "run";
    case "step":
      return command.unit === "batch" ? "batch" : "step";
    case "pause":
    case "stop":
      return command.action;
    default:
      return assertNever(command);
  }
}

/** Throws the cancel where a call was given up: a message that is heard only where the worker takes a breath. */
export function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError("cancelled", {});
}
