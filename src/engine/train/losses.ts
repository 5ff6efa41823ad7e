/**
 * @file The losses and metrics of a batch, as sums over its rows, so that batches of different size add up. From
 * logits where the output activation is the loss's own: log-sum-exp keeps what a rounded probability loses.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Task } from "../../core/data/types.ts";
import type { ActivationName } from "../../core/layers/activations.ts";
import type { LossName } from "../../core/training/losses.ts";
import type { MetricName } from "../../core/training/types.ts";

/** Where a probability is all there is, it is kept this far from 0 and 1 (Keras's epsilon). */
const epsilon = 1e-7;
/** Huber's threshold, Keras's default. */
const huberDelta = 1;

/**
 * A row's loss, shape [batch]. `labels`: class indices [batch] int32 for classification, else values [batch].
 * `outputs`: [batch, units] — logits where `natural`, else what the output activation gave.
 */
type RowLoss = (labels: tf.Tensor1D, outputs: tf.Tensor2D, natural: boolean) => tf.Tensor1D;

const column = (outputs: tf.Tensor2D): tf.Tensor1D => tf.reshape(outputs, [outputs.shape[0]]);
const probability = (p: tf.Tensor) => tf.clipByValue(p, epsilon, 1 - epsilon);

const rowLosses: { readonly [L in LossName]: RowLoss } = {
  categoricalCrossentropy: (labels, outputs, natural) => {
    const logs = natural ? tf.logSoftmax(outputs) : tf.log(probability(tf.div(outputs, tf.sum(outputs, -1, true))));
    return tf.neg(tf.sum(tf.mul(tf.oneHot(labels, outputs.shape[1]), logs), -1));
  },
  binaryCrossentropy: (labels, outputs, natural) => {
    const y = tf.cast(labels, "float32");
    const z = column(outputs);
    if (natural) {
      // max(z, 0) − zy + log(1 + e^−|z|)
      return tf.add(tf.sub(tf.relu(z), tf.mul(z, y)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
    }
    const p = probability(z);
    return tf.neg(tf.add(tf.mul(y, tf.log(p)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p)))));
  },
  meanSquaredError: (labels, outputs) => tf.square(tf.sub(column(outputs), labels)),
  meanAbsoluteError: (labels, outputs) => tf.abs(tf.sub(column(outputs), labels)),
  huber: (labels, outputs) => {
    const error = tf.abs(tf.sub(column(outputs), labels));
    const small = tf.minimum(error, huberDelta);
    return tf.add(tf.mul(tf.square(small), 0.5), tf.mul(tf.sub(error, small), huberDelta));
  },
};

export const rowLoss = (loss: LossName): RowLoss => rowLosses[loss];

export const metricFor = (task: Task): MetricName => (task === "regression" ? "mae" : "accuracy");

/** Right answers in the batch, or the sum of absolute errors in the scaled target's unit; a scalar. */
export function metricSum(task: Task, labels: tf.Tensor1D, outputs: tf.Tensor2D, natural: boolean): tf.Scalar {
  switch (task) {
    case "multiclass":
      return tf.sum(tf.cast(tf.equal(tf.argMax(outputs, -1), labels), "float32"));
    case "binary": {
      const positive = tf.cast(tf.greater(column(outputs), natural ? 0 : 0.5), "int32");
      return tf.sum(tf.cast(tf.equal(positive, labels), "float32"));
    }
    case "regression":
      return tf.sum(tf.abs(tf.sub(column(outputs), labels)));
  }
}

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
