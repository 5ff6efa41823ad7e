/** @file LayerNormalization over the last axis. */
import * as tf from "@tensorflow/tfjs-core";
import type { Geometry } from "../../kernels/normGeometry.ts";
import { Standardizing } from "./standardizing.ts";

export class LayerNormalization extends Standardizing {
  static readonly className = "LayerNormalization";

  protected override geometry(shape: readonly number[]): Geometry {
    const batch = shape.slice(0, -1).reduce((product, n) => product * n, 1);
    return { batch, positions: 1, groups: 1, width: shape.at(-1) as number };
  }
}

tf.serialization.registerClass(LayerNormalization);
