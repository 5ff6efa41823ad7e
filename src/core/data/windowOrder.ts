/**
 * @file Puts rows in order by group and time, and finds where a series is interrupted. Linear in the rows: how they are
 * sorted is `sorting.ts`.
 */
import { blockRows, inBlocks, type Pieces, within } from "../pieces.ts";
import type { CategoryReader } from "./columns.ts";
import { gatherIndices, gatherNumbers, pick } from "./gather.ts";
import { counted, countingPass, placesInOrder, twoInOrder } from "./sorting.ts";

export interface OrderedRows {
  /** Row numbers: group after group as they first appear, each by time, equal times as the file has them. */
  readonly order: Uint32Array;
  /** By place in `order`. */
  readonly groups: Int32Array;
  readonly times: Float64Array | null;
  readonly found: OrderFindings;
}

export interface OrderFindings {
  /** Rows that are in no series: without a group, without a time. */
  readonly withoutGroup: number;
  readonly withoutTime: number;
  /** Rows that stand after a later one of their group. */
  readonly unsorted: number;
  /** Rows that repeat group and time of an earlier one; `row`: the first of them, −1 where there are none. */
  readonly duplicates: { readonly count: number; readonly row: number };
}

export interface OrderBy {
  readonly time: ((row: number) => number) | null;
  readonly group: CategoryReader | null;
  readonly duplicates: "keep" | "first";
}

/** Rows without a group or a time are left out: nobody knows where they belong. */
export function* orderRows(rows: Uint32Array, { time, group, duplicates }: OrderBy): Pieces<OrderedRows> {
  const placed = yield* within(placeRows(rows, time, group), 0, 0.2);
  const { inFile, codes, times } = placed;
  const groupCount = group === null ? 1 : group.values.length;
  const unsorted = times === null ? 0 : yield* within(countUnsorted(codes, times, groupCount), 0.2, 0.25);
  const byTime = unsorted === 0 ? counted(inFile.length) : yield* within(sortByTime(times), 0.25, 0.55);
  const places = yield* within(sortByGroup(byTime, codes, groupCount), 0.55, 0.7);
  const repeats = times === null ? null : yield* within(findRepeats(places, inFile, codes, times), 0.7, 0.8);
  const kept = repeats !== null && duplicates === "first" && repeats.count > 0 ? repeats.kept : places;
  const timeAt = (place: number) => (times === null ? 0 : (times[place] as number));
  return {
    order: yield* within(pick(inFile, kept), 0.8, 0.85),
    groups: yield* within(
      gatherIndices(kept, (place) => codes[place] as number),
      0.85,
      0.9,
    ),
    times: times === null ? null : yield* within(gatherNumbers(kept, timeAt), 0.9, 1),
    found: {
      withoutGroup: placed.withoutGroup,
      withoutTime: placed.withoutTime,
      unsorted,
      duplicates: { count: repeats?.count ?? 0, row: repeats?.row ?? -1 },
    },
  };
}

/** The rows that have a group and a time, with both. */
function* placeRows(rows: Uint32Array, time: OrderBy["time"], group: OrderBy["group"]) {
  const placed = new Uint32Array(rows.length);
  const codes = new Int32Array(rows.length);
  const read = time === null ? null : new Float64Array(rows.length);
  let [count, withoutGroup, withoutTime] = [0, 0, 0];
  for (let from = 0; from < rows.length; from += blockRows) {
    const to = Math.min(rows.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const code = group === null ? 0 : group.codeAt(row);
      const at = time === null ? 0 : time(row);
      if (code < 0) withoutGroup++;
      else if (Number.isNaN(at)) withoutTime++;
      else {
        placed[count] = row;
        codes[count] = code;
        if (read !== null) read[count] = at;
        count++;
      }
    }
    yield to / rows.length;
  }
  const times = read === null ? null : read.subarray(0, count);
  return { inFile: placed.subarray(0, count), codes: codes.subarray(0, count), times, withoutGroup, withoutTime };
}

function* countUnsorted(codes: Int32Array, times: Float64Array, groups: number): Pieces<number> {
  const last = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  let count = 0;
  yield* inBlocks(times.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const code = codes[i] as number;
      const time = times[i] as number;
      if (time < (last[code] as number)) count++;
      last[code] = time;
    }
  });
  return count;
}

/** Places of the times, ascending; equal ones in the order they came. */
export const sortByTime = (times: Float64Array | null): Pieces<Uint32Array> =>
  placesInOrder(times ?? new Float64Array(0));

function* sortByGroup(places: Uint32Array, codes: Int32Array, groups: number): Pieces<Uint32Array> {
  const sorted = new Uint32Array(places.length);
  return (yield* countingPass(places, sorted, groups, (place) => codes[place] as number)) ? sorted : places;
}

function* findRepeats(places: Uint32Array, rows: Uint32Array, codes: Int32Array, times: Float64Array) {
  const kept = new Uint32Array(places.length);
  let [count, row, length] = [0, -1, 0];
  yield* inBlocks(places.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const place = places[i] as number;
      const before = i === 0 ? -1 : (places[i - 1] as number);
      if (before >= 0 && codes[before] === codes[place] && times[before] === times[place]) {
        count++;
        if (row < 0 || (rows[place] as number) < row) row = rows[place] as number;
      } else kept[length++] = place;
    }
  });
  return { count, row, kept: kept.slice(0, length) };
}

/** A step in time this many times the usual one is a gap. */
export const gapFactor = 1.5;

/** The median of the steps forward within groups (of an even number the mean of the two in the middle); null: there is none. */
export function* usualStep(groups: Int32Array, times: Float64Array): Pieces<number | null> {
  const steps = new Float64Array(times.length);
  let count = 0;
  yield* within(
    inBlocks(times.length, (from, to) => {
      for (let i = Math.max(1, from); i < to; i++) {
        const step = (times[i] as number) - (times[i - 1] as number);
        if (groups[i] === groups[i - 1] && step > 0) steps[count++] = step;
      }
    }),
    0,
    0.3,
  );
  if (count === 0) return null;
  const [low, high] = yield* within(twoInOrder(steps.subarray(0, count), (count - 1) >> 1), 0.3, 1);
  return low + ((count % 2 === 1 ? low : high) - low) / 2;
}

export interface Gaps {
  readonly count: number;
  /** Place after the first of them in the order, −1 where there are none; the longest, in usual steps. */
  readonly place: number;
  readonly times: number;
}

/** Places where stretches without an interruption begin, and the end of the last. `step` null: only groups divide. */
export function* stretches(
  groups: Int32Array,
  times: Float64Array | null,
  step: number | null,
): Pieces<{ readonly borders: Uint32Array; readonly gaps: Gaps }> {
  const borders = new Uint32Array(groups.length + 1);
  let [count, gapCount, place, longest] = [0, 0, -1, 0];
  for (let i = 0; i < groups.length; i++) {
    if (i % blockRows === 0) yield i / groups.length;
    const begins = i === 0 || groups[i] !== groups[i - 1];
    let gap = false;
    if (!begins && times !== null && step !== null) {
      const length = ((times[i] as number) - (times[i - 1] as number)) / step;
      gap = length > gapFactor;
      if (gap) {
        gapCount++;
        if (place < 0) place = i;
        longest = Math.max(longest, length);
      }
    }
    if (begins || gap) borders[count++] = i;
  }
  if (groups.length > 0) borders[count++] = groups.length;
  return { borders: borders.slice(0, count), gaps: { count: gapCount, place, times: longest } };
}
