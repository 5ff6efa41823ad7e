/**
 * @file Pooling over windows and its gradients, one dispatch each. The largest value's cell is saved, the first of equals,
 * so that the gradient need not look for it; both gradients gather, so that no two invocations write the same number. A mean
 * is over the cells inside the image.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { type Geometry, geometryParams, geometryValues, inputShape, outputShape, product } from "./convGeometry.ts";

export type Pool = "max" | "average";

const workgroup = 64;

const inVectors = ({ channels }: Geometry): boolean => channels % 4 === 0;

/** A lane is a channel, or four of them. */
const types = (vectors: boolean) =>
  vectors
    ? ({ number: "vec4<f32>", cell: "vec4<i32>", channels: "params.channels / 4" } as const)
    : ({ number: "f32", cell: "i32", channels: "params.channels" } as const);

/** The smallest number: WGSL may assume that there are no infinities. */
const lowest = "-3.4028234e38";

function forwardKernel(pool: Pool, vectors: boolean, saves: boolean): Kernel {
  const { number, cell, channels } = types(vectors);
  const max = pool === "max";
  return {
    key: `pool ${pool} ${vectors} ${saves}`,
    inputs: { x: number },
    outputs: { y: number, ...(saves ? { cells: cell } : {}) },
    params: geometryParams("count"),
    workgroup,
    body: `
    let channels = ${channels};
    if (i32(index) >= params.count) { return; }
    let c = i32(index) % channels;
    let place = i32(index) / channels;
    let left = (place % params.outWidth) * params.strideWidth - params.padLeft;
    let line = place / params.outWidth;
    let top = (line % params.outHeight) * params.strideHeight - params.padTop;
    let image = (line / params.outHeight) * params.height;
    var result = ${number}(${max ? lowest : "0.0"});
    ${saves ? `var cell = ${cell}(-1);` : ""}
    ${max ? "" : "var count = 0.0;"}
    for (var h = max(0, -top); h < min(params.kernelHeight, params.height - top); h++) {
      for (var w = max(0, -left); w < min(params.kernelWidth, params.width - left); w++) {
        let value = x[((image + top + h) * params.width + left + w) * channels + c];
        ${
          max
            ? `${saves ? `cell = select(cell, ${cell}(h * params.kernelWidth + w), value > result);` : ""}
        result = max(result, value);`
            : `result += value;
        count += 1.0;`
        }
      }
    }
    y[index] = result${max ? "" : " / count"};
    ${saves ? "cells[index] = cell;" : ""}`,
  };
}

/** The result; of the largest, where `saves` asks for it, also which cell of its window each came from. */
export function poolForward(pool: Pool, x: Tensor, geometry: Geometry, saves: boolean): Tensor[] {
  const vectors = inVectors(geometry);
  const shape = outputShape(geometry);
  const count = product(shape) / (vectors ? 4 : 1);
  return launchTensors(forwardKernel(pool, vectors, saves), {
    inputs: [x],
    outputs: [{ shape, dtype: "float32" }, ...(saves ? [{ shape, dtype: "int32" } as const] : [])],
    params: geometryValues(geometry, { count }),
    groups: linear(count, workgroup),
  });
}

/** How many of a window's cells lie inside, along one axis. */
const inside = (start: string, window: string, size: string): string =>
  `(min(${start} + params.${window}, params.${size}) - max(${start}, 0))`;

function backwardKernel(pool: Pool, vectors: boolean): Kernel {
  const { number, cell, channels } = types(vectors);
  const max = pool === "max";
  return {
    key: `pool ${pool} back ${vectors}`,
    inputs: { dy: number, ...(max ? { cells: cell } : {}) },
    outputs: { dx: number },
    params: geometryParams("count"),
    workgroup,
    body: `
    let channels = ${channels};
    if (i32(index) >= params.count) { return; }
    let c = i32(index) % channels;
    let at = i32(index) / channels;
    let left = at % params.width + params.padLeft;
    let line = at / params.width;
    let top = line % params.height + params.padTop;
    let image = (line / params.height) * params.outHeight;
    // The windows over the cell: from the first that reaches it to the last that begins at it.
    let firstRow = max(0, top - params.kernelHeight + params.strideHeight) / params.strideHeight;
    let lastRow = min(top / params.strideHeight, params.outHeight - 1);
    let firstColumn = max(0, left - params.kernelWidth + params.strideWidth) / params.strideWidth;
    let lastColumn = min(left / params.strideWidth, params.outWidth - 1);
    var sum = ${number}();
    for (var row = firstRow; row <= lastRow; row++) {
      let h = top - row * params.strideHeight;
      if (h >= params.kernelHeight) { continue; }
      for (var column = firstColumn; column <= lastColumn; column++) {
        let w = left - column * params.strideWidth;
        if (w >= params.kernelWidth) { continue; }
        let place = ((image + row) * params.outWidth + column) * channels + c;
        ${
          max
            ? `sum += select(${number}(), dy[place], cells[place] == ${cell}(h * params.kernelWidth + w));`
            : `let y = row * params.strideHeight - params.padTop;
        let x = column * params.strideWidth - params.padLeft;
        sum += dy[place] / f32(${inside("y", "kernelHeight", "height")} * ${inside("x", "kernelWidth", "width")});`
        }
      }
    }
    dx[index] = sum;`,
  };
}

/** The gradient by the input; `cells` as `poolForward` saved them, of a mean none. */
export function poolBackward(pool: Pool, dy: Tensor, cells: Tensor | null, geometry: Geometry): Tensor {
  const vectors = inVectors(geometry);
  const shape = inputShape(geometry);
  const count = product(shape) / (vectors ? 4 : 1);
  const [dx] = launchTensors(backwardKernel(pool, vectors), {
    inputs: cells === null ? [dy] : [dy, cells],
    outputs: [{ shape, dtype: "float32" }],
    params: geometryValues(geometry, { count }),
    groups: linear(count, workgroup),
  });
  return dx as Tensor;
}
