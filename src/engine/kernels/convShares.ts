/**
 * @file A long sum in two passes: shares of it are summed by as many invocations as keep a GPU busy, then added in their
 * order. Without atomics, so that a repetition gives the same bits.
 */
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { product } from "./convGeometry.ts";
import { unwritten } from "./unwritten.ts";

const workgroup = 64;
/** Invocations that keep a GPU busy. */
const wanted = 2 ** 15;
/** Numbers the shares may take: 32 MB. */
const mostNumbers = 2 ** 23;

interface Sum {
  /** What is cut into shares, and the terms in all of it. */
  readonly lines: number;
  readonly places: number;
  /** Invocations of one share. */
  readonly tiles: number;
  /** Of the result. */
  readonly numbers: number;
}

/** Into how many shares: the passes are about equally long where each share has as many terms as there are shares. */
export function sharesOf({ lines, places, tiles, numbers }: Sum): number {
  const most = Math.min(lines, Math.ceil(Math.sqrt(places)), Math.floor(mostNumbers / numbers));
  return Math.max(1, Math.min(most, Math.ceil(wanted / tiles)));
}

/** Adds [shares, count] over its shares; two of them at once, where there is a second. */
const summing = (two: boolean): Kernel => ({
  key: `sum of shares, ${two ? "two" : "one"}`,
  inputs: { first: "f32", ...(two ? { second: "f32" } : {}) },
  outputs: { result: "f32", ...(two ? { other: "f32" } : {}) },
  params: { count: "u32", further: "u32", shares: "u32" },
  workgroup,
  body: `
    var sum = 0.0;
    if (index < params.count) {
      for (var share = 0u; share < params.shares; share++) { sum += first[share * params.count + index]; }
      result[index] = sum;
    }
    ${
      two
        ? `else if (index < params.count + params.further) {
      let at = index - params.count;
      for (var share = 0u; share < params.shares; share++) { sum += second[share * params.further + at]; }
      other[at] = sum;
    }`
        : ""
    }`,
});

/** `partial` writes [shares, …] of each of `results`, one or two; with one share it writes the results themselves. */
export function inShares(
  shares: number,
  results: readonly Tensor[],
  partial: (outputs: readonly TensorInfo[]) => void,
): void {
  if (shares === 1) {
    partial(results);
    return;
  }
  const partials = results.map(({ shape }) => unwritten([shares, ...shape]));
  partial(partials);
  const [count = 0, further = 0] = results.map(({ shape }) => product(shape));
  launch(summing(results.length === 2), {
    inputs: partials,
    outputs: results,
    params: { count, further, shares },
    groups: linear(count + further, workgroup),
  });
  for (const tensor of partials) tensor.dispose();
}
