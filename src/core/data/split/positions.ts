/** @file Lists of positions (indices into the labelled samples) that a split hands around, and what all strategies do with them. */
import { inBlocks, type Pieces, within } from "../../pieces.ts";

/** Positions of each part. */
export type Positions = readonly [train: Uint32Array, validation: Uint32Array, test: Uint32Array];

export type Fractions = readonly [train: number, validation: number, test: number];

/** Consecutive pieces of the given sizes. */
export function cut(order: Uint32Array, sizes: readonly number[]): Positions {
  const [train = 0, validation = 0] = sizes;
  return [order.slice(0, train), order.slice(train, train + validation), order.slice(train + validation)];
}

/** The part of each position, by position: 1, 2, 3; 0: none yet. */
export type Marks = Uint8Array;

/** Marks consecutive pieces of `order`, of the given sizes, with their parts. */
export function* markParts(marks: Marks, order: Uint32Array, sizes: readonly number[]): Pieces<void> {
  const [train = 0, validation = 0] = sizes;
  yield* inBlocks(order.length, (from, to) => {
    for (let i = from; i < to; i++) {
      marks[order[i] as number] = i < train ? 1 : i < train + validation ? 2 : 3;
    }
  });
}

/** The marked positions of each part, ascending as in the file: without sorting. */
export function* markedParts(marks: Marks): Pieces<Positions> {
  const sizes = new Uint32Array(4);
  yield* within(
    inBlocks(marks.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const part = marks[i] as number;
        sizes[part] = (sizes[part] as number) + 1;
      }
    }),
    0,
    0.3,
  );
  const lists = Array.from(sizes, (size, part) => new Uint32Array(part === 0 ? 0 : size));
  const filled = new Uint32Array(4);
  yield* within(
    inBlocks(marks.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const part = marks[i] as number;
        if (part === 0) continue;
        const at = filled[part] as number;
        (lists[part] as Uint32Array)[at] = i;
        filled[part] = at + 1;
      }
    }),
    0.3,
    1,
  );
  const [, train = none, validation = none, test = none] = lists;
  return [train, validation, test];
}

const none = new Uint32Array(0);

export function concatenate(lists: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}

/** One more than the largest code: the length of a table by code. */
export function codeCount(codes: Int32Array): number {
  let most = 0;
  for (let i = 0; i < codes.length; i++) most = Math.max(most, (codes[i] as number) + 1);
  return most;
}

/** How many of the positions (null: of all) have each code; codes below 0 have none. */
export function* countCodes(codes: Int32Array, positions: Uint32Array | null, count: number): Pieces<number[]> {
  const counts = new Uint32Array(count);
  const total = positions === null ? codes.length : positions.length;
  yield* inBlocks(total, (from, to) => {
    for (let i = from; i < to; i++) {
      const code = codes[positions === null ? i : (positions[i] as number)] ?? -1;
      if (code >= 0) counts[code] = (counts[code] as number) + 1;
    }
  });
  return [...counts];
}

/** The positions of each code, ascending in code and position; codes that no position has are left out. */
export function* positionsByCode(codes: Int32Array, positions: Uint32Array): Pieces<Uint32Array[]> {
  const sizes = yield* within(countCodes(codes, positions, codeCount(codes)), 0, 0.3);
  const lists: Uint32Array[] = [];
  // There may be a code for every few positions, and an array for each takes its time.
  const make = inBlocks(sizes.length, (from, to) => {
    for (let code = from; code < to; code++) lists.push(new Uint32Array(sizes[code] as number));
  });
  yield* within(make, 0.3, 0.4);
  const filled = new Uint32Array(lists.length);
  yield* within(
    inBlocks(positions.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const position = positions[i] as number;
        const code = codes[position] ?? -1;
        const list = lists[code];
        if (list === undefined) continue;
        list[filled[code] as number] = position;
        filled[code] = (filled[code] as number) + 1;
      }
    }),
    0.4,
    1,
  );
  return lists.filter((list) => list.length > 0);
}
