/** @file Reads chosen rows into typed arrays. Plain loops: `TypedArray.from` with a function takes ten times as long. */
import { blockRows, inBlocks, type Pieces } from "../pieces.ts";

/** `read` of each row, float64. */
export function* gatherNumbers(rows: Uint32Array, read: (row: number) => number): Pieces<Float64Array> {
  const values = new Float64Array(rows.length);
  yield* inBlocks(rows.length, (from, to) => {
    for (let i = from; i < to; i++) values[i] = read(rows[i] as number);
  });
  return values;
}

/** `read` of each row, whole numbers. */
export function* gatherIndices(rows: Uint32Array, read: (row: number) => number): Pieces<Int32Array> {
  const values = new Int32Array(rows.length);
  yield* inBlocks(rows.length, (from, to) => {
    for (let i = from; i < to; i++) values[i] = read(rows[i] as number);
  });
  return values;
}

/** The entries of a list at these places. */
export function* pick(list: Uint32Array, places: Uint32Array): Pieces<Uint32Array> {
  const picked = new Uint32Array(places.length);
  yield* inBlocks(places.length, (from, to) => {
    for (let i = from; i < to; i++) picked[i] = list[places[i] as number] as number;
  });
  return picked;
}

/** Those of `rows` of which it holds, in their order. */
export function* rowsWhere(rows: Uint32Array, holds: (row: number) => boolean): Pieces<Uint32Array> {
  const found = new Uint32Array(rows.length);
  let count = 0;
  for (let from = 0; from < rows.length; from += blockRows) {
    const to = Math.min(rows.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      if (holds(row)) found[count++] = row;
    }
    yield to / rows.length;
  }
  return count === rows.length ? found : found.slice(0, count);
}
