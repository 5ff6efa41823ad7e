/**
 * @file Convolutions of each channel by itself, `multiplier` windows to a channel, and their gradients. Kernels are
 * [height, width, channels, multiplier], which is also what a convolution has whose groups are single channels; filter
 * c · multiplier + m is window m of channel c. Four channels at once where the multiplier is 1.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launch, launchTensors, linear } from "../gpu/kernel.ts";
import { activationFunctions, activationWgsl, type PointActivation } from "./activations.ts";
import { elementOf, type Geometry, geometryParams, geometryValues, inputShape, outputShape } from "./convGeometry.ts";
import { inShares, sharesOf } from "./convShares.ts";

const workgroup = 64;

const vectorsOf = ({ channels, filters }: Geometry): boolean => channels === filters && channels % 4 === 0;

/** Counts of lanes in the text: a lane is a number, or four. */
const lanes = (vectors: boolean): string => `
    let channels = params.channels${vectors ? " / 4" : ""};
    let filters = params.filters${vectors ? " / 4" : ""};
    let multiplier = filters / channels;`;

const activated = (vectors: boolean, z: string): string =>
  vectors ? `vec4<f32>(${["x", "y", "z", "w"].map((part) => `activate(${z}.${part})`).join(", ")})` : `activate(${z})`;

interface Variant {
  readonly vectors: boolean;
  readonly activation: PointActivation;
  readonly bias: boolean;
  readonly keepsArgument: boolean;
}

function forwardKernel(variant: Variant): Kernel {
  const { vectors, activation, bias, keepsArgument } = variant;
  const element = elementOf(vectors);
  return {
    key: `depthwise ${JSON.stringify(variant)}`,
    inputs: { x: element, weights: element, ...(bias ? { bias: element } : {}) },
    outputs: { y: element, ...(keepsArgument ? { argument: element } : {}) },
    params: geometryParams("count"),
    workgroup,
    declarations: `${activationFunctions}\n${activationWgsl(activation)}`,
    body: `
    ${lanes(vectors)}
    if (i32(index) >= params.count) { return; }
    let f = i32(index) % filters;
    let place = i32(index) / filters;
    let c = f / multiplier;
    let left = (place % params.outWidth) * params.strideWidth - params.padLeft;
    let line = place / params.outWidth;
    let top = (line % params.outHeight) * params.strideHeight - params.padTop;
    let image = (line / params.outHeight) * params.height;
    var sum = ${element}();
    for (var h = 0; h < params.kernelHeight; h++) {
      let row = top + h * params.dilationHeight;
      if (row < 0 || row >= params.height) { continue; }
      for (var w = 0; w < params.kernelWidth; w++) {
        let column = left + w * params.dilationWidth;
        if (column < 0 || column >= params.width) { continue; }
        sum += x[((image + row) * params.width + column) * channels + c] * weights[(h * params.kernelWidth + w) * filters + f];
      }
    }
    let z = sum${bias ? " + bias[f]" : ""};
    ${keepsArgument ? "argument[index] = z;" : ""}
    y[index] = ${activated(vectors, "z")};`,
  };
}

interface Forward {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
  readonly geometry: Geometry;
  readonly activation: PointActivation;
  readonly keepsArgument: boolean;
}

/** The result, and the activation's argument where it is to be kept. */
export function depthwiseForward({ x, kernel, bias, geometry, activation, keepsArgument }: Forward): Tensor[] {
  const { batch, outHeight, outWidth, filters } = geometry;
  const vectors = vectorsOf(geometry);
  const shape = outputShape(geometry);
  const count = (batch * outHeight * outWidth * filters) / (vectors ? 4 : 1);
  return launchTensors(forwardKernel({ vectors, activation, bias: bias !== null, keepsArgument }), {
    inputs: bias === null ? [x, kernel] : [x, kernel, bias],
    outputs: Array.from({ length: keepsArgument ? 2 : 1 }, () => ({ shape, dtype: "float32" as const })),
    params: geometryValues(geometry, { count }),
    groups: linear(count, workgroup),
  });
}

