/**
 * @file Rows of a table by number, and the masks of steps, one dispatch each. Numbers arrive as floats: they are rounded,
 * and one out of range takes the nearest row there is.
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";

const workgroup = 64;

/** `fn rowOf(number : f32) -> u32` of a table of `params.rows` rows. */
export const rowOfWgsl = `
fn rowOf(number : f32) -> u32 {
  let last = params.rows - 1u;
  return min(u32(clamp(round(number), 0.0, f32(last))), last);
}`;

const gather: Kernel = {
  key: "embedding",
  inputs: { numbers: "f32", table: "f32" },
  outputs: { result: "f32" },
  params: { count: "u32", rows: "u32", width: "u32" },
  workgroup,
  declarations: rowOfWgsl,
  body: `
    if (index >= params.count) { return; }
    result[index] = table[rowOf(numbers[index / params.width]) * params.width + index % params.width];`,
};

/** The rows: [… of numbers, width]. */
export function gatherRows(numbers: TensorInfo, table: TensorInfo): TensorInfo {
  const [rows, width] = table.shape as [number, number];
  const shape = [...numbers.shape, width];
  const count = shape.reduce((product, size) => product * size, 1);
  const [result] = launch(gather, {
    inputs: [numbers, table],
    outputs: [{ shape, dtype: "float32" }],
    params: { count, rows, width },
    groups: linear(count, workgroup),
  });
  return result as TensorInfo;
}

const otherRows: Kernel = {
  key: "rows but the first",
  inputs: { numbers: "f32" },
  outputs: { mask: "f32" },
  params: { count: "u32", rows: "u32" },
  workgroup,
  declarations: rowOfWgsl,
  body: "if (index < params.count) { mask[index] = select(0.0, 1.0, rowOf(numbers[index]) != 0u); }",
};

/** 1 where a number means another row than the first, else 0. */
export function maskOfNumbers(numbers: TensorInfo, rows: number): TensorInfo {
  const count = numbers.shape.reduce((product, size) => product * size, 1);
  const [mask] = launch(otherRows, {
    inputs: [numbers],
    outputs: [{ shape: numbers.shape, dtype: "float32" }],
    params: { count, rows },
    groups: linear(count, workgroup),
  });
  return mask as TensorInfo;
}

const otherSteps: Kernel = {
  key: "steps unlike a value",
  inputs: { x: "f32" },
  outputs: { mask: "f32" },
  params: { count: "u32", width: "u32", value: "f32" },
  workgroup,
  body: `
    if (index >= params.count) { return; }
    var found = 0.0;
    for (var at = index * params.width; at < (index + 1u) * params.width; at++) {
      if (x[at] != params.value) { found = 1.0; }
    }
    mask[index] = found;`,
};

/** 1 where any number of a step differs from `value`, else 0: [… of x, 1]. */
export function maskOfSteps(x: TensorInfo, value: number): TensorInfo {
  const shape = [...x.shape.slice(0, -1), 1];
  const count = shape.reduce((product, size) => product * size, 1);
  const [mask] = launch(otherSteps, {
    inputs: [x],
    outputs: [{ shape, dtype: "float32" }],
    params: { count, width: x.shape.at(-1) as number, value },
    groups: linear(count, workgroup),
  });
  return mask as TensorInfo;
}
