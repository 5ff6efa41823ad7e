/**
 * @file Long work in pieces: a generator that stops after a bounded amount of work, a block of rows, and yields the share
 * of it that is done. Core has no clock: when others get a turn is for whoever drives it to decide (the engine's
 * `Pause`); where rows are few it runs to its end at once. Stopping never changes a result.
 */

/** Yields its share done, 0 to 1, ascending. */
export type Pieces<T> = Generator<number, T, void>;

/** Rows of a piece where a row costs some nanoseconds, or a microsecond at most: the price of stopping is not felt. */
export const blockRows = 2 ** 14;

/** Carries work out without a stop. */
export function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** Work that is a part of other work, from share `from` to share `to` of it. */
export function* within<T>(work: Pieces<T>, from: number, to: number): Pieces<T> {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    yield from + (to - from) * next.value;
  }
}

/** What takes no time, where work in pieces is asked for. */
export function* done<T>(value: T): Pieces<T> {
  yield 1;
  return value;
}

/** `visit` of 0 to `count`, a block at a time. */
export function* inBlocks(
  count: number,
  visit: (from: number, to: number) => void,
  block: number = blockRows,
): Pieces<void> {
  for (let from = 0; from < count; from += block) {
    const to = Math.min(count, from + block);
    visit(from, to);
    yield to / count;
  }
}
