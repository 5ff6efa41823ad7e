/**
 * @file One number a channel, taken over all cells of an image or all steps of a sequence: [images, cells, channels] →
 * [images, channels], and back. A mean may leave cells out by a mask [images, cells]; an image of which all are left out has a
 * mean of 0. Where several cells are the largest, they share what comes back.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launch, launchTensors, linear } from "../gpu/kernel.ts";
import { product } from "./convGeometry.ts";
import { inShares, sharesOf } from "./convShares.ts";

const workgroup = 64;
/** Cells that one invocation adds before a sum is cut into shares. */
const longSum = 512;

/** images, cells, channels */
export type Cells = readonly [number, number, number];

const sizes = { images: "u32", cells: "u32", channels: "u32" } as const;
const sizesOf = ([images, cells, channels]: Cells) => ({ images, cells, channels });

const sumKernel: Kernel = {
  key: "sum over cells",
  inputs: { x: "f32" },
  outputs: { sums: "f32" },
  params: { ...sizes, shares: "u32", share: "u32", divisor: "f32" },
  workgroup,
  body: `
    if (index >= params.images * params.channels * params.shares) { return; }
    let c = index % params.channels;
    let image = (index / params.channels) % params.images;
    let share = index / (params.channels * params.images);
    let end = min((share + 1u) * params.share, params.cells);
    var sum = 0.0;
    for (var cell = share * params.share; cell < end; cell++) { sum += x[(image * params.cells + cell) * params.channels + c]; }
    sums[index] = sum / params.divisor;`,
};

function sumCells(x: Tensor, size: Cells, divisor: number, sums: Tensor): void {
  const [images, cells, channels] = size;
  const numbers = images * channels;
  const shares = cells < longSum ? 1 : sharesOf({ lines: cells, places: cells, tiles: numbers, numbers });
  inShares(shares, [sums], (outputs) => {
    launch(sumKernel, {
      inputs: [x],
      outputs,
      params: { ...sizesOf(size), shares, share: Math.ceil(cells / shares), divisor },
      groups: linear(numbers * shares, workgroup),
    });
  });
}

/** Writes into `sums` [channels] what all places of `z` […, channels] hold together. */
export function channelSums(z: Tensor, sums: Tensor): void {
  const channels = product(sums.shape);
  sumCells(z, [1, product(z.shape) / channels, channels], 1, sums);
}

/** Writes into `means` [images, channels]. */
export const cellMeans = (x: Tensor, size: Cells, means: Tensor): void => sumCells(x, size, size[1], means);

const maskedKernel: Kernel = {
  key: "masked mean over cells",
  inputs: { x: "f32", mask: "f32" },
  outputs: { means: "f32" },
  params: sizes,
  workgroup,
  body: `
    if (index >= params.images * params.channels) { return; }
    let c = index % params.channels;
    let image = index / params.channels;
    var sum = 0.0;
    var counted = 0.0;
    for (var cell = image * params.cells; cell < (image + 1u) * params.cells; cell++) {
      sum += mask[cell] * x[cell * params.channels + c];
      counted += mask[cell];
    }
    means[index] = sum / max(counted, 1.0);`,
};

/** Writes into `means` [images, channels] the means over the cells where `mask` [images, cells] is 1. */
export function maskedMeans(x: Tensor, mask: Tensor, size: Cells, means: Tensor): void {
  launch(maskedKernel, {
    inputs: [x, mask],
    outputs: [means],
    params: sizesOf(size),
    groups: linear(size[0] * size[2], workgroup),
  });
}

const spreadKernel = (masked: boolean): Kernel => ({
  key: `mean over cells back ${masked}`,
  inputs: { dy: "f32", ...(masked ? { mask: "f32" } : {}) },
  outputs: { dx: "f32" },
  params: sizes,
  workgroup,
  body: `
    if (index >= params.images * params.cells * params.channels) { return; }
    let c = index % params.channels;
    let image = index / (params.channels * params.cells);
    let dz = dy[image * params.channels + c];
    ${
      masked
        ? `var counted = 0.0;
    for (var cell = image * params.cells; cell < (image + 1u) * params.cells; cell++) { counted += mask[cell]; }
    dx[index] = dz * mask[index / params.channels] / max(counted, 1.0);`
        : "dx[index] = dz / f32(params.cells);"
    }`,
});

/** The gradient of a mean over cells, those of `mask` where there is one; [images · cells · channels] in `shape`. */
export function spreadMeans(dy: Tensor, mask: Tensor | null, size: Cells, shape: readonly number[]): Tensor {
  const [dx] = launchTensors(spreadKernel(mask !== null), {
    inputs: mask === null ? [dy] : [dy, mask],
    outputs: [{ shape, dtype: "float32" }],
    params: sizesOf(size),
    groups: linear(product(size), workgroup),
  });
  return dx as Tensor;
}

const largestKernel = (counts: boolean): Kernel => ({
  key: `largest cell ${counts}`,
  inputs: { x: "f32" },
  outputs: { y: "f32", ...(counts ? { equals: "f32" } : {}) },
  params: sizes,
  workgroup,
  body: `
    if (index >= params.images * params.channels) { return; }
    let first = (index / params.channels) * params.cells * params.channels + index % params.channels;
    var largest = x[first];
    var count = 1.0;
    for (var cell = 1u; cell < params.cells; cell++) {
      let value = x[first + cell * params.channels];
      count = select(select(count, count + 1.0, value == largest), 1.0, value > largest);
      largest = max(largest, value);
    }
    y[index] = largest;
    ${counts ? "equals[index] = count;" : ""}`,
});

/** [images, channels] in `shape`; and, where asked for, how many cells hold the largest number. */
export function largestCells(x: Tensor, size: Cells, shape: readonly number[], counts: boolean): Tensor[] {
  return launchTensors(largestKernel(counts), {
    inputs: [x],
    outputs: Array.from({ length: counts ? 2 : 1 }, () => ({ shape, dtype: "float32" as const })),
    params: sizesOf(size),
    groups: linear(size[0] * size[2], workgroup),
  });
}

const sharedKernel: Kernel = {
  key: "largest cell back",
  inputs: { dy: "f32", x: "f32", y: "f32", equals: "f32" },
  outputs: { dx: "f32" },
  params: sizes,
  workgroup,
  body: `
    if (index >= params.images * params.cells * params.channels) { return; }
    let at = (index / (params.channels * params.cells)) * params.channels + index % params.channels;
    dx[index] = select(0.0, dy[at] / equals[at], x[index] == y[at]);`,
};

/** The gradient of the largest over cells; `y` and `equals` as `largestCells` gave them. */
export function spreadLargest(dy: Tensor, x: Tensor, [y, equals]: readonly [Tensor, Tensor], size: Cells): Tensor {
  const [dx] = launchTensors(sharedKernel, {
    inputs: [dy, x, y, equals],
    outputs: [{ shape: x.shape, dtype: "float32" }],
    params: sizesOf(size),
    groups: linear(product(size), workgroup),
  });
  return dx as Tensor;
}
