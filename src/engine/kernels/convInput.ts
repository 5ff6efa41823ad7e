/**
 * @file The gradient of a convolution by its input, which is also what a transposed convolution computes: each cell gathers
 * what the windows over it hand back, so that no two invocations write the same number. An invocation computes four channels
 * of a few cells that lie a stride apart: the same cells of the window reach all of them, the others none.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import type { PointActivation } from "./activations.ts";
import { activateFour } from "./convForward.ts";
import {
  elementOf,
  four,
  type Geometry,
  geometryParams,
  geometryValues,
  inFours,
  inputShape,
  repeat,
  storeFour,
} from "./convGeometry.ts";

/** Cells an invocation computes; as in the convolution itself. */
const cells = 4;
const workgroup = 64;

interface Variant {
  readonly activation: PointActivation;
  readonly bias: boolean;
  readonly keepsArgument: boolean;
  readonly channelsInFours: boolean;
  readonly filtersInFours: boolean;
}

/** Cells of one image whose row and column leave the same remainder by the strides are numbered together. */
const cellsText = repeat(
  cells,
  (p) => `
    let m${p} = tile * ${cells} + ${p};
    ${
      p === 0
        ? `var column = m0 % params.columns;
    var row = (m0 / params.columns) % params.rows;
    var image = m0 / (params.columns * params.rows);`
        : `column += 1;
    if (column == params.columns) { column = 0; row += 1; }
    if (row == params.rows) { row = 0; image += 1; }`
    }
    let row${p} = row;
    let column${p} = column;
    let image${p} = image;
    var sum${p} = vec4<f32>();`,
);

function filtersText({ filtersInFours }: Variant): string {
  // The weights of four channels; a channel beyond the group's last repeats it and is not stored.
  const at = (c: number) => `k + min(${c}, channelsLeft - 1) * params.filters + f`;
  if (filtersInFours) {
    return `for (var f = 0; f < filters; f += 4) {
        ${repeat(4, (c) => `let k${c} = weights[(${at(c)}) >> 2u];`)}
        ${repeat(cells, (p) => `let z${p} = select(vec4<f32>(), z[(at${p} + f) >> 2u], inside${p});`)}
        ${repeat(cells, (p) => `sum${p} += vec4<f32>(dot(z${p}, k0), dot(z${p}, k1), dot(z${p}, k2), dot(z${p}, k3));`)}
      }`;
  }
  return `for (var f = 0; f < filters; f++) {
        let k0 = vec4<f32>(${[0, 1, 2, 3].map((c) => `weights[${at(c)}]`).join(", ")});
        ${repeat(cells, (p) => `sum${p} += select(0.0, z[at${p} + f], inside${p}) * k0;`)}
      }`;
}

function inputKernel(variant: Variant): Kernel {
  const { activation, bias, keepsArgument, channelsInFours, filtersInFours } = variant;
  const store = (buffer: string, value: string) => storeFour(buffer, "at", channelsInFours, "channelsLeft", value);
  return {
    key: `convolution by input ${JSON.stringify(variant)}`,
    inputs: {
      z: elementOf(filtersInFours),
      weights: elementOf(filtersInFours),
      ...(bias ? { bias: "f32" } : {}),
    },
    outputs: {
      result: elementOf(channelsInFours),
      ...(keepsArgument ? { argument: elementOf(channelsInFours) } : {}),
    },
    params: geometryParams("tiles", "rows", "columns"),
    workgroup,
    declarations: activateFour(activation),
    body: `
    let channels = params.channels / params.groups;
    let filters = params.filters / params.groups;
    let groupQuads = (channels + 3) / 4;
    let quads = params.groups * groupQuads;
    let remainders = params.strideHeight * params.strideWidth;
    if (i32(index) >= params.tiles * quads * remainders) { return; }
    let quad = i32(index) % quads;
    let tile = (i32(index) / quads) % params.tiles;
    let remainder = i32(index) / (quads * params.tiles);
    let top = remainder / params.strideWidth;
    let left = remainder % params.strideWidth;
    let own = quad / groupQuads;
    let inGroup = (quad % groupQuads) * 4;
    let channelsLeft = channels - inGroup;
    let firstFilter = own * filters;
    ${cellsText}
    for (var h = 0; h < params.kernelHeight; h++) {
      let up = top + params.padTop - h * params.dilationHeight;
      if (up % params.strideHeight != 0) { continue; }
      ${repeat(
        cells,
        (p) => `let place${p} = row${p} + up / params.strideHeight;
      let rowInside${p} = image${p} < params.batch && place${p} >= 0 && place${p} < params.outHeight;`,
      )}
      for (var w = 0; w < params.kernelWidth; w++) {
        let back = left + params.padLeft - w * params.dilationWidth;
        if (back % params.strideWidth != 0) { continue; }
        ${repeat(
          cells,
          (p) => `let along${p} = column${p} + back / params.strideWidth;
        let inside${p} = rowInside${p} && along${p} >= 0 && along${p} < params.outWidth;
        let at${p} = select(0, ((image${p} * params.outHeight + place${p}) * params.outWidth + along${p}) * params.filters + firstFilter, inside${p});`,
        )}
        let k = ((h * params.kernelWidth + w) * channels + inGroup) * params.filters + firstFilter;
        ${filtersText(variant)}
      }
    }
    let c = own * channels + inGroup;
    let shift = ${bias ? four("bias", "c", false, "channelsLeft") : "vec4<f32>()"};
    ${repeat(
      cells,
      (p) => `{
      let y = row${p} * params.strideHeight + top;
      let x = column${p} * params.strideWidth + left;
      if (image${p} < params.batch && y < params.height && x < params.width) {
        let at = ((image${p} * params.height + y) * params.width + x) * params.channels + c;
        let before = sum${p} + shift;
        ${keepsArgument ? store("argument", "before") : ""}
        let value = activateFour(before);
        ${store("result", "value")}
      }
    }`,
    )}`,
  };
}

interface ByInput {
  /** What comes back from the output: [batch, outHeight, outWidth, filters]. */
  readonly z: Tensor;
  readonly kernel: Tensor;
  readonly geometry: Geometry;
  /** Of a transposed convolution: added to each channel. */
  readonly bias?: Tensor | null;
  readonly activation?: PointActivation;
  readonly keepsArgument?: boolean;
}

/** [batch, height, width, channels], and the activation's argument where it is to be kept. */
export function convInput(given: ByInput): Tensor[] {
  const { z, kernel, geometry, bias = null, activation = "linear", keepsArgument = false } = given;
  const { batch, height, width, channels, filters, groups, strideHeight, strideWidth } = geometry;
  const variant: Variant = {
    activation,
    bias: bias !== null,
    keepsArgument,
    channelsInFours: inFours(channels, groups),
    filtersInFours: inFours(filters, groups),
  };
  const rows = Math.ceil(height / strideHeight);
  const columns = Math.ceil(width / strideWidth);
  const tiles = Math.ceil((batch * rows * columns) / cells);
  const quads = groups * Math.ceil(channels / groups / 4);
  const shape = inputShape(geometry);
  return launchTensors(inputKernel(variant), {
    inputs: bias === null ? [z, kernel] : [z, kernel, bias],
    outputs: Array.from({ length: keepsArgument ? 2 : 1 }, () => ({ shape, dtype: "float32" as const })),
    params: geometryValues(geometry, { tiles, rows, columns }),
    groups: linear(tiles * quads * strideHeight * strideWidth, workgroup),
  });
}
