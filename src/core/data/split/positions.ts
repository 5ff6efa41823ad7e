/** @file Lists of positions (indices into the labelled samples) that a split hands around, and what all strategies do with them. */

/** Positions of each part. */
export type Positions = readonly [train: Uint32Array, validation: Uint32Array, test: Uint32Array];

export type Fractions = readonly [train: number, validation: number, test: number];

/** 0, 1, … total − 1. */
export function counted(total: number): Uint32Array {
  const list = new Uint32Array(total);
  for (let i = 0; i < total; i++) list[i] = i;
  return list;
}

/** Consecutive pieces of the given sizes; sorted, they keep the file's order inside a part. */
export function cut(order: Uint32Array, sizes: readonly number[], sorted: boolean): Positions {
  const [train = 0, validation = 0] = sizes;
  const pieces: Positions = [
    order.slice(0, train),
    order.slice(train, train + validation),
    order.slice(train + validation),
  ];
  if (sorted) for (const piece of pieces) piece.sort();
  return pieces;
}

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
export const codeCount = (codes: Int32Array): number => codes.reduce((most, code) => Math.max(most, code + 1), 0);

/** How many of the positions have each code; codes below 0 have none. */
export function countCodes(codes: Int32Array, positions: Iterable<number>, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (const position of positions) {
    const code = codes[position] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** The positions of each code, ascending in code and position; codes that no position has are left out. */
export function positionsByCode(codes: Int32Array, positions: Uint32Array): Uint32Array[] {
  const sizes = countCodes(codes, positions, codeCount(codes));
  const lists = sizes.map((size) => new Uint32Array(size));
  const filled = new Uint32Array(lists.length);
  for (const position of positions) {
    const code = codes[position] ?? -1;
    const list = lists[code];
    if (list === undefined) continue;
    list[filled[code] as number] = position;
    filled[code] = (filled[code] as number) + 1;
  }
  return lists.filter((list) => list.length > 0);
}

/** Each position into the part that `partOf` names for its place in `positions`. */
export function gather(positions: Uint32Array, partOf: (place: number) => 0 | 1 | 2): Positions {
  const parts = new Uint8Array(positions.length);
  const sizes = [0, 0, 0];
  for (let place = 0; place < positions.length; place++) {
    const part = partOf(place);
    parts[place] = part;
    sizes[part] = (sizes[part] as number) + 1;
  }
  const lists = sizes.map((size) => new Uint32Array(size));
  const filled = [0, 0, 0];
  for (let place = 0; place < positions.length; place++) {
    const part = parts[place] as 0 | 1 | 2;
    const at = filled[part] as number;
    (lists[part] as Uint32Array)[at] = positions[place] as number;
    filled[part] = at + 1;
  }
  for (const list of lists) list.sort();
  return lists as unknown as Positions;
}
