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

/** Class indices [batch] int32 for classification; values [batch], or [batch, outputs] where there are several. */
type Labels = tf.Tensor1D | tf.Tensor2D;

/**
 * A row's loss, shape [batch]; of several outputs the mean, as Keras counts.
 * `outputs`: [batch, units] — logits where `natural`, else what the output activation gave.
 */
type RowLoss = (labels: Labels, outputs: tf.Tensor2D, natural: boolean) => tf.Tensor1D;

const column = (outputs: tf.Tensor2D): tf.Tensor1D => tf.reshape(outputs, [outputs.shape[0]]);
/** Output minus value, in the values' shape. */
const errors = (labels: Labels, outputs: tf.Tensor2D): Labels =>
  tf.sub(labels.rank === 1 ? column(outputs) : outputs, labels);
const perRow = (values: Labels): tf.Tensor1D =>
  values.rank === 1 ? (values as tf.Tensor1D) : (tf.mean(values, -1) as tf.Tensor1D);
const probability = (p: tf.Tensor) => tf.clipByValue(p, epsilon, 1 - epsilon);

const rowLosses: { readonly [L in LossName]: RowLoss } = {
  categoricalCrossentropy: (labels, outputs, natural) => {
    const logs = natural ? tf.logSoftmax(outputs) : tf.log(probability(tf.div(outputs, tf.sum(outputs, -1, true))));
    return tf.neg(tf.sum(tf.mul(tf.oneHot(labels as tf.Tensor1D, outputs.shape[1]), logs), -1));
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
  meanSquaredError: (labels, outputs) => perRow(tf.square(errors(labels, outputs))),
  meanAbsoluteError: (labels, outputs) => perRow(tf.abs(errors(labels, outputs))),
  huber: (labels, outputs) => {
    const error = tf.abs(errors(labels, outputs));
    const small = tf.minimum(error, huberDelta);
    return perRow(tf.add(tf.mul(tf.square(small), 0.5), tf.mul(tf.sub(error, small), huberDelta)));
  },
};

export const rowLoss = (loss: LossName): RowLoss => rowLosses[loss];

export const metricFor = (task: Task): MetricName => (task === "regression" ? "mae" : "accuracy");

/**
 * Right answers in the batch, or the sum of absolute errors in the scaled target's unit, of several outputs their mean; a
 * scalar. `weights`: what an error of each output counts, null: 1.
 */
export function metricSum(
  task: Task,
  labels: Labels,
  outputs: tf.Tensor2D,
  natural: boolean,
  weights: tf.Tensor1D | null = null,
): tf.Scalar {
  switch (task) {
    case "multiclass":
      return tf.sum(tf.cast(tf.equal(tf.argMax(outputs, -1), labels), "float32"));
    case "binary": {
      const positive = tf.cast(tf.greater(column(outputs), natural ? 0 : 0.5), "int32");
      return tf.sum(tf.cast(tf.equal(positive, labels), "float32"));
    }
    case "regression": {
      const off = tf.abs(errors(labels, outputs)) as Labels;
      return tf.sum(perRow(weights === null ? off : tf.mul(off, weights)));
    }
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
