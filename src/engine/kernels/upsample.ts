/**
 * @file Images made larger by whole factors, and the gradients, one dispatch each. Nearest repeats cells; bilinear samples them
 * at their centres, as Keras does, the outermost cell going on beyond the border. [batch, height, width, channels].
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { product } from "./convGeometry.ts";

export type Interpolation = "nearest" | "bilinear";

const workgroup = 64;

const params = {
  count: "i32",
  height: "i32",
  width: "i32",
  channels: "i32",
  factorHeight: "i32",
  factorWidth: "i32",
} as const;

/** The share of cell `cell` in number `to` of an axis of `size` cells. */
const shareFunction = `
fn shareOf(cell : i32, to : i32, size : i32, factor : i32) -> f32 {
  let at = (f32(to) + 0.5) / f32(factor) - 0.5;
  let below = i32(floor(at));
  let share = at - f32(below);
  var sum = 0.0;
  if (clamp(below, 0, size - 1) == cell) { sum += 1.0 - share; }
  if (clamp(below + 1, 0, size - 1) == cell) { sum += share; }
  return sum;
}`;

const forwardKernel = (interpolation: Interpolation): Kernel => ({
  key: `larger ${interpolation}`,
  inputs: { x: "f32" },
  outputs: { y: "f32" },
  params,
  workgroup,
  body: `
    if (i32(index) >= params.count) { return; }
    let c = i32(index) % params.channels;
    let place = i32(index) / params.channels;
    let wide = params.width * params.factorWidth;
    let tall = params.height * params.factorHeight;
    let column = place % wide;
    let row = (place / wide) % tall;
    let image = (place / (wide * tall)) * params.height;
    ${
      interpolation === "nearest"
        ? `y[index] = x[((image + row / params.factorHeight) * params.width + column / params.factorWidth) * params.channels + c];`
        : `let down = (f32(row) + 0.5) / f32(params.factorHeight) - 0.5;
    let across = (f32(column) + 0.5) / f32(params.factorWidth) - 0.5;
    let above = i32(floor(down));
    let before = i32(floor(across));
    let top = (image + clamp(above, 0, params.height - 1)) * params.width;
    let bottom = (image + clamp(above + 1, 0, params.height - 1)) * params.width;
    let left = clamp(before, 0, params.width - 1);
    let right = clamp(before + 1, 0, params.width - 1);
    let share = across - f32(before);
    let first = mix(x[(top + left) * params.channels + c], x[(top + right) * params.channels + c], share);
    let second = mix(x[(bottom + left) * params.channels + c], x[(bottom + right) * params.channels + c], share);
    y[index] = mix(first, second, down - f32(above));`
    }`,
});

const backwardKernel = (interpolation: Interpolation): Kernel => {
  const bilinear = interpolation === "bilinear";
  /** Where the numbers that a cell is part of begin and end, along one axis. */
  const reach = (cell: string, size: string, factor: string) =>
    bilinear
      ? `max(0, (${cell} - 1) * params.${factor}), min((${cell} + 2) * params.${factor}, params.${size} * params.${factor})`
      : `${cell} * params.${factor}, (${cell} + 1) * params.${factor}`;
  return {
    key: `larger ${interpolation} back`,
    inputs: { dy: "f32" },
    outputs: { dx: "f32" },
    params,
    workgroup,
    declarations: shareFunction,
    body: `
    if (i32(index) >= params.count) { return; }
    let c = i32(index) % params.channels;
    let at = i32(index) / params.channels;
    let x = at % params.width;
    let y = (at / params.width) % params.height;
    let image = at / (params.width * params.height);
    let wide = params.width * params.factorWidth;
    let tall = params.height * params.factorHeight;
    let rows = vec2<i32>(${reach("y", "height", "factorHeight")});
    let columns = vec2<i32>(${reach("x", "width", "factorWidth")});
    var sum = 0.0;
    for (var row = rows.x; row < rows.y; row++) {
      var along = 0.0;
      for (var column = columns.x; column < columns.y; column++) {
        let value = dy[((image * tall + row) * wide + column) * params.channels + c];
        along += ${bilinear ? "value * shareOf(x, column, params.width, params.factorWidth)" : "value"};
      }
      sum += ${bilinear ? "along * shareOf(y, row, params.height, params.factorHeight)" : "along"};
    }
    dx[index] = sum;`,
  };
};

type Sizes = readonly [number, number, number, number];

function run(kernel: Kernel, input: Tensor, small: Sizes, [factorHeight, factorWidth]: Factors, shape: Sizes): Tensor {
  const [, height, width, channels] = small;
  const count = product(shape);
  const [output] = launchTensors(kernel, {
    inputs: [input],
    outputs: [{ shape, dtype: "float32" }],
    params: { count, height, width, channels, factorHeight, factorWidth },
    groups: linear(count, workgroup),
  });
  return output as Tensor;
}

/** For height and width. */
export type Factors = readonly [number, number];

/** [batch, height · factor, width · factor, channels] */
export function larger(interpolation: Interpolation, x: Tensor, factors: Factors): Tensor {
  const small = x.shape as unknown as Sizes;
  const shape: Sizes = [small[0], small[1] * factors[0], small[2] * factors[1], small[3]];
  return run(forwardKernel(interpolation), x, small, factors, shape);
}

/** The gradient by the input, which is of `small`'s shape. */
export const largerBack = (
  interpolation: Interpolation,
  dy: Tensor,
  factors: Factors,
  small: readonly number[],
): Tensor => run(backwardKernel(interpolation), dy, small as unknown as Sizes, factors, small as unknown as Sizes);
