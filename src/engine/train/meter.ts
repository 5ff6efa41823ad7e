/** @file How fast a run goes and how long it will take: measured window by window, the older ones fading out. */

/** Of a window's weight in the speed shown, what is left after the next window. */
const decay = 0.9;

export class Meter {
  #rows = 0;
  #ms = 0;

  /** A window of `rows` took `ms`. */
  add(rows: number, ms: number): void {
    this.#rows = this.#rows * decay + rows;
    this.#ms = this.#ms * decay + ms;
  }

  /** null until something was measured. */
  get rowsPerSecond(): number | null {
    return this.#ms > 0 ? (this.#rows / this.#ms) * 1000 : null;
  }

  /**
   * Seconds to the end: `rowsLeft` of this epoch, then `epochsLeft` whole ones of `epochRows`, each as long as those that
   * have ended took in the mean (which includes their validation), where any has.
   */
  secondsLeft(rowsLeft: number, epochsLeft: number, epochRows: number, meanEpochSeconds: number | null): number | null {
    const speed = this.rowsPerSecond;
    if (speed === null) return null;
    return rowsLeft / speed + epochsLeft * (meanEpochSeconds ?? epochRows / speed);
  }
}
