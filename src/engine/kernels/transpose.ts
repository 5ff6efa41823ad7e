/**
 * @file Transposing without barriers, for every type and up to six axes: results are written in their order, four bytes
 * each. tfjs's own goes through workgroup memory, and reads integers as floats (tfjs 4.22).
 */
import * as tf from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { prefersBarriers } from "./preferences.ts";
import { replaceKernel } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

const workgroup = 64;
const mostAxes = 6;

interface Axis {
  readonly size: number;
  /** Between neighbours in the buffer that is read. */
  readonly stride: number;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The result's axes; those that lie behind one another in the source, too, as one. */
export function movedAxes(shape: readonly number[], order: readonly number[]): Axis[] {
  const strides = shape.map((_, at) => sizeOf(shape.slice(at + 1)));
  const axes: Axis[] = [];
  for (const from of order) {
    const [size, stride] = [shape[from] as number, strides[from] as number];
    const last = axes.at(-1);
    if (size === 1) continue;
    if (last !== undefined && last.stride === stride * size) axes[axes.length - 1] = { size: last.size * size, stride };
    else axes.push({ size, stride });
  }
  return axes;
}

/** Moves 32 bits as they are, or 128 where the innermost axis stays innermost. */
function kernelOf(count: number, fours: boolean): Kernel {
  const element = fours ? "vec4<u32>" : "u32";
  const inner = Array.from({ length: count - 1 }, (_, at) => count - 1 - at);
  return {
    key: `transpose ${count}${fours ? " 4" : ""}`,
    inputs: { x: element },
    outputs: { result: element },
    params: {
      count: "u32",
      ...Object.fromEntries(
        Array.from({ length: count }, (_, at) => at).flatMap((at) => [
          [`size${at}`, "u32"] as const,
          [`stride${at}`, "u32"] as const,
        ]),
      ),
    },
    workgroup,
    body: `
  if (index >= params.count) { return; }
  var rest = index;
  var place = 0u;
  ${inner.map((at) => `place += rest % params.size${at} * params.stride${at}; rest /= params.size${at};`).join("\n")}
  place += rest * params.stride0;
  result[index] = x[place];`,
  };
}

/** From this size on, a plain exchange of two axes is left to workgroup memory where that is liked. */
const largeMatrix = 2 ** 16;

replaceKernel(tf.Transpose, ({ inputs, attrs }) => {
  const { x } = inputs as { readonly x: tf.TensorInfo };
  const order = attrs?.perm as unknown as readonly number[];
  const size = sizeOf(x.shape);
  if (size === 0 || x.dtype === "string" || x.dtype === "complex64") return null;
  const axes = movedAxes(x.shape, order);
  const stored = storedType(x);
  const isMatrix = axes.length === 2 && x.shape.length === 2;
  if (isMatrix && size >= largeMatrix && stored === "float32" && prefersBarriers(gpu().device) === true) return null;
  if (axes.length === 0) axes.push({ size: 1, stride: 1 });
  if (axes.length > mostAxes) return null;
  const last = axes.at(-1) as Axis;
  const fours = last.stride === 1 && last.size % 4 === 0;
  const reads = fours
    ? [...axes.slice(0, -1).map((axis) => ({ ...axis, stride: axis.stride / 4 })), { size: last.size / 4, stride: 1 }]
    : axes;
  const count = fours ? size / 4 : size;
  const [result] = launch(kernelOf(reads.length, fours), {
    inputs: [x],
    outputs: [
      { shape: order.map((axis) => x.shape[axis] as number), dtype: stored === "float32" ? "float32" : "int32" },
    ],
    params: {
      count,
      ...Object.fromEntries(
        reads.flatMap(({ size, stride }, at) => [
          [`size${at}`, size],
          [`stride${at}`, stride],
        ]),
      ),
    },
    groups: linear(count, workgroup),
  });
  const { dataId, shape } = result as tf.TensorInfo;
  return { dataId, shape, dtype: x.dtype };
});
