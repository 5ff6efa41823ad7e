/**
 * @file Puts rows in order by group and time, and finds where a series is interrupted. Linear in the rows: a radix sort
 * over the bits of the times, for a sort with a comparison takes seconds for a million of them.
 */
import type { CategoryReader } from "./columns.ts";
import { gatherIndices, gatherNumbers } from "./gather.ts";

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
export function orderRows(rows: Uint32Array, { time, group, duplicates }: OrderBy): OrderedRows {
  const placed = new Uint32Array(rows.length);
  const codes = new Int32Array(rows.length);
  const read = time === null ? null : new Float64Array(rows.length);
  let [count, withoutGroup, withoutTime] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
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
  const inFile = { rows: placed.subarray(0, count), codes: codes.subarray(0, count) };
  const times = read === null ? null : read.subarray(0, count);
  const groupCount = group === null ? 1 : group.values.length;
  const unsorted = times === null ? 0 : countUnsorted(inFile.codes, times, groupCount);
  const places = sortByGroup(unsorted === 0 ? counted(count) : sortByTime(times), inFile.codes, groupCount);
  const repeats = times === null ? null : findRepeats(places, inFile.rows, inFile.codes, times);
  const kept = repeats !== null && duplicates === "first" && repeats.count > 0 ? repeats.kept : places;
  return {
    order: kept.map((place) => inFile.rows[place] as number),
    groups: gatherIndices(kept, (place) => inFile.codes[place] as number),
    times: times === null ? null : gatherNumbers(kept, (place) => times[place] as number),
    found: {
      withoutGroup,
      withoutTime,
      unsorted,
      duplicates: { count: repeats?.count ?? 0, row: repeats?.row ?? -1 },
    },
  };
}

const counted = (count: number): Uint32Array => {
  const list = new Uint32Array(count);
  for (let i = 0; i < count; i++) list[i] = i;
  return list;
};

function countUnsorted(codes: Int32Array, times: Float64Array, groups: number): number {
  const last = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  let count = 0;
  for (let i = 0; i < times.length; i++) {
    const [code, time] = [codes[i] as number, times[i] as number];
    if (time < (last[code] as number)) count++;
    last[code] = time;
  }
  return count;
}

/** Places of the times, ascending; equal ones in the order they came. */
export function sortByTime(times: Float64Array | null): Uint32Array {
  let from = counted(times?.length ?? 0);
  if (times === null) return from;
  const keys = ascendingKeys(times);
  let to: Uint32Array = new Uint32Array(from.length);
  for (let digit = 0; digit < 4; digit++) {
    const digitOf = (place: number) => keys[4 * place + digit] as number;
    if (!countingPass(from, to, 1 << 16, digitOf)) continue;
    [from, to] = [to, from];
  }
  return from;
}

/**
 * Of each number the four 16-bit digits, the lowest first, of a key that ascends with it: the sign bit turned over for
 * positive numbers, all bits for negative ones (Herf, "Radix tricks", 2001).
 */
function ascendingKeys(times: Float64Array): Uint16Array {
  // −0 and 0 are one time.
  const bits = new Uint32Array(times.map((time) => time + 0).buffer);
  const keys = new Uint16Array(4 * times.length);
  for (let i = 0; i < times.length; i++) {
    const [low, high] = [bits[2 * i] as number, bits[2 * i + 1] as number];
    const flip = high >>> 31 === 1 ? 0xffffffff : 0;
    const [a, b] = [low ^ flip, high ^ (flip === 0 ? 0x80000000 : flip)];
    keys[4 * i] = a & 0xffff;
    keys[4 * i + 1] = a >>> 16;
    keys[4 * i + 2] = b & 0xffff;
    keys[4 * i + 3] = b >>> 16;
  }
  return keys;
}

const sortByGroup = (places: Uint32Array, codes: Int32Array, groups: number): Uint32Array => {
  const sorted = new Uint32Array(places.length);
  return countingPass(places, sorted, groups, (place) => codes[place] as number) ? sorted : places;
};

/** One stable pass of a counting sort; false, with nothing written, where all digits are the same. */
function countingPass(from: Uint32Array, to: Uint32Array, digits: number, digitOf: (place: number) => number): boolean {
  const at = new Uint32Array(digits + 1);
  for (let i = 0; i < from.length; i++) {
    const next = digitOf(from[i] as number) + 1;
    at[next] = (at[next] as number) + 1;
  }
  if (from.length === 0 || at[digitOf(from[0] as number) + 1] === from.length) return false;
  for (let digit = 0; digit < digits; digit++) at[digit + 1] = (at[digit + 1] as number) + (at[digit] as number);
  for (let i = 0; i < from.length; i++) {
    const place = from[i] as number;
    const digit = digitOf(place);
    const free = at[digit] as number;
    to[free] = place;
    at[digit] = free + 1;
  }
  return true;
}

function findRepeats(places: Uint32Array, rows: Uint32Array, codes: Int32Array, times: Float64Array) {
  const kept = new Uint32Array(places.length);
  let [count, row, length] = [0, -1, 0];
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    const before = i === 0 ? -1 : (places[i - 1] as number);
    if (before >= 0 && codes[before] === codes[place] && times[before] === times[place]) {
      count++;
      if (row < 0 || (rows[place] as number) < row) row = rows[place] as number;
    } else kept[length++] = place;
  }
  return { count, row, kept: kept.slice(0, length) };
}

/** A step in time this many times the usual one is a gap. */
export const gapFactor = 1.5;

/** The median of the steps forward within groups (of an even number the mean of the two in the middle); null: there is none. */
export function usualStep(groups: Int32Array, times: Float64Array): number | null {
  const steps = new Float64Array(times.length);
  let count = 0;
  for (let i = 1; i < times.length; i++) {
    const step = (times[i] as number) - (times[i - 1] as number);
    if (groups[i] === groups[i - 1] && step > 0) steps[count++] = step;
  }
  if (count === 0) return null;
  const sorted = steps.subarray(0, count).sort();
  const [low, high] = [sorted[(count - 1) >> 1] as number, sorted[count >> 1] as number];
  return low + (high - low) / 2;
}

export interface Gaps {
  readonly count: number;
  /** Place after the first of them in the order, −1 where there are none; the longest, in usual steps. */
  readonly place: number;
  readonly times: number;
}

/** Places where stretches without an interruption begin, and the end of the last. `step` null: only groups divide. */
export function stretches(
  groups: Int32Array,
  times: Float64Array | null,
  step: number | null,
): { readonly borders: Uint32Array; readonly gaps: Gaps } {
  const borders = new Uint32Array(groups.length + 1);
  let [count, gapCount, place, longest] = [0, 0, -1, 0];
  for (let i = 0; i < groups.length; i++) {
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
