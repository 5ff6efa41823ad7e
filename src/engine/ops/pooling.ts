/**
 * @file Pooling, over windows or over everything: by own kernels on WebGPU, elsewhere of tfjs operations with gradients as
 * Keras has them. Where tfjs's average divides by the cells inside the image on the way forward and by the whole window on the way
 * back, the mean of the padded window is scaled by a constant here, both ways; where its largest hands each of several equal cells
 * all that comes back, they share it here.
 */
import * as tf from "@tensorflow/tfjs-core";
import { allPads, anyPad, placesOf } from "../../core/layers/windows.ts";
import type { Geometry } from "../kernels/convGeometry.ts";
import { type Pool, poolBackward, poolForward } from "../kernels/pool.ts";
import { type Cells, cellMeans, largestCells, maskedMeans, spreadLargest, spreadMeans } from "../kernels/poolGlobal.ts";
import { unwritten } from "../kernels/unwritten.ts";
import type { Sweeps } from "./plainConvolution.ts";
import { forOwnKernels, onTape, taped } from "./tape.ts";

function geometryOf(image: readonly number[], sweeps: Sweeps): Geometry {
  const [batch, height, width, channels] = image as [number, number, number, number];
  const [down, across] = sweeps;
  const pads = allPads([height, width], sweeps);
  return {
    batch,
    height,
    width,
    channels,
    outHeight: placesOf(height, down),
    outWidth: placesOf(width, across),
    filters: channels,
    kernelHeight: down.window,
    kernelWidth: across.window,
    strideHeight: down.stride,
    strideWidth: across.stride,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: pads[0]?.[0] ?? 0,
    padLeft: pads[1]?.[0] ?? 0,
    groups: channels,
  };
}

type Pair = [number, number];

/** The largest number of each window, or the mean of the cells inside the image; x [batch, height, width, channels]. */
export function pooled(pool: Pool, x: tf.Tensor4D, sweeps: Sweeps): tf.Tensor4D {
  if (!forOwnKernels(x)) return plainPooled(pool, x, sweeps);
  const geometry = geometryOf(x.shape, sweeps);
  const saves = pool === "max" && onTape();
  return taped<tf.Tensor4D, { readonly x: tf.Tensor }>({
    inputs: { x },
    forward: (save) => {
      const [y, cells] = poolForward(pool, x, geometry, saves) as [tf.Tensor, tf.Tensor?];
      save(cells === undefined ? [] : [cells]);
      return y;
    },
    backward: (dy, [cells]) => ({ x: () => poolBackward(pool, dy, cells ?? null, geometry) }),
  });
}

function plainPooled(pool: Pool, x: tf.Tensor4D, sweeps: Sweeps): tf.Tensor4D {
  const window = sweeps.map((sweep) => sweep.window) as Pair;
  const strides = sweeps.map(({ stride }) => stride) as Pair;
  const padding = sweeps[0].padding === "same" ? "same" : "valid";
  if (pool === "max") return tf.maxPool(x, window, strides, padding);
  const pads = allPads(x.shape.slice(1, 3), sweeps);
  if (!anyPad(pads)) return tf.avgPool(x, window, strides, "valid");
  const [rows = [], columns = []] = sweeps.map((sweep, axis) => {
    const size = x.shape[axis + 1] as number;
    return shares(size, sweep.window, sweep.stride, pads[axis]?.[0] ?? 0, placesOf(size, sweep));
  });
  const padded = tf.pad(x, [[0, 0], ...pads.map(([before, after]) => [before, after] as Pair), [0, 0]]);
  const share = rows.flatMap((row) => columns.map((column) => row * column));
  const mean = tf.avgPool(padded, window, strides, "valid");
  return tf.mul(mean, tf.tensor4d(share, [1, rows.length, columns.length, 1]));
}

/** For each place of the window: its cells, divided by those of them that lie inside the image. */
function shares(size: number, window: number, stride: number, before: number, places: number): number[] {
  return Array.from({ length: places }, (_, place) => {
    const start = place * stride - before;
    return window / (Math.min(start + window, size) - Math.max(start, 0));
  });
}

/** [batch, …cells, channels] as kernels take it, and what is left of it: [batch, channels]. */
function over(x: tf.Tensor): { readonly size: Cells; readonly shape: readonly number[] } {
  const [images, channels] = [x.shape[0] as number, x.shape.at(-1) as number];
  const cells = x.shape.slice(1, -1).reduce((all, size) => all * size, 1);
  return { size: [images, cells, channels], shape: [images, channels] };
}

const cellAxes = (x: tf.Tensor): number[] => x.shape.slice(1, -1).map((_, axis) => axis + 1);

/** The mean over all cells [batch, …cells, channels] → [batch, channels]; over those where `mask` [batch, cells] is true. */
export function globalMean(x: tf.Tensor, mask: tf.Tensor | null): tf.Tensor {
  // The product is float32 for certain: tfjs's WebGPU cast leaves a comparison's whole numbers as they are.
  const counted = mask === null ? null : tf.mul(mask, 1);
  if (!forOwnKernels(x, counted)) return plainMean(x, counted);
  const { size, shape } = over(x);
  return taped<tf.Tensor, { readonly x: tf.Tensor }>({
    inputs: { x },
    forward: (save) => {
      const means = unwritten(shape);
      if (counted === null) cellMeans(x, size, means);
      else maskedMeans(x, counted, size, means);
      save(counted === null ? [] : [counted]);
      return means;
    },
    backward: (dy, [saved]) => ({ x: () => spreadMeans(dy, saved ?? null, size, x.shape) }),
  });
}

function plainMean(x: tf.Tensor, counted: tf.Tensor | null): tf.Tensor {
  if (counted === null) return tf.mean(x, cellAxes(x));
  const each = tf.expandDims(counted, 2);
  return tf.div(tf.sum(tf.mul(x, each), 1), tf.maximum(tf.sum(each, 1), 1));
}

/** The largest of all cells: [batch, …cells, channels] → [batch, channels]. */
export function globalMax(x: tf.Tensor): tf.Tensor {
  const { size, shape } = over(x);
  if (!forOwnKernels(x)) return plainMax(x);
  const counts = onTape();
  return taped<tf.Tensor, { readonly x: tf.Tensor }>({
    inputs: { x },
    forward: (save) => {
      const [y, equals] = largestCells(x, size, shape, counts) as [tf.Tensor, tf.Tensor?];
      save(equals === undefined ? [] : [x, y, equals]);
      return y;
    },
    backward: (dy, [input, y, equals]) => ({
      x: () => spreadLargest(dy, input as tf.Tensor, [y as tf.Tensor, equals as tf.Tensor], size),
    }),
  });
}

const plainMax = tf.customGrad((...given) => {
  const [x, save] = given as unknown as [tf.Tensor, tf.GradSaveFunc];
  const axes = cellAxes(x);
  const y = tf.max(x, axes);
  save([x, y]);
  return {
    value: y,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [input, largest] = saved as [tf.Tensor, tf.Tensor];
      const kept = (z: tf.Tensor) => tf.reshape(z, [z.shape[0] as number, ...axes.map(() => 1), z.shape[1] as number]);
      const equal = tf.cast(tf.equal(input, kept(largest)), "float32");
      return tf.mul(equal, tf.div(kept(dy), tf.sum(equal, axes, true)));
    },
  };
});
