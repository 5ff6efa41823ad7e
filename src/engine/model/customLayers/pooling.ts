/**
 * @file Average pooling with padding, in one dimension and two. tfjs divides by the cells inside the input on the way forward and by the
 * whole window on the way back; here the mean of the padded window is scaled by a constant, both ways.
 */
import * as tf from "@tensorflow/tfjs-core";
import { allPads, anyPad, type Padding, placesOf, sweepsOf } from "../../../core/layers/windows.ts";
import { type Layer, type LayerArgs, tfjsClass, unwrapped } from "./tfjsClass.ts";

interface PoolingLayer extends Layer {
  readonly poolSize: number[];
  readonly strides: number[];
  poolingFunction(
    x: tf.Tensor4D,
    poolSize: [number, number],
    strides: [number, number],
    padding: Padding,
    dataFormat: string,
  ): tf.Tensor;
}

/** For each place of the window: its cells, divided by those of them that lie inside the input. */
function shares(size: number, window: number, stride: number, before: number, places: number): number[] {
  return Array.from({ length: places }, (_, place) => {
    const start = place * stride - before;
    return window / (Math.min(start + window, size) - Math.max(start, 0));
  });
}

function averaged(
  x: tf.Tensor4D,
  window: [number, number],
  strides: [number, number],
  padding: Padding,
): tf.Tensor | null {
  const sizes = x.shape.slice(1, 3) as [number, number];
  const sweeps = sweepsOf({ window, strides, padding });
  const pads = allPads(sizes, sweeps);
  if (!anyPad(pads)) return null;
  const [rows = [], columns = []] = sweeps.map((sweep, axis) => {
    const size = sizes[axis] as number;
    return shares(size, sweep.window, sweep.stride, pads[axis]?.[0] ?? 0, placesOf(size, sweep));
  });
  const padded = tf.pad(x, [[0, 0], ...pads.map(([before, after]) => [before, after] as [number, number]), [0, 0]]);
  const share = rows.flatMap((row) => columns.map((column) => row * column));
  const mean = tf.avgPool(padded, window, strides, "valid");
  return tf.mul(mean, tf.tensor4d(share, [1, rows.length, columns.length, 1]));
}

class MaxPooling1D extends tfjsClass<PoolingLayer>("MaxPooling1D") {
  static readonly className = "MaxPooling1D";
  override getConfig(): LayerArgs {
    return { ...super.getConfig(), ...unwrapped({ poolSize: this.poolSize, strides: this.strides }) };
  }
}

class AveragePooling1D extends tfjsClass<PoolingLayer>("AveragePooling1D") {
  static readonly className = "AveragePooling1D";
  override poolingFunction(...args: Parameters<PoolingLayer["poolingFunction"]>): tf.Tensor {
    const [x, window, strides, padding] = args;
    return averaged(x, window, strides, padding) ?? super.poolingFunction(...args);
  }
  override getConfig(): LayerArgs {
    return { ...super.getConfig(), ...unwrapped({ poolSize: this.poolSize, strides: this.strides }) };
  }
}

class AveragePooling2D extends tfjsClass<PoolingLayer>("AveragePooling2D") {
  static readonly className = "AveragePooling2D";
  override poolingFunction(...args: Parameters<PoolingLayer["poolingFunction"]>): tf.Tensor {
    const [x, window, strides, padding] = args;
    return averaged(x, window, strides, padding) ?? super.poolingFunction(...args);
  }
}

for (const pooling of [MaxPooling1D, AveragePooling1D, AveragePooling2D]) tf.serialization.registerClass(pooling);
