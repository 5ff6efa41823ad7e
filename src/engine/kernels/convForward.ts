/**
 * @file A convolution with its bias and activation in one dispatch. An invocation computes four filters at a few
 * neighbouring places in registers: each weight that is loaded serves all places, each cell all filters. Nothing is shared
 * through workgroup memory, so that there is no barrier to wait at; neighbouring invocations read the same cells, which the
 * caches serve.
 */

import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { activationFunctions, activationWgsl, type PointActivation } from "./activations.ts";
import {
  elementOf,
  four,
  type Geometry,
  geometryParams,
  geometryValues,
  inFours,
  outputShape,
  repeat,
  storeFour,
} from "./convGeometry.ts";

/**
 * Places an invocation computes. With two, weights are loaded twice as often, and it takes half as long again on the
 * software device; eight gain nothing.
 */
const places = 4;
const workgroup = 64;

interface Variant {
  readonly activation: PointActivation;
  readonly bias: boolean;
  /** What goes into the activation is stored, too. */
  readonly keepsArgument: boolean;
  readonly channelsInFours: boolean;
  readonly filtersInFours: boolean;
  /** A window of one cell without padding: nothing needs to be checked. */
  readonly pointwise: boolean;
}

/** WGSL that applies `activate` to a vector. */
export const activateFour = (name: PointActivation): string =>
  `${name === "linear" || name === "relu" ? "" : activationFunctions}
  ${activationWgsl(name)}
  fn activateFour(z : vec4<f32>) -> vec4<f32> {
    return vec4<f32>(activate(z.x), activate(z.y), activate(z.z), activate(z.w));
  }`;

/** The first place's row and column of the window; the others follow, around the ends of rows and images. */
const placesText = repeat(
  places,
  (p) => `
    let m${p} = tile * ${places} + ${p};
    ${
      p === 0
        ? `var column = m0 % params.outWidth;
    var row = (m0 / params.outWidth) % params.outHeight;
    var image = m0 / (params.outWidth * params.outHeight);`
        : `column += 1;
    if (column == params.outWidth) { column = 0; row += 1; }
    if (row == params.outHeight) { row = 0; image = min(image + 1, params.batch - 1); }`
    }
    let top${p} = row * params.strideHeight - params.padTop;
    let left${p} = column * params.strideWidth - params.padLeft;
    let image${p} = image * params.height * params.width;
    var sum${p} = vec4<f32>();`,
);

/** The products of one cell of the window: `at0`, `inside0` … say where, `k` where the weights are. */
function channelsText({ channelsInFours, filtersInFours, pointwise }: Variant): string {
  const weights = (c: number) => four("weights", `k + ${c} * params.filters`, filtersInFours, "filtersLeft");
  const guarded = (p: number, value: string, none: string) =>
    pointwise ? value : `select(${none}, ${value}, inside${p})`;
  if (channelsInFours) {
    return `for (var c = 0; c < channels; c += 4) {
      ${repeat(4, (c) => `let k${c} = ${weights(c)};`)}
      k += 4 * params.filters;
      ${repeat(places, (p) => `let x${p} = ${guarded(p, `x[(at${p} + c) >> 2u]`, "vec4<f32>()")};`)}
      ${repeat(places, (p) => `sum${p} += x${p}.x * k0 + x${p}.y * k1 + x${p}.z * k2 + x${p}.w * k3;`)}
    }`;
  }
  return `for (var c = 0; c < channels; c++) {
      let k0 = ${weights(0)};
      k += params.filters;
      ${repeat(places, (p) => `sum${p} += ${guarded(p, `x[at${p} + c]`, "0.0")} * k0;`)}
    }`;
}

