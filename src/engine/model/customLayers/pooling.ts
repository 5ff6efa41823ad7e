/** @file Pooling in one dimension and two: tfjs's layers around own operations. A sequence is an image of width 1. */
import * as tf from "@tensorflow/tfjs-core";
import { type Padding, sweepsOf } from "../../../core/layers/windows.ts";
import type { Pool } from "../../kernels/pool.ts";
import type { Sweeps } from "../../ops/plainConvolution.ts";
import { pooled } from "../../ops/pooling.ts";
import { type Layer, type LayerArgs, tfjsClass, unwrapped } from "./tfjsClass.ts";

type Pair = [number, number];

interface PoolingLayer extends Layer {
  readonly poolSize: number[];
  readonly strides: number[];
  poolingFunction(x: tf.Tensor4D, window: Pair, strides: Pair, padding: Padding): tf.Tensor;
}

/** What tfjs's layers call, with a sequence made an image. */
const poolingFunction =
  (pool: Pool) =>
  (x: tf.Tensor4D, window: Pair, strides: Pair, padding: Padding): tf.Tensor =>
    pooled(pool, x, sweepsOf({ window, strides, padding }) as unknown as Sweeps);

class MaxPooling1D extends tfjsClass<PoolingLayer>("MaxPooling1D") {
  static readonly className = "MaxPooling1D";
  override poolingFunction = poolingFunction("max");
  override getConfig(): LayerArgs {
    return { ...super.getConfig(), ...unwrapped({ poolSize: this.poolSize, strides: this.strides }) };
  }
}

class MaxPooling2D extends tfjsClass<PoolingLayer>("MaxPooling2D") {
  static readonly className = "MaxPooling2D";
  override poolingFunction = poolingFunction("max");
}

class AveragePooling1D extends tfjsClass<PoolingLayer>("AveragePooling1D") {
  static readonly className = "AveragePooling1D";
  override poolingFunction = poolingFunction("average");
  override getConfig(): LayerArgs {
    return { ...super.getConfig(), ...unwrapped({ poolSize: this.poolSize, strides: this.strides }) };
  }
}

class AveragePooling2D extends tfjsClass<PoolingLayer>("AveragePooling2D") {
  static readonly className = "AveragePooling2D";
  override poolingFunction = poolingFunction("average");
}

for (const pooling of [MaxPooling1D, MaxPooling2D, AveragePooling1D, AveragePooling2D]) {
  tf.serialization.registerClass(pooling);
}
