/**
 * @file Seeded random numbers. Counter-based: a stream is a function of (seed, stream number), so a run resumed at
 * epoch 7 draws what an uninterrupted run would have drawn there.
 */
import { inBlocks, type Pieces } from "./pieces.ts";

/** PCG-RXS-M-XS-32 output function (O'Neill 2014), used as a hash of a 32-bit counter. */
export function pcgHash(input: number): number {
  const state = (Math.imul(input >>> 0, 747796405) + 2891336453) >>> 0;
  const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}

export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform integer in [0, below). */
  int(below: number): number;
}

/** An independent stream for each (seed, stream) pair. */
export function random(seed: number, stream = 0): Random {
  const key = pcgHash((pcgHash(seed >>> 0) ^ Math.imul(stream + 1, 0x9e3779b9)) >>> 0);
  let counter = 0;
  const next = () => pcgHash((key ^ pcgHash(counter++)) >>> 0) / 4294967296;
  return { next, int: (below) => Math.floor(next() * below) };
}

/** Fisher–Yates in place. */
export function shuffle<T extends Uint32Array | Int32Array | unknown[]>(items: T, source: Random): T {
  shuffleDown(items, items.length - 1, 0, source);
  return items;
}

/** `shuffle`, a block of swaps at a time. */
export function* shuffled<T extends Uint32Array | Int32Array>(items: T, source: Random): Pieces<T> {
  const last = items.length - 1;
  yield* inBlocks(last, (from, to) => shuffleDown(items, last - from, last - to, source));
  return items;
}

/** The swaps of places `from` down to `to` + 1. */
function shuffleDown(items: Uint32Array | Int32Array | unknown[], from: number, to: number, source: Random): void {
  const list = items as { [i: number]: unknown };
  for (let i = from; i > to; i--) {
    const j = source.int(i + 1);
    const swap = list[i];
    list[i] = list[j];
    list[j] = swap;
  }
}
