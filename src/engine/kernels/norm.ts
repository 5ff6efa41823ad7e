/**
 * @file Normalizations in WGSL. All of them are one: values [batch, positions, groups, width] are brought to mean 0 and
 * variance 1 within each (batch, group). Batch normalization has a single batch of all rows and groups of one channel, layer
 * normalization rows of one group. Mean and variance are formed in two passes over parts of a (batch, group), which are
 * then joined (Chan, Golub & LeVeque 1979): no digit is lost where the mean is large, and the order is always the same. Where
 * workgroups at barriers are cheap, one takes a (batch, group) whose values are neighbours.
 */
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import {
  finishText,
  type Geometry,
  partsOf,
  placeFunction,
  reduceParams,
  reduceText,
  reduceValues,
  unitsOf,
} from "./normGeometry.ts";
import { takesWorkgroup, unitStatistics } from "./normUnits.ts";

const workgroup = 64;

/** Running averages and how they follow. */
export interface Averages {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly momentum: number;
}

function partKernel(alone: boolean, averages: boolean): Kernel {
  return {
    key: `norm parts${alone ? " alone" : ""}${averages ? " averages" : ""}`,
    inputs: { x: "f32" },
    outputs: {
      stats: "vec2<f32>",
      ...(averages ? { movingMean: "f32", movingVariance: "f32" } : {}),
    },
    params: { ...reduceParams, epsilon: "f32", momentum: "f32" },
    workgroup,
    declarations: placeFunction,
    body: `${reduceText}
    // Near the values, so that sums of distances keep their digits.
    let pivot = x[placeOf(part, first, channel)];
    var sum = 0.0;
    for (var i = 0u; i < count; i++) { sum += x[placeOf(part + i * params.parts, first, channel)] - pivot; }
    let mean = pivot + sum / f32(count);
    var squares = 0.0;
    for (var i = 0u; i < count; i++) {
      let off = x[placeOf(part + i * params.parts, first, channel)] - mean;
      squares += off * off;
    }
    ${alone ? finishText(averages) : "stats[part * params.units + unit] = vec2<f32>(mean, squares);"}`,
  };
}

const joinKernel = (averages: boolean): Kernel => ({
  key: `norm join${averages ? " averages" : ""}`,
  inputs: { partStats: "vec2<f32>" },
  outputs: {
    stats: "vec2<f32>",
    ...(averages ? { movingMean: "f32", movingVariance: "f32" } : {}),
  },
  params: { ...reduceParams, epsilon: "f32", momentum: "f32" },
  workgroup,
  declarations: `
    fn countOf(part : u32) -> f32 {
      return f32((params.positions * params.width - part + params.parts - 1u) / params.parts);
    }`,
  body: `
    let unit = index;
    if (unit >= params.units) { return; }
    let pivot = partStats[unit].x;
    var sum = 0.0;
    for (var part = 0u; part < params.parts; part++) {
      sum += countOf(part) * (partStats[part * params.units + unit].x - pivot);
    }
    let mean = pivot + sum / f32(params.positions * params.width);
    var squares = 0.0;
    for (var part = 0u; part < params.parts; part++) {
      let one = partStats[part * params.units + unit];
      squares += one.y + countOf(part) * (one.x - mean) * (one.x - mean);
    }
    ${finishText(averages)}`,
});

const floats = (...shape: number[]) => ({ shape, dtype: "float32" }) as const;

/** Mean and 1 / √(variance + epsilon) of each unit, [units, 2]. The running averages follow, in place. */
export function statistics(x: Tensor, geometry: Geometry, epsilon: number, averages: Averages | null): Tensor {
  const units = unitsOf(geometry);
  const parts = partsOf(geometry);
  const params = { ...reduceValues(geometry, parts), epsilon, momentum: averages?.momentum ?? 0 };
  if (averages === null && takesWorkgroup(geometry)) {
    const [found] = launchTensors(unitStatistics(), {
      inputs: [x],
      outputs: [floats(units, 2)],
      params,
      groups: linear(units, 1),
    });
    return found as Tensor;
  }
  const followed = averages === null ? [] : [averages.mean, averages.variance];
  const alone = parts === 1;
  const [found] = launchTensors(partKernel(alone, alone && averages !== null), {
    inputs: [x],
    outputs: [floats(units * parts, 2), ...(alone ? followed : [])],
    params,
    groups: linear(units * parts, workgroup),
  }) as [Tensor];
  if (alone) return found;
  const [joined] = launchTensors(joinKernel(averages !== null), {
    inputs: [found],
    outputs: [floats(units, 2), ...followed],
    params,
    groups: linear(units, workgroup),
  }) as [Tensor];
  found.dispose();
  return joined;
}

