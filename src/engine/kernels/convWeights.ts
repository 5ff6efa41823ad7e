/**
 * @file The gradient of a convolution by its weights and bias. A product of two tall matrices, cells under the window by
 * places, neither of which is ever written out: an invocation sums four rows of weights times four filters over a share of
 * the lines of the output, a second pass adds the shares in their order, so that a repetition gives the same bits.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import {
  elementOf,
  four,
  type Geometry,
  geometryParams,
  geometryValues,
  inFours,
  kernelShape,
  product,
  repeat,
  storeFour,
} from "./convGeometry.ts";
import { inShares, sharesOf } from "./convShares.ts";

const workgroup = 64;
interface Variant {
  readonly channelsInFours: boolean;
  readonly filtersInFours: boolean;
  readonly bias: boolean;
}

/** Four channels under one cell of the window: where the window leaves the image is known once for a line. */
const fourChannels = (filtersInFours: boolean): string => `
      let cellRow = h * params.dilationHeight - params.padTop;
      let cellColumn = w * params.dilationWidth - params.padLeft;
      // The places whose window has this cell inside the image.
      let low = max(0, (params.strideWidth - 1 - cellColumn) / params.strideWidth);
      let high = select(0, min(params.outWidth, (params.width - 1 - cellColumn) / params.strideWidth + 1), cellColumn < params.width);
      for (var line = begin; line < end; line++) {
        let row = (line % params.outHeight) * params.strideHeight + cellRow;
        if (row < 0 || row >= params.height) { continue; }
        let image = line / params.outHeight;
        var at = ((image * params.height + row) * params.width + low * params.strideWidth + cellColumn) * params.channels + own * channels + c;
        var origin = (line * params.outWidth + low) * params.filters + f;
        for (var place = low; place < high; place++) {
          let cell = x[at >> 2u];
          let dz = ${four("z", "origin", filtersInFours, "filtersLeft")};
          sum0 += cell.x * dz;
          sum1 += cell.y * dz;
          sum2 += cell.z * dz;
          sum3 += cell.w * dz;
          at += params.strideWidth * params.channels;
          origin += params.filters;
        }
      }`;

/** Any four rows of weights, each under its own cell and channel. */
const anyRows = (filtersInFours: boolean): string => `
      ${repeat(
        4,
        (j) => `let row${j} = min(firstRow + ${j}, rows - 1);
      let tap${j} = row${j} / channels;
      let cellRow${j} = (tap${j} / params.kernelWidth) * params.dilationHeight - params.padTop;
      let cellColumn${j} = (tap${j} % params.kernelWidth) * params.dilationWidth - params.padLeft;
      let channel${j} = own * channels + row${j} % channels;`,
      )}
      for (var line = begin; line < end; line++) {
        let top = (line % params.outHeight) * params.strideHeight;
        let image = line / params.outHeight;
        ${repeat(
          4,
          (j) => `let y${j} = top + cellRow${j};
        let inside${j} = y${j} >= 0 && y${j} < params.height;
        var column${j} = cellColumn${j};
        var at${j} = ((image * params.height + y${j}) * params.width + column${j}) * params.channels + channel${j};`,
        )}
        var origin = line * params.outWidth * params.filters + f;
        for (var place = 0; place < params.outWidth; place++) {
          let dz = ${four("z", "origin", filtersInFours, "filtersLeft")};
          ${repeat(
            4,
            (j) => `let has${j} = inside${j} && column${j} >= 0 && column${j} < params.width;
          sum${j} += select(0.0, x[select(0, at${j}, has${j})], has${j}) * dz;
          column${j} += params.strideWidth;
          at${j} += params.strideWidth * params.channels;`,
          )}
          origin += params.filters;
        }
      }`;

function weightsKernel({ channelsInFours, filtersInFours, bias }: Variant): Kernel {
  const store = (buffer: string, at: string, value: string) =>
    storeFour(buffer, at, filtersInFours, "filtersLeft", value);
  return {
    key: `convolution by weights ${JSON.stringify({ channelsInFours, filtersInFours, bias })}`,
    inputs: { x: elementOf(channelsInFours), z: elementOf(filtersInFours) },
    outputs: {
      weights: elementOf(filtersInFours),
      ...(bias ? { bias: elementOf(filtersInFours) } : {}),
    },
    params: geometryParams("shares", "share"),
    workgroup,
    body: `
    let channels = params.channels / params.groups;
    let filters = params.filters / params.groups;
    let groupQuads = (filters + 3) / 4;
    let quads = params.groups * groupQuads;
    let rows = params.kernelHeight * params.kernelWidth * channels;
    let rowTiles = (rows + 3) / 4;
    let tiles = ${bias ? "rowTiles + 1" : "rowTiles"};
    if (i32(index) >= quads * tiles * params.shares) { return; }
    let quad = i32(index) % quads;
    let tile = (i32(index) / quads) % tiles;
    let share = i32(index) / (quads * tiles);
    let own = quad / groupQuads;
    let f = own * filters + (quad % groupQuads) * 4;
    let filtersLeft = (own + 1) * filters - f;
    let begin = share * params.share;
    let end = min(begin + params.share, params.batch * params.outHeight);
    ${repeat(4, (j) => `var sum${j} = vec4<f32>();`)}
    ${
      bias
        ? `if (tile == rowTiles) {
      for (var place = begin * params.outWidth; place < end * params.outWidth; place++) {
        sum0 += ${four("z", "place * params.filters + f", filtersInFours, "filtersLeft")};
      }
      ${store("bias", "share * params.filters + f", "sum0")}
      return;
    }`
        : ""
    }
    let firstRow = tile * 4;
    {
      ${
        channelsInFours
          ? `let tap = firstRow / channels;
      let c = firstRow % channels;
      let h = tap / params.kernelWidth;
      let w = tap % params.kernelWidth;
      ${fourChannels(filtersInFours)}`
          : anyRows(filtersInFours)
      }
    }
    ${repeat(
      4,
      (j) => `if (firstRow + ${j} < rows) {
      let at = (share * rows + firstRow + ${j}) * params.filters + f;
      ${store("weights", "at", `sum${j}`)}
    }`,
    )}`,
  };
}

interface ByWeights {
  readonly x: Tensor;
  /** What comes back from the output, before the bias: [batch, outHeight, outWidth, filters]. */
  readonly z: Tensor;
  readonly geometry: Geometry;
  /** Written: of the kernel's shape, and one number a filter. */
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
}

/** Writes the gradients of kernel and bias. */
export function convWeights({ x, z, geometry, kernel, bias }: ByWeights): void {
  const { batch, channels, filters, groups, outHeight, outWidth } = geometry;
  const variant: Variant = {
    channelsInFours: inFours(channels, groups),
    filtersInFours: inFours(filters, groups),
    bias: bias !== null,
  };
  const rows = product(kernelShape(geometry)) / filters;
  const tiles = groups * Math.ceil(filters / groups / 4) * (Math.ceil(rows / 4) + (bias === null ? 0 : 1));
  const lines = batch * outHeight;
  const shares = sharesOf({ lines, places: lines * outWidth, tiles, numbers: rows * filters });
  inShares(shares, bias === null ? [kernel] : [kernel, bias], (outputs) => {
    launch(weightsKernel(variant), {
      inputs: [x, z],
      outputs,
      params: geometryValues(geometry, { shares, share: Math.ceil(lines / shares) }),
      groups: linear(tiles * shares, workgroup),
    });
  });
}