function inputKernel(vectors: boolean): Kernel {
  const element = elementOf(vectors);
  return {
    key: `depthwise by input ${vectors}`,
    inputs: { z: element, weights: element },
    outputs: { x: element },
    params: geometryParams("count"),
    workgroup,
    body: `
    ${lanes(vectors)}
    if (i32(index) >= params.count) { return; }
    let c = i32(index) % channels;
    let cell = i32(index) / channels;
    let left = cell % params.width + params.padLeft;
    let line = cell / params.width;
    let top = line % params.height + params.padTop;
    let image = (line / params.height) * params.outHeight;
    var sum = ${element}();
    for (var h = 0; h < params.kernelHeight; h++) {
      let up = top - h * params.dilationHeight;
      let row = up / params.strideHeight;
      if (up < 0 || up % params.strideHeight != 0 || row >= params.outHeight) { continue; }
      for (var w = 0; w < params.kernelWidth; w++) {
        let back = left - w * params.dilationWidth;
        let column = back / params.strideWidth;
        if (back < 0 || back % params.strideWidth != 0 || column >= params.outWidth) { continue; }
        let at = ((image + row) * params.outWidth + column) * filters + c * multiplier;
        let k = (h * params.kernelWidth + w) * filters + c * multiplier;
        for (var m = 0; m < multiplier; m++) { sum += z[at + m] * weights[k + m]; }
      }
    }
    x[index] = sum;`,
  };
}

/** The gradient by the input: each cell gathers from the windows over it. */
export function depthwiseInput(z: Tensor, kernel: Tensor, geometry: Geometry): Tensor {
  const vectors = vectorsOf(geometry);
  const shape = inputShape(geometry);
  const count = shape.reduce((all, size) => all * size, 1) / (vectors ? 4 : 1);
  const [dx] = launchTensors(inputKernel(vectors), {
    inputs: [z, kernel],
    outputs: [{ shape, dtype: "float32" }],
    params: geometryValues(geometry, { count }),
    groups: linear(count, workgroup),
  });
  return dx as Tensor;
}

/** One cell of the window and one lane of filters over a share of the lines. */
function weightsKernel(vectors: boolean, bias: boolean): Kernel {
  const element = elementOf(vectors);
  return {
    key: `depthwise by weights ${vectors} ${bias}`,
    inputs: { x: element, z: element },
    outputs: { weights: element, ...(bias ? { bias: element } : {}) },
    params: geometryParams("shares", "share"),
    workgroup,
    body: `
    ${lanes(vectors)}
    let cells = params.kernelHeight * params.kernelWidth;
    let tiles = cells${bias ? " + 1" : ""};
    if (i32(index) >= filters * tiles * params.shares) { return; }
    let f = i32(index) % filters;
    let cell = (i32(index) / filters) % tiles;
    let share = i32(index) / (filters * tiles);
    let c = f / multiplier;
    let begin = share * params.share;
    let end = min(begin + params.share, params.batch * params.outHeight);
    var sum = ${element}();
    ${
      bias
        ? `if (cell == cells) {
      for (var place = begin * params.outWidth; place < end * params.outWidth; place++) { sum += z[place * filters + f]; }
      bias[share * filters + f] = sum;
      return;
    }`
        : ""
    }
    let cellRow = (cell / params.kernelWidth) * params.dilationHeight - params.padTop;
    let cellColumn = (cell % params.kernelWidth) * params.dilationWidth - params.padLeft;
    for (var line = begin; line < end; line++) {
      let row = (line % params.outHeight) * params.strideHeight + cellRow;
      if (row < 0 || row >= params.height) { continue; }
      let image = line / params.outHeight;
      let start = (image * params.height + row) * params.width;
      for (var place = 0; place < params.outWidth; place++) {
        let column = place * params.strideWidth + cellColumn;
        if (column < 0 || column >= params.width) { continue; }
        sum += x[(start + column) * channels + c] * z[(line * params.outWidth + place) * filters + f];
      }
    }
    weights[(share * cells + cell) * filters + f] = sum;`,
  };
}

interface ByWeights {
  readonly x: Tensor;
  readonly z: Tensor;
  readonly geometry: Geometry;
  /** Written. */
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
}

/** Writes the gradients of kernel and bias. */
export function depthwiseWeights({ x, z, geometry, kernel, bias }: ByWeights): void {
  const { batch, filters, outHeight, outWidth, kernelHeight, kernelWidth } = geometry;
  const vectors = vectorsOf(geometry);
  const cells = kernelHeight * kernelWidth;
  const tiles = (filters / (vectors ? 4 : 1)) * (cells + (bias === null ? 0 : 1));
  const lines = batch * outHeight;
  const shares = sharesOf({ lines, places: lines * outWidth, tiles, numbers: cells * filters });
  inShares(shares, bias === null ? [kernel] : [kernel, bias], (outputs) => {
    launch(weightsKernel(vectors, bias !== null), {
      inputs: [x, z],
      outputs,
      params: geometryValues(geometry, { shares, share: Math.ceil(lines / shares) }),
      groups: linear(tiles * shares, workgroup),
    });
  });
}
