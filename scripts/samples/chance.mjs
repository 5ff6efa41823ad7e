/** @file Seeded chance for the samples: the same numbers on every machine, whatever its Node. */

/** The generator of `src/core/random.ts` (PCG-RXS-M-XS-32 over a counter). */
export function uniform(seed) {
  const hash = (input) => {
    const state = (Math.imul(input >>> 0, 747796405) + 2891336453) >>> 0;
    const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737) >>> 0;
    return ((word >>> 22) ^ word) >>> 0;
  };
  let counter = 0;
  return () => hash((hash(seed) ^ hash(counter++)) >>> 0) / 4294967296;
}

/** Normal numbers from uniform ones (Box–Muller). */
export const normal = (next) => () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** Everything a generator draws with. */
export function chance(seed) {
  const next = uniform(seed);
  return {
    next,
    gauss: normal(next),
    between: (low, high) => low + (high - low) * next(),
    happens: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}

/** Fisher–Yates in place. */
export function shuffle(list, next) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}
