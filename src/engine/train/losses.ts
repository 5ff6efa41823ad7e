/** @file What the loop says of losses and outputs; their formulas are in `ops/loss.ts`. */
import * as tf from "@tensorflow/tfjs-core";
import type { Task } from "../../core/data/types.ts";
import type { ActivationName } from "../../core/layers/activations.ts";
import type { MetricName } from "../../core/training/types.ts";

export const metricFor = (task: Task): MetricName => (task === "regression" ? "mae" : "accuracy");

/** The output activation applied to what the network gives without it. */
export function activate(activation: ActivationName, outputs: tf.Tensor2D): tf.Tensor2D {
  switch (activation) {
    case "softmax":
      return tf.softmax(outputs);
    case "sigmoid":
      return tf.sigmoid(outputs);
    case "linear":
      return outputs;
    default:
      throw new Error(`"${activation}" stays inside the network`);
  }
}
