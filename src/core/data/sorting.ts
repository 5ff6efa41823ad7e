/**
 * @file Order among many numbers, in pieces: a typed array's own sort of ten million takes a second in which nothing else
 * can be done. Digits of 16 bits do it without comparing; none of the numbers is NaN.
 */
import { blockRows, inBlocks, type Pieces, within } from "../pieces.ts";

const digitValues = 1 << 16;

/** 0, 1, … count − 1. */
export function counted(count: number): Uint32Array {
  const list = new Uint32Array(count);
  for (let i = 0; i < count; i++) list[i] = i;
  return list;
}

/**
 * A digit of a key that ascends with its number, 0 the highest: the sign bit turned over for positive numbers, all bits
 * for negative ones (Herf, "Radix tricks", 2001). Of a double the low word lies first.
 */
function digitOf(low: number, high: number, digit: number): number {
  const flip = high >> 31;
  switch (digit) {
    case 0:
      return (high ^ (flip | 0x80000000)) >>> 16;
    case 1:
      return (high ^ flip) & 0xffff;
    case 2:
      return (low ^ flip) >>> 16;
    default:
      return (low ^ flip) & 0xffff;
  }
}

/** The bits of the numbers, low words first. */
const bitsOf = ({ buffer, byteOffset, length }: Float64Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, 2 * length);

/** The number at a place of the sorted values, and the one after it (the last one twice); −0 as 0. */
export function* twoInOrder(values: Float64Array, place: number): Pieces<readonly [number, number]> {
  const found = (yield* within(valueAt(values, place), 0, 0.8)) + 0;
  let upTo = 0;
  let next = Number.POSITIVE_INFINITY;
  for (let from = 0; from < values.length; from += blockRows) {
    const to = Math.min(values.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (value <= found) upTo++;
      else if (value < next) next = value;
    }
    yield 0.8 + (0.2 * to) / values.length;
  }
  return [found, place + 1 < upTo || upTo === values.length ? found : next + 0];
}

/** The number that sorting would put at `place`: its digits are found one after the other, by counting those that remain. */
function* valueAt(values: Float64Array, place: number): Pieces<number> {
  const bits = bitsOf(values);
  const counts = new Uint32Array(digitValues);
  const digits = [0, 0, 0, 0];
  let left = place;
  for (let digit = 0; digit < digits.length; digit++) {
    counts.fill(0);
    for (let from = 0; from < values.length; from += blockRows) {
      const to = Math.min(values.length, from + blockRows);
      countDigits(bits, from, to, digit, digits, counts);
      yield (digit + to / values.length) / digits.length;
    }
    let at = 0;
    while (left >= (counts[at] as number) && at < digitValues - 1) left -= counts[at++] as number;
    digits[digit] = at;
  }
  return fromDigits(digits);
}

/** Counts a digit of the numbers whose higher digits are these. */
function countDigits(
  bits: Uint32Array,
  from: number,
  to: number,
  digit: number,
  digits: readonly number[],
  counts: Uint32Array,
): void {
  const [first = 0, second = 0, third = 0] = digits;
  for (let i = from; i < to; i++) {
    const [low, high] = [bits[2 * i] as number, bits[2 * i + 1] as number];
    if (digit > 0 && digitOf(low, high, 0) !== first) continue;
    if (digit > 1 && digitOf(low, high, 1) !== second) continue;
    if (digit > 2 && digitOf(low, high, 2) !== third) continue;
    const own = digitOf(low, high, digit);
    counts[own] = (counts[own] as number) + 1;
  }
}

function fromDigits([first = 0, second = 0, third = 0, fourth = 0]: readonly number[]): number {
  const flip = first >>> 15 === 1 ? 0 : -1;
  const high = ((first << 16) | second) ^ (flip | 0x80000000);
  const low = ((third << 16) | fourth) ^ flip;
  const number = new Float64Array(1);
  bitsOf(number).set([low >>> 0, high >>> 0]);
  return number[0] as number;
}

