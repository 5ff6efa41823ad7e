/** @file LayerNormalization over the last axis. */
import * as tf from "@tensorflow/tfjs-core";
import { Standardizing, standardize } from "./standardizing.ts";

export class LayerNormalization extends Standardizing {
  static readonly className = "LayerNormalization";

  protected override standardized(x: tf.Tensor): tf.Tensor {
    return standardize(x, [x.rank - 1], this.epsilon);
  }
}

tf.serialization.registerClass(LayerNormalization);