function windowText(variant: Variant): string {
  const inner = channelsText(variant);
  if (variant.pointwise) {
    return `${repeat(places, (p) => `let at${p} = (image${p} + top${p} * params.width + left${p}) * params.channels + first;`)}
    var k = f;
    ${inner}`;
  }
  return `for (var h = 0; h < params.kernelHeight; h++) {
    ${repeat(
      places,
      (p) => `let row${p} = top${p} + h * params.dilationHeight;
    let rowInside${p} = row${p} >= 0 && row${p} < params.height;`,
    )}
    for (var w = 0; w < params.kernelWidth; w++) {
      ${repeat(
        places,
        (p) => `let column${p} = left${p} + w * params.dilationWidth;
      let inside${p} = rowInside${p} && column${p} >= 0 && column${p} < params.width;
      let at${p} = select(0, (image${p} + row${p} * params.width + column${p}) * params.channels + first, inside${p});`,
      )}
      var k = (h * params.kernelWidth + w) * channels * params.filters + f;
      ${inner}
    }
  }`;
}

function forwardKernel(variant: Variant): Kernel {
  const { activation, bias, keepsArgument, channelsInFours, filtersInFours } = variant;
  const store = (buffer: string, p: number, value: string) =>
    storeFour(buffer, `m${p} * params.filters + f`, filtersInFours, "filtersLeft", value);
  return {
    key: `convolution ${JSON.stringify(variant)}`,
    inputs: {
      x: elementOf(channelsInFours),
      weights: elementOf(filtersInFours),
      ...(bias ? { bias: "f32" } : {}),
    },
    outputs: {
      y: elementOf(filtersInFours),
      ...(keepsArgument ? { argument: elementOf(filtersInFours) } : {}),
    },
    params: geometryParams("tiles", "places"),
    workgroup,
    declarations: activateFour(activation),
    body: `
    let channels = params.channels / params.groups;
    let filters = params.filters / params.groups;
    let groupQuads = (filters + 3) / 4;
    let quads = params.groups * groupQuads;
    if (i32(index) >= params.tiles * quads) { return; }
    let quad = i32(index) % quads;
    let tile = i32(index) / quads;
    let own = quad / groupQuads;
    let f = own * filters + (quad % groupQuads) * 4;
    let filtersLeft = (own + 1) * filters - f;
    let first = own * channels;
    ${placesText}
    ${windowText(variant)}
    let shift = ${bias ? four("bias", "f", false, "filtersLeft") : "vec4<f32>()"};
    ${repeat(
      places,
      (p) => `if (m${p} < params.places) {
      let z = sum${p} + shift;
      ${keepsArgument ? store("argument", p, "z") : ""}
      let result = activateFour(z);
      ${store("y", p, "result")}
    }`,
    )}`,
  };
}

const isPointwise = (g: Geometry): boolean =>
  [g.kernelHeight, g.kernelWidth].every((size) => size === 1) &&
  [g.padTop, g.padLeft].every((pad) => pad === 0) &&
  (g.outHeight - 1) * g.strideHeight < g.height &&
  (g.outWidth - 1) * g.strideWidth < g.width;

interface Forward {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
  readonly geometry: Geometry;
  readonly activation: PointActivation;
  readonly keepsArgument: boolean;
}

/** The result, and the activation's argument where it is to be kept. */
export function convForward({ x, kernel, bias, geometry, activation, keepsArgument }: Forward): Tensor[] {
  const { batch, channels, filters, groups, outHeight, outWidth } = geometry;
  const variant: Variant = {
    activation,
    bias: bias !== null,
    keepsArgument,
    channelsInFours: inFours(channels, groups),
    filtersInFours: inFours(filters, groups),
    pointwise: isPointwise(geometry),
  };
  const count = batch * outHeight * outWidth;
  const tiles = Math.ceil(count / places);
  const quads = groups * Math.ceil(filters / groups / 4);
  const shape = outputShape(geometry);
  return launchTensors(forwardKernel(variant), {
    inputs: bias === null ? [x, kernel] : [x, kernel, bias],
    outputs: Array.from({ length: keepsArgument ? 2 : 1 }, () => ({ shape, dtype: "float32" as const })),
    params: geometryValues(geometry, { tiles, places: count }),
    groups: linear(tiles * quads, workgroup),
  });
}
