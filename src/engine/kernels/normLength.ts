/**
 * @file Vectors brought to length 1, y = x / |x| along the last axis, and the gradient: (dy − y · Σ dy·y) / |x|, or dy / |x|
 * where |x| is held at its lower bound. An invocation takes a vector.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";

const workgroup = 64;

const params = { rows: "u32", width: "u32", shortest: "f32" } as const;

const lengthText = `
    if (index >= params.rows) { return; }
    let start = index * params.width;
    var squares = 0.0;
    for (var at = start; at < start + params.width; at++) { squares += x[at] * x[at]; }
    let bounded = squares < params.shortest * params.shortest;
    let size = select(sqrt(squares), params.shortest, bounded);`;

const forward: Kernel = {
  key: "unit vectors",
  inputs: { x: "f32" },
  outputs: { result: "f32" },
  params,
  workgroup,
  body: `${lengthText}
    for (var at = start; at < start + params.width; at++) { result[at] = x[at] / size; }`,
};

const backward: Kernel = {
  key: "unit vectors gradient",
  inputs: { x: "f32", dy: "f32" },
  outputs: { result: "f32" },
  params,
  workgroup,
  body: `${lengthText}
    var along = 0.0;
    for (var at = start; at < start + params.width; at++) { along += x[at] * dy[at]; }
    let factor = select(along / size / size, 0.0, bounded);
    for (var at = start; at < start + params.width; at++) { result[at] = (dy[at] - x[at] * factor) / size; }`,
};

function run(kernel: Kernel, inputs: readonly Tensor[], shortest: number): Tensor {
  const [{ shape, size }] = inputs as [Tensor];
  const width = shape.at(-1) as number;
  const [result] = launchTensors(kernel, {
    inputs,
    outputs: [{ shape, dtype: "float32" }],
    params: { rows: size / width, width, shortest },
    groups: linear(size / width, workgroup),
  });
  return result as Tensor;
}

/** Along the last axis; a vector shorter than `shortest` is divided by that. */
export const unitVectors = (x: Tensor, shortest: number): Tensor => run(forward, [x], shortest);
/** The gradient by `x`. */
export const unitVectorsGradient = (x: Tensor, dy: Tensor, shortest: number): Tensor =>
  run(backward, [x, dy], shortest);
