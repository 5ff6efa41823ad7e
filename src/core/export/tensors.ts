/** @file Trained weights as values, and the few rearrangements by which frameworks differ. Row-major, float32. */
import { assert } from "../fault.ts";

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A layer's trained weights by their own names ("kernel", "bias"). Throws where there is no such weight. */
export type LayerWeights = (part: string) => Tensor;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

export const reshaped = (tensor: Tensor, shape: readonly number[]): Tensor => {
  assert(
    sizeOf(shape) === tensor.values.length,
    `${tensor.shape.join("×")} holds as many numbers as ${shape.join("×")}`,
  );
  return { shape, values: tensor.values };
};

/** `axes[i]` is the axis of `tensor` that becomes axis i. */
export function transposed(tensor: Tensor, axes: readonly number[]): Tensor {
  const shape = axes.map((axis) => tensor.shape[axis] as number);
  const strides = tensor.shape.map((_, axis) => sizeOf(tensor.shape.slice(axis + 1)));
  const values = new Float32Array(tensor.values.length);
  const at = new Array<number>(axes.length).fill(0);
  for (let to = 0; to < values.length; to++) {
    let from = 0;
    for (const [i, axis] of axes.entries()) from += (at[i] as number) * (strides[axis] as number);
    values[to] = tensor.values[from] as number;
    for (let i = axes.length - 1; i >= 0; i--) {
      at[i] = (at[i] as number) + 1;
      if ((at[i] as number) < (shape[i] as number)) break;
      at[i] = 0;
    }
  }
  return { shape, values };
}

/** Tensors one after another along `axis`; all other axes agree. */
export function joined(tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors;
  assert(first !== undefined, "there is something to join");
  const length = tensors.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
  const shape = first.shape.map((n, i) => (i === axis ? length : n));
  const outer = sizeOf(first.shape.slice(0, axis));
  const values = new Float32Array(sizeOf(shape));
  let to = 0;
  for (let row = 0; row < outer; row++) {
    for (const tensor of tensors) {
      const run = sizeOf(tensor.shape.slice(axis));
      values.set(tensor.values.subarray(row * run, (row + 1) * run), to);
      to += run;
    }
  }
  return { shape, values };
}

/** `tensor` from `start` (inclusive), `length` long, along `axis`. */
export function sliced(tensor: Tensor, axis: number, start: number, length: number): Tensor {
  const shape = tensor.shape.map((n, i) => (i === axis ? length : n));
  const inner = sizeOf(tensor.shape.slice(axis + 1));
  const outer = sizeOf(tensor.shape.slice(0, axis));
  const whole = (tensor.shape[axis] as number) * inner;
  const values = new Float32Array(sizeOf(shape));
  for (let row = 0; row < outer; row++) {
    const from = row * whole + start * inner;
    values.set(tensor.values.subarray(from, from + length * inner), row * length * inner);
  }
  return { shape, values };
}

/** Cuts `axis` into equal parts and joins them in another order: gates differ so between frameworks. */
export function gatesReordered(tensor: Tensor, axis: number, order: readonly number[]): Tensor {
  const size = (tensor.shape[axis] as number) / order.length;
  return joined(
    order.map((gate) => sliced(tensor, axis, gate * size, size)),
    axis,
  );
}

export const zeros = (shape: readonly number[]): Tensor => ({ shape, values: new Float32Array(sizeOf(shape)) });
