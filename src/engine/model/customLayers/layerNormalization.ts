/** @file LayerNormalization over the last axis. */
import * as tf from "@tensorflow/tfjs-core";
import { Standardizing, standardize } from "./standardizing.ts";

export class LayerNormalization extends Standardizing {
  static readonly className = "LayerNormalization";

  protected override standardized(rows: tf.Tensor2D): tf.Tensor {
    return standardize(rows, [1], this.epsilon);
  }
}

tf.serialization.registerClass(LayerNormalization);
