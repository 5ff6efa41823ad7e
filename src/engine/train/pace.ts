/**
 * @file How much work is handed to the device between two looks at it. Steps are submitted without waiting; after a
 * window of them the sums are read, while the next window is already under way. The window follows the measured time,
 * so that a stop is heard soon on a slow device and a fast one is never idle.
 */

/** A window of steps aims at this time: ten reads a second, and two windows are in flight when a stop is asked. */
const targetMs = 100;
const maxWindow = 4096;

export class Pace {
  #window = 1;
  #since: number;
  #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  /** Steps to hand over before the next read. */
  get window(): number {
    return this.#window;
  }

  /** After a wait that was no work (a pause, an evaluation): the next window is measured from here. */
  restart(): void {
    this.#since = this.#now();
  }

  /** A window of `steps` was read: the milliseconds it took, and the next window's size follows. */
  read(steps: number): number {
    const now = this.#now();
    const elapsed = now - this.#since;
    this.#since = now;
    const wanted = elapsed <= 0 ? this.#window * 2 : (steps * targetMs) / elapsed;
    this.#window = Math.max(1, Math.min(Math.round(wanted), this.#window * 2, maxWindow));
    return elapsed;
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
