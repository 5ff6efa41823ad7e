/**
 * @file A (batch, group) of a normalization by one workgroup: a dispatch less than parts that are joined by another one, and
 * no parts in memory. For devices where workgroups at barriers are cheap, and values that are neighbours.
 */
import { gpu } from "../gpu/backend.ts";
import type { Kernel } from "../gpu/kernel.ts";
import { across, type Join } from "./across.ts";
import { finishText, type Geometry, partsOf, placeFunction, reduceParams, sizeOf, unitsOf } from "./normGeometry.ts";
import { joinWay, prefersBarriers } from "./preferences.ts";

const lanes = 64;
/** Neighbours at least, that a workgroup has something to read together. */
const leastWidth = 32;
/** Values that a workgroup goes through; or any, where there are so many workgroups. */
const mostOfWorkgroup = 2 ** 14;
const manyUnits = 256;

/** Whether a workgroup takes a unit, in place of parts that are joined by another dispatch. */
export const takesWorkgroup = (geometry: Geometry): boolean =>
  prefersBarriers(gpu().device) === true &&
  geometry.width >= leastWidth &&
  partsOf(geometry) > 1 &&
  (sizeOf(geometry) <= mostOfWorkgroup || unitsOf(geometry) >= manyUnits);

/** Of a kernel that takes a unit by a workgroup: its lanes, and what goes before the body that uses `joins`. */
export function workgroupParts(joins: Readonly<Record<string, Join>>) {
  const { key, enables, declarations, begin } = across(joins, lanes, joinWay(gpu().device));
  return { key, begin, kernel: { workgroup: lanes, enables, declarations: `${declarations}\n${placeFunction}` } };
}

/** Which unit the workgroup takes, as `reduceText` says which part an invocation takes. */
export const unitText = `
    let unit = group.y * groups.x + group.x;
    if (unit >= params.units) { return; }
    let size = params.positions * params.width;
    let first = (unit / params.groups) * params.positions;
    let channel = (unit % params.groups) * params.width;`;

/** Statements for every value of the unit that is this invocation's; it lies at `at`. */
export const eachOfUnit = (text: string): string =>
  `for (var e = lane; e < size; e += ${lanes}u) { let at = placeOf(e, first, channel); ${text} }`;

/** Mean and 1 / √(variance + epsilon) of each unit. */
export function unitStatistics(): Kernel {
  const { key, begin, kernel } = workgroupParts({ added: "sum f32", addedSquares: "sum f32" });
  return {
    key: `norm by workgroups, joined by ${key}`,
    inputs: { x: "f32" },
    outputs: { stats: "vec2<f32>" },
    params: { ...reduceParams, epsilon: "f32", momentum: "f32" },
    ...kernel,
    body: `${begin}${unitText}
    let pivot = x[placeOf(0u, first, channel)];
    var sum = 0.0;
    ${eachOfUnit("sum += x[at] - pivot;")}
    let mean = pivot + added(sum) / f32(size);
    var own = 0.0;
    ${eachOfUnit("own += (x[at] - mean) * (x[at] - mean);")}
    let squares = addedSquares(own);
    if (lane == 0u) { ${finishText(false)} }`,
  };
}