/** What `elementFunctions` asks of a kernel. */
export const elementParams = { count: "u32", statPositions: "u32", statGroups: "u32", statWidth: "u32" } as const;

/** The numbers of `elementParams`. */
export const elementValues = (geometry: Geometry, count: number) => ({
  count,
  statPositions: geometry.positions,
  statGroups: geometry.groups,
  statWidth: geometry.width,
});

/** Of where a value lies. */
export const elementFunctions = `
    fn channelOf(at : u32) -> u32 { return at % (params.statGroups * params.statWidth); }
    fn unitOf(at : u32) -> u32 {
      let channels = params.statGroups * params.statWidth;
      return (at / channels / params.statPositions) * params.statGroups + (at % channels) / params.statWidth;
    }`;

/** Scale and shift of the channels; null: 1 and 0. */
export interface Affine {
  readonly gamma: Tensor | null;
  readonly beta: Tensor | null;
}

/** Inputs of a kernel that may be there or not. */
export const named = (tensors: Readonly<Record<string, Tensor | null>>) => {
  const present = Object.entries(tensors).filter((entry): entry is [string, Tensor] => entry[1] !== null);
  return {
    inputs: Object.fromEntries(present.map(([name]) => [name, "f32"])),
    tensors: present.map(([, tensor]) => tensor),
    key: present.map(([name]) => ` ${name}`).join(""),
  };
};

/** (x − mean) · inverse · gamma + beta, with `stats` as `statistics` gives them. */
export function applied(x: Tensor, stats: Tensor, geometry: Geometry, { gamma, beta }: Affine): Tensor {
  const affine = named({ gamma, beta });
  const kernel: Kernel = {
    key: `norm apply${affine.key}`,
    inputs: { x: "f32", stats: "vec2<f32>", ...affine.inputs },
    outputs: { result: "f32" },
    params: elementParams,
    workgroup,
    declarations: elementFunctions,
    body: `
    if (index >= params.count) { return; }
    let stat = stats[unitOf(index)];
    let standard = (x[index] - stat.x) * stat.y;
    let scaled = standard${gamma === null ? "" : " * gamma[channelOf(index)]"};
    result[index] = scaled${beta === null ? "" : " + beta[channelOf(index)]"};`,
  };
  return elementwise(kernel, [x, stats, ...affine.tensors], x, geometry);
}

/** As `applied`, with the running averages [channels]. */
export function appliedAverages(x: Tensor, { mean, variance }: Averages, epsilon: number, affine: Affine): Tensor {
  const { gamma, beta } = affine;
  const given = named({ gamma, beta });
  const kernel: Kernel = {
    key: `norm apply averages${given.key}`,
    inputs: { x: "f32", mean: "f32", variance: "f32", ...given.inputs },
    outputs: { result: "f32" },
    params: { count: "u32", channels: "u32", epsilon: "f32" },
    workgroup,
    body: `
    if (index >= params.count) { return; }
    let channel = index % params.channels;
    let standard = (x[index] - mean[channel]) * inverseSqrt(variance[channel] + params.epsilon);
    let scaled = standard${gamma === null ? "" : " * gamma[channel]"};
    result[index] = scaled${beta === null ? "" : " + beta[channel]"};`,
  };
  const [result] = launchTensors(kernel, {
    inputs: [x, mean, variance, ...given.tensors],
    outputs: [floats(...x.shape)],
    params: { count: x.size, channels: mean.size, epsilon },
    groups: linear(x.size, workgroup),
  });
  return result as Tensor;
}

function elementwise(kernel: Kernel, inputs: readonly TensorInfo[], like: Tensor, geometry: Geometry): Tensor {
  const [result] = launchTensors(kernel, {
    inputs,
    outputs: [floats(...like.shape)],
    params: elementValues(geometry, like.size),
    groups: linear(like.size, workgroup),
  });
  return result as Tensor;
}
