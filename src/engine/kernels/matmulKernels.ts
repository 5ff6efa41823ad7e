/**
 * @file Own matrix products in place of tfjs's on WebGPU, under tfjs's names: whatever is built on `matMul` runs on them,
 * gradients included. What they do not cover goes to tfjs's own as before.
 */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
import { isPointActivation, type PointActivation } from "./activations.ts";
import { product, type Sizes } from "./matmul.ts";
import { replaceKernel } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation?: string;
}

/** Sizes and shape of a product. */
function sizesOf(a: tf.TensorInfo, b: tf.TensorInfo, { transposeA, transposeB }: Attributes) {
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const sizes: Sizes = {
    m,
    n,
    k,
    transposeA,
    transposeB,
    batches: sizeOf(outer),
  };
  return { sizes, outer, shape: [...outer, m, n] };
}

/** Whether going through `shape` again and again gives its broadcast: only leading sizes are 1 or absent. */
function repeats(shape: readonly number[], broadcast: readonly number[]): boolean {
  if (shape.every((size) => size === 1)) return true;
  const ends = shape.slice(shape.findIndex((size) => size !== 1));
  return ends.every((size, at) => size === broadcast[broadcast.length - ends.length + at]);
}

function multiplied(
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  attributes: Attributes,
  bias: tf.TensorInfo | null,
  activation: PointActivation,
): tf.TensorInfo | null {
  if (sizeOf(a.shape) === 0 || sizeOf(b.shape) === 0) return null;
  if ([a, b, ...(bias === null ? [] : [bias])].some((tensor) => storedType(tensor) !== "float32")) return null;
  const found = sizesOf(a, b, attributes);
  if (bias !== null && (sizeOf(bias.shape) !== found.sizes.n || bias.shape.at(-1) !== found.sizes.n)) return null;
  const { sizes, outer, shape } = found;
  const [wholeA, wholeB] = [repeated(a, outer), repeated(b, outer)];
  const batches = { batchesA: batchesOf(wholeA), batchesB: batchesOf(wholeB) };
  const [result] = product(wholeA, wholeB, { ...sizes, ...batches }, shape, { bias, activation });
  if (wholeA !== a) tf.backend().disposeData(wholeA.dataId);
  if (wholeB !== b) tf.backend().disposeData(wholeB.dataId);
  return result as tf.TensorInfo;
}

const batchesOf = ({ shape }: tf.TensorInfo): number => sizeOf(shape.slice(0, -2));

/** The operand, its batches repeated to `outer` where going through them again and again would not give that. */
function repeated(x: tf.TensorInfo, outer: readonly number[]): tf.TensorInfo {
  if (repeats(x.shape.slice(0, -2), outer)) return x;
  const shape = [...Array<number>(outer.length + 2 - x.shape.length).fill(1), ...x.shape];
  const reps = [...outer.map((size, at) => size / (shape[at] as number)), 1, 1];
  const tile = tf.getKernel(tf.Tile, "webgpu") as tf.KernelConfig;
  return tile.kernelFunc({
    inputs: { x: { ...infoOf(x), shape } },
    attrs: { reps },
    backend: tf.backend(),
  }) as tf.TensorInfo;
}

const infoOf = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => ({ dataId, shape, dtype });

replaceKernel(tf.BatchMatMul, ({ inputs, attrs }) => {
  const { a, b } = inputs as { readonly a: tf.TensorInfo; readonly b: tf.TensorInfo };
  return multiplied(a, b, attrs as unknown as Attributes, null, "linear");
});

replaceKernel(tf._FusedMatMul, ({ inputs, attrs }) => {
  const { a, b, bias, preluActivationWeights } = inputs as Partial<Record<string, tf.TensorInfo>>;
  const attributes = attrs as unknown as Attributes;
  const activation = attributes.activation ?? "linear";
  if (a === undefined || b === undefined || preluActivationWeights != null || !isPointActivation(activation))
    return null;
  return multiplied(a, b, attributes, bias ?? null, activation);
});
