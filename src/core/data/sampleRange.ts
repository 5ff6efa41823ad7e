/** @file Some samples of many, with no more rows than they cover: what is encoded of a long table to answer about a part of it. */
import type { Samples } from "./windows.ts";

/** Samples `from` to `from + count` by themselves, numbered from 0. `length`: rows of one. They begin in ascending order. */
export function sampleRange(
  { order, starts, targetRows }: Samples,
  from: number,
  count: number,
  length: number,
): Samples {
  const own = starts.subarray(from, from + count);
  const first = own[0];
  const last = own.at(-1);
  if (first === undefined || last === undefined) return { order: order.subarray(0, 0), starts: own, targetRows: own };
  return {
    order: order.subarray(first, last + length),
    starts: own.map((start) => start - first),
    targetRows: targetRows.subarray(from, from + count),
  };
}
