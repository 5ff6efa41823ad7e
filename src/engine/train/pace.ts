/**
 * @file How much work is handed to the device at once, and how much of it may wait. On a GPU that also draws the page, a
 * submit is short and only few wait, so that a frame comes in between; where operations run one by one, or on the CPU,
 * waiting costs more than it helps and submits are long. Sizes follow measured time, so that a stop is heard soon on a slow
 * device and a fast one is never idle.
 */

export interface Rhythm {
  /** What a submit should take, milliseconds. */
  readonly targetMs: number;
  /** Submits that may be under way. */
  readonly inFlight: number;
}

/** Recorded steps: short submits cost next to nothing. */
export const gpuRhythm: Rhythm = { targetMs: 6, inFlight: 3 };
/** Where the only fence is a value read back. */
export const plainRhythm: Rhythm = { targetMs: 100, inFlight: 2 };

const mostSteps = 4096;

export class Pace {
  readonly #now: () => number;
  readonly #rhythm: Rhythm;
  readonly #underWay: Promise<void>[] = [];
  #steps = 1;
  /** When the last submit was done, or the one under way was handed over to an idle device. */
  #since: number;

  constructor(now: () => number, rhythm: Rhythm) {
    this.#now = now;
    this.#rhythm = rhythm;
    this.#since = now();
  }

  /** Steps to hand over next. */
  get steps(): number {
    return this.#steps;
  }

  /** `steps` were handed over; `done` settles when the device has carried them out. */
  submitted(steps: number, done: Promise<void>): void {
    if (this.#underWay.length === 0) this.#since = this.#now();
    const measured = done.then(() => this.#measure(steps));
    // Awaited later by `room` or `idle`; if something else ends the run first, nobody waits for it.
    measured.catch(() => undefined);
    this.#underWay.push(measured);
  }

  #measure(steps: number): void {
    const now = this.#now();
    const elapsed = now - this.#since;
    this.#since = now;
    const wanted = elapsed <= 0 ? this.#steps * 2 : (steps * this.#rhythm.targetMs) / elapsed;
    this.#steps = Math.max(1, Math.min(Math.round(wanted), this.#steps * 2, mostSteps));
  }

  /** Waits until another submit may be handed over. */
  room = (): Promise<void> => this.#wait(this.#rhythm.inFlight - 1);

  /** Waits until all that was handed over is done. */
  idle = (): Promise<void> => this.#wait(0);

  async #wait(most: number): Promise<void> {
    while (this.#underWay.length > most) {
      await this.#underWay[0];
      this.#underWay.shift();
    }
  }
}

const waiting: (() => void)[] = [];
let port: MessagePort | null = null;

/** Opened at the first use: a program that only imports this (Node, judging a step) must be able to end. */
function openPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return port2;
}

/** Lets messages that have arrived be handled. Unlike a timer it is not slowed down in a hidden tab. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port ??= openPort();
    port.postMessage(null);
  });
}