/** A sorted copy. Runs of a block are sorted as they are, then merged two by two. */
export function* sortedNumbers(values: Float64Array): Pieces<Float64Array> {
  let from = values.slice();
  const run = 4 * blockRows;
  const passes = Math.max(0, Math.ceil(Math.log2(values.length / run)));
  yield* within(
    inBlocks(values.length, (start, end) => void from.subarray(start, end).sort(), run),
    0,
    1 / (passes + 1),
  );
  let to = passes > 0 ? new Float64Array(values.length) : from;
  for (let pass = 0; pass < passes; pass++) {
    yield* within(mergeRuns(from, to, run * 2 ** pass), (pass + 1) / (passes + 1), (pass + 2) / (passes + 1));
    [from, to] = [to, from];
  }
  return from;
}

/** Merges each two neighbouring runs of `run` numbers. */
function* mergeRuns(from: Float64Array, to: Float64Array, run: number): Pieces<void> {
  for (let start = 0; start < from.length; start += 2 * run) {
    const [middle, end] = [Math.min(from.length, start + run), Math.min(from.length, start + 2 * run)];
    let [left, right] = [start, middle];
    for (let at = start; at < end; ) {
      const until = Math.min(end, at + blockRows);
      for (; at < until; at++) {
        const takeLeft = left < middle && (right >= end || (from[left] as number) <= (from[right] as number));
        to[at] = from[takeLeft ? left++ : right++] as number;
      }
      yield until / from.length;
    }
  }
}

/** The places of the numbers, ascending; equal ones in the order they came, −0 as 0. */
export function* placesInOrder(values: Float64Array): Pieces<Uint32Array> {
  let from = counted(values.length);
  const keys = new Uint16Array(4 * values.length);
  yield* within(
    inBlocks(values.length, (start, end) => writeKeys(values, keys, start, end)),
    0,
    0.2,
  );
  let to: Uint32Array = new Uint32Array(from.length);
  for (let digit = 0; digit < 4; digit++) {
    const own = (place: number) => keys[4 * place + digit] as number;
    const sorted = yield* within(countingPass(from, to, digitValues, own), 0.2 + 0.2 * digit, 0.4 + 0.2 * digit);
    if (sorted) [from, to] = [to, from];
  }
  return from;
}

/** Four digits a number, the lowest first. */
function writeKeys(values: Float64Array, keys: Uint16Array, start: number, end: number): void {
  // −0 and 0 are one number.
  const bits = bitsOf(values.slice(start, end).map((value) => value + 0));
  for (let i = start; i < end; i++) {
    const [low, high] = [bits[2 * (i - start)] as number, bits[2 * (i - start) + 1] as number];
    for (let digit = 0; digit < 4; digit++) keys[4 * i + 3 - digit] = digitOf(low, high, digit);
  }
}

/** One stable pass of a counting sort; false, with nothing written, where all digits are the same. */
export function* countingPass(
  from: Uint32Array,
  to: Uint32Array,
  digits: number,
  digitAt: (place: number) => number,
): Pieces<boolean> {
  const at = new Uint32Array(digits + 1);
  yield* within(
    inBlocks(from.length, (start, end) => {
      for (let i = start; i < end; i++) {
        const next = digitAt(from[i] as number) + 1;
        at[next] = (at[next] as number) + 1;
      }
    }),
    0,
    0.4,
  );
  if (from.length === 0 || at[digitAt(from[0] as number) + 1] === from.length) return false;
  for (let digit = 0; digit < digits; digit++) at[digit + 1] = (at[digit + 1] as number) + (at[digit] as number);
  yield* within(
    inBlocks(from.length, (start, end) => {
      for (let i = start; i < end; i++) {
        const place = from[i] as number;
        const digit = digitAt(place);
        const free = at[digit] as number;
        to[free] = place;
        at[digit] = free + 1;
      }
    }),
    0.4,
    1,
  );
  return true;
}
