/**
 * @file The losses and metrics of a batch: of each row both, of the batch their sums, which add up over batches of any size,
 * and the mean that training follows. From logits where the output activation is the loss's own: log-sum-exp keeps
 * what a rounded probability loses. On WebGPU value and gradient come from one kernel (`kernels/loss.ts`), elsewhere from
 * tfjs's operations, which the kernel is held against.
 *
 * A training step calls `meanLoss` inside `tf.variableGrads`: three dispatches with the backward pass, and the sums are up to
 * date. Looking at a part calls `scored` and `addSums`. The sums are a variable of two numbers, made by `newSums`, that
 * nothing but `addSums`, `meanLoss` and `clearSums` writes: on WebGPU they stay in their place on the device.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Task } from "../../core/data/types.ts";
import type { LossName } from "../../core/training/losses.ts";
import { clearRows, huberDelta, keptFrom, type RowScoring, rowScores, scaledRows, sumRows } from "../kernels/loss.ts";
import { onTape } from "./tape.ts";

/** Class indices [batch] int32 for classification; values [batch], or [batch, outputs] where there are several. */
export type Labels = tf.Tensor1D | tf.Tensor2D;

/** How rows are scored. */
export interface Scoring extends RowScoring {
  readonly task: Task;
}

/** Of each row of a batch, [batch]. */
export interface RowScores {
  /** Of several outputs the mean, as Keras counts; times its class's weight. */
  readonly loss: tf.Tensor1D;
  /** 1 where the answer is right, else 0; or the absolute error in the scaled target's unit, of several outputs the mean. */
  readonly metric: tf.Tensor1D;
}

/** Loss, which has a gradient by the outputs, and metric, which has none. `outputs`: [batch, units]. */
export function scored(labels: Labels, outputs: tf.Tensor2D, scoring: Scoring): RowScores {
  if (tf.getBackend() !== "webgpu") {
    return { loss: weighted(labels, outputs, scoring), metric: metricOf(labels, outputs, scoring) };
  }
  if (!onTape()) {
    const [loss, metric] = rowScores(labels, outputs, scoring, null) as [tf.Tensor1D, tf.Tensor1D];
    return { loss, metric };
  }
  const [losses, metric, gradient] = rowScores(labels, outputs, scoring, 1) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor];
  const loss = tf.customGrad((_, save) => {
    (save as (kept: tf.Tensor[]) => void)([gradient]);
    return {
      value: tf.clone(losses),
      gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) => scaledRows(kept as tf.Tensor, dy),
    };
  })(outputs) as tf.Tensor1D;
  return { loss, metric };
}

/** The sums of losses and metrics over rows: two zeros. */
export const newSums = (): tf.Variable => tf.tidy(() => tf.variable(tf.zeros([2]), false));

/** Sets them to 0 again. */
export function clearSums(sums: tf.Variable): void {
  if (tf.getBackend() === "webgpu") clearRows(sums);
  else tf.tidy(() => sums.assign(tf.zeros([2])));
}

/** Adds a batch to the sums. Penalties, a scalar, are part of the loss of each row, as Keras counts. */
export function addSums(sums: tf.Variable, { loss, metric }: RowScores, penalty: tf.Scalar | null = null): void {
  if (tf.getBackend() === "webgpu") {
    sumRows(sums, loss, metric, penalty, false);
    return;
  }
  tf.tidy(() => {
    const total = tf.sum(loss);
    const all = penalty === null ? total : tf.add(total, tf.mul(penalty, loss.size));
    sums.assign(tf.add(sums, tf.stack([all, tf.sum(metric)])));
  });
}

/**
 * The mean loss of a batch, penalties with it, as a scalar with gradients by outputs and penalty. The batch is added to
 * `sums` on the way.
 */
export function meanLoss(
  labels: Labels,
  outputs: tf.Tensor2D,
  scoring: Scoring,
  sums: tf.Variable,
  penalty: tf.Scalar | null = null,
): tf.Scalar {
  if (tf.getBackend() !== "webgpu") {
    const rows = scored(labels, outputs, scoring);
    addSums(sums, rows, penalty);
    const mean = tf.mean(rows.loss) as tf.Scalar;
    return penalty === null ? mean : tf.add(mean, penalty);
  }
  const operation = tf.customGrad((...given) => {
    const save = given.at(-1) as unknown as (kept: tf.Tensor[]) => void;
    const [losses, metrics, gradient] = rowScores(labels, outputs, scoring, 1 / outputs.shape[0]) as Three;
    save([gradient]);
    const value = sumRows(sums, losses, metrics, penalty, true) as tf.Scalar;
    const gradFunc = (dy: tf.Tensor, [kept]: tf.Tensor[]) => {
      const byOutputs = scaledRows(kept as tf.Tensor, dy);
      return penalty === null ? byOutputs : [byOutputs, tf.clone(dy)];
    };
    return { value, gradFunc };
  });
  return (penalty === null ? operation(outputs) : operation(outputs, penalty)) as tf.Scalar;
}

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

