/**
 * @file The gradient of normalizations: with y the standardized values, means over a (batch, group), and the channel's gamma
 * in g, dx = (g·dy − mean(g·dy) − y · mean(g·dy·y)) / √(variance + epsilon). The sums of dy and dy·y by channel are beta's
 * and gamma's gradients, and in batch normalization the means, too. `stats` are those of `norm.ts`.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { elementFunctions, elementParams, elementValues, named } from "./norm.ts";
import {
  type Geometry,
  partsOf,
  placeFunction,
  reduceParams,
  reduceText,
  reduceValues,
  sizeOf,
  unitsOf,
} from "./normGeometry.ts";
import { eachOfUnit, takesWorkgroup, unitText, workgroupParts } from "./normUnits.ts";

const workgroup = 64;

const floats = (...shape: number[]) => ({ shape, dtype: "float32" }) as const;

/** Sums of dy and of dy · y; of each unit, or of each channel. */
export interface Sums {
  readonly dy: Tensor;
  readonly product: Tensor;
}

function partKernel(weighted: boolean): Kernel {
  return {
    key: `norm gradient parts${weighted ? " weighted" : ""}`,
    inputs: { x: "f32", dy: "f32", stats: "vec2<f32>", ...(weighted ? { gamma: "f32" } : {}) },
    outputs: { sums: "f32", products: "f32" },
    params: { ...reduceParams, ...elementParams },
    workgroup,
    declarations: `${placeFunction}\n${elementFunctions}`,
    body: `${reduceText}
    var sum = 0.0;
    var product = 0.0;
    for (var i = 0u; i < count; i++) {
      let at = placeOf(part + i * params.parts, first, channel);
      let stat = stats[unitOf(at)];
      let value = dy[at]${weighted ? " * gamma[channelOf(at)]" : ""};
      sum += value;
      product += value * ((x[at] - stat.x) * stat.y);
    }
    sums[part * params.units + unit] = sum;
    products[part * params.units + unit] = product;`,
  };
}

function unitKernel(weighted: boolean): Kernel {
  const { key, begin, kernel } = workgroupParts({ added: "sum vec2<f32>" });
  return {
    key: `norm gradient by workgroups, joined by ${key}${weighted ? " weighted" : ""}`,
    inputs: { x: "f32", dy: "f32", stats: "vec2<f32>", ...(weighted ? { gamma: "f32" } : {}) },
    outputs: { sums: "f32", products: "f32" },
    params: { ...reduceParams, ...elementParams },
    ...kernel,
    declarations: `${kernel.declarations}\n${elementFunctions}`,
    // A workgroup's unit is that of its values.
    body: `${begin}${unitText}
    let stat = stats[unit];
    var own = vec2<f32>();
    ${eachOfUnit(`
      let value = dy[at]${weighted ? " * gamma[channelOf(at)]" : ""};
      own += value * vec2<f32>(1.0, (x[at] - stat.x) * stat.y);`)}
    let total = added(own);
    if (lane == 0u) {
      sums[unit] = total.x;
      products[unit] = total.y;
    }`,
  };
}

const joinKernel: Kernel = {
  key: "norm gradient join",
  inputs: { sumParts: "f32", productParts: "f32" },
  outputs: { sums: "f32", products: "f32" },
  params: { units: "u32", parts: "u32" },
  workgroup,
  body: `
    if (index >= params.units) { return; }
    var sum = 0.0;
    var product = 0.0;
    for (var part = 0u; part < params.parts; part++) {
      sum += sumParts[part * params.units + index];
      product += productParts[part * params.units + index];
    }
    sums[index] = sum;
    products[index] = product;`,
};

/** Over the units of `over`, where `geometry` is what was normalized; dy times its channel's gamma where that is given. */
export function gradientSums(
  { x, dy, stats, gamma }: { readonly x: Tensor; readonly dy: Tensor; readonly stats: Tensor; readonly gamma?: Tensor },
  geometry: Geometry,
  over: Geometry,
): Sums {
  const units = unitsOf(over);
  const weighted = gamma !== undefined;
  const shared = over === geometry && takesWorkgroup(over);
  const parts = shared ? 1 : partsOf(over);
  const found = launchTensors(shared ? unitKernel(weighted) : partKernel(weighted), {
    inputs: weighted ? [x, dy, stats, gamma] : [x, dy, stats],
    outputs: [floats(units * parts), floats(units * parts)],
    params: { ...reduceValues(over, parts), ...elementValues(geometry, x.size) },
    groups: shared ? linear(units, 1) : linear(units * parts, workgroup),
  }) as [Tensor, Tensor];
  if (parts === 1) return { dy: found[0], product: found[1] };
  const [sum, product] = launchTensors(joinKernel, {
    inputs: found,
    outputs: [floats(units), floats(units)],
    params: { units, parts },
    groups: linear(units, workgroup),
  }) as [Tensor, Tensor];
  for (const part of found) part.dispose();
  return { dy: sum, product };
}

/** The gradient by x. `weighted`: gamma is in the sums already. */
export function gradientByValues(
  given: { readonly x: Tensor; readonly dy: Tensor; readonly stats: Tensor; readonly gamma: Tensor | null },
  sums: Sums,
  weighted: boolean,
  geometry: Geometry,
): Tensor {
  const { x, dy, stats, gamma } = given;
  const scale = named({ gamma });
  const g = gamma === null ? "1.0" : "gamma[channelOf(index)]";
  const kernel: Kernel = {
    key: `norm gradient${weighted ? " weighted" : ""}${scale.key}`,
    inputs: { x: "f32", dy: "f32", stats: "vec2<f32>", sums: "f32", products: "f32", ...scale.inputs },
    outputs: { result: "f32" },
    params: { ...elementParams, share: "f32" },
    workgroup,
    declarations: elementFunctions,
    body: `
    if (index >= params.count) { return; }
    let unit = unitOf(index);
    let stat = stats[unit];
    let y = (x[index] - stat.x) * stat.y;
    let along = params.share * (sums[unit] + y * products[unit]);
    result[index] = stat.y * ${weighted ? `(${g} * dy[index] - along)` : `${g} * (dy[index] - along)`};`,
  };
  const [result] = launchTensors(kernel, {
    inputs: [x, dy, stats, sums.dy, sums.product, ...scale.tensors],
    outputs: [floats(...x.shape)],
    params: { ...elementValues(geometry, x.size), share: 1 / sizeOf(geometry) },
    groups: linear(x.size, workgroup),
  });
  return result as Tensor;
}