const column = (outputs: tf.Tensor2D): tf.Tensor1D => tf.reshape(outputs, [outputs.shape[0]]);
/** Output minus value, in the values' shape. */
const errors = (labels: Labels, outputs: tf.Tensor2D): Labels =>
  tf.sub(labels.rank === 1 ? column(outputs) : outputs, labels);
const perRow = (values: Labels): tf.Tensor1D =>
  values.rank === 1 ? (values as tf.Tensor1D) : (tf.mean(values, -1) as tf.Tensor1D);
const probability = (p: tf.Tensor) => tf.clipByValue(p, keptFrom, 1 - keptFrom);
/** With a slope of 0 at 0; that of tfjs's own is −1. */
const absolute = <T extends tf.Tensor>(x: T): T => tf.mul<T>(x, tf.sign(x));

/** A row's loss by tfjs's operations. `outputs`: logits where `natural`, else what the output activation gave. */
type RowLoss = (labels: Labels, outputs: tf.Tensor2D, natural: boolean, smoothing: number) => tf.Tensor1D;

/** Keras's label smoothing: a share of certainty is spread evenly over `classes`. */
const smoothed = (wanted: tf.Tensor, smoothing: number, classes: number): tf.Tensor =>
  smoothing === 0 ? wanted : tf.add(tf.mul(wanted, 1 - smoothing), smoothing / classes);

const rowLosses: { readonly [L in LossName]: RowLoss } = {
  categoricalCrossentropy: (labels, outputs, natural, smoothing) => {
    const classes = outputs.shape[1];
    const logs = natural ? tf.logSoftmax(outputs) : tf.log(probability(tf.div(outputs, tf.sum(outputs, -1, true))));
    const wanted = smoothed(tf.oneHot(labels as tf.Tensor1D, classes, 1, 0, "float32"), smoothing, classes);
    return tf.neg(tf.sum(tf.mul(wanted, logs), -1));
  },
  binaryCrossentropy: (labels, outputs, natural, smoothing) => {
    const y = smoothed(tf.cast(labels, "float32"), smoothing, 2);
    const z = column(outputs);
    if (natural) {
      // max(z, 0) − zy + log(1 + e^−|z|)
      return tf.add(tf.sub(tf.relu(z), tf.mul(z, y)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
    }
    const p = probability(z);
    return tf.neg(tf.add(tf.mul(y, tf.log(p)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p)))));
  },
  meanSquaredError: (labels, outputs) => perRow(tf.square(errors(labels, outputs))),
  meanAbsoluteError: (labels, outputs) => perRow(absolute(errors(labels, outputs))),
  huber: (labels, outputs) => {
    const error = tf.abs(errors(labels, outputs));
    const small = tf.minimum(error, huberDelta);
    return perRow(tf.add(tf.mul(tf.square(small), 0.5), tf.mul(tf.sub(error, small), huberDelta)));
  },
};

/** Keras's class_weight: a row's loss counts as often as its class says; a mean's divisor stays the rows. */
function weighted(labels: Labels, outputs: tf.Tensor2D, scoring: Scoring): tf.Tensor1D {
  const { loss, natural, classWeights, labelSmoothing } = scoring;
  const rows = rowLosses[loss](labels, outputs, natural, labelSmoothing);
  return classWeights === null ? rows : tf.mul(rows, tf.gather(classWeights, labels as tf.Tensor1D));
}

function metricOf(labels: Labels, outputs: tf.Tensor2D, { task, natural, outputWeights }: Scoring): tf.Tensor1D {
  switch (task) {
    case "multiclass":
      return tf.cast(tf.equal(tf.argMax(outputs, -1), labels), "float32") as tf.Tensor1D;
    case "binary": {
      const positive = tf.cast(tf.greater(column(outputs), natural ? 0 : 0.5), "int32");
      return tf.cast(tf.equal(positive, labels), "float32") as tf.Tensor1D;
    }
    case "regression": {
      const off = tf.abs(errors(labels, outputs)) as Labels;
      return perRow(outputWeights === null ? off : tf.mul(off, outputWeights));
    }
  }
}
