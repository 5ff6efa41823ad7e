import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
// Registers the gradients of tfjs's operations.
import "@tensorflow/tfjs-layers";
import { beforeAll, expect, it } from "vitest";
import { addSums, clearSums, meanLoss, newSums, type Scoring, scored } from "./loss.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const scoring = (given: Pick<Scoring, "task" | "loss"> & Partial<Scoring>): Scoring => ({
  natural: true,
  classWeights: null,
  outputWeights: null,
  labelSmoothing: 0,
  ...given,
});

interface Case {
  readonly scoring: Scoring;
  readonly labels: () => tf.Tensor1D | tf.Tensor2D;
  readonly outputs: readonly number[][];
  readonly losses: readonly number[];
  readonly metrics: readonly number[];
  readonly gradient: readonly number[];
}

const values = () =>
  tf.tensor2d([
    [0.5, 1],
    [0.25, 3.5],
    [2, 1],
  ]);
const predicted = [
  [1, -2],
  [0.25, 4],
  [0, 1],
];
const absolute = [1.75, 0.25, 1];

// Of torch.nn.functional in float64: cross_entropy(label_smoothing=.1), binary_cross_entropy_with_logits, mse_loss, l1_loss
// and huber_loss, mean over outputs.
const cases: Readonly<Record<string, Case>> = {
  categoricalCrossentropy: {
    scoring: scoring({ task: "multiclass", loss: "categoricalCrossentropy", labelSmoothing: 0.1 }),
    labels: () => tf.tensor1d([0, 2, 1], "int32"),
    outputs: [
      [2, -1, 0.5],
      [0, 3, -2],
      [-40, 100, 20],
    ],
    losses: [0.391311296657157, 4.821651902043814, 7.333333333333333],
    metrics: [1, 0, 1],
    gradient: [
      -0.14773629874405747, 0.0057792399373541165, 0.14195705880670337, 0.013790083191330814, 0.9131657892195604,
      -0.9269558724108911, -0.03333333333333333, 0.06666666666666665, -0.03333333333333333,
    ],
  },
  binaryCrossentropy: {
    scoring: scoring({ task: "binary", loss: "binaryCrossentropy", labelSmoothing: 0.2 }),
    labels: () => tf.tensor1d([1, 0, 0], "int32"),
    outputs: [[0.3], [-2], [50]],
    losses: [0.584355244468527, 0.32692801104297253, 45],
    metrics: [1, 1, 0],
    gradient: [-0.325557483188341, 0.01920292202211754, 0.9],
  },
  meanSquaredError: {
    scoring: scoring({ task: "regression", loss: "meanSquaredError" }),
    labels: values,
    outputs: predicted,
    losses: [4.625, 0.125, 2],
    metrics: absolute,
    gradient: [0.5, -3, 0, 0.5, -2, 0],
  },
  meanAbsoluteError: {
    scoring: scoring({ task: "regression", loss: "meanAbsoluteError" }),
    labels: values,
    outputs: predicted,
    losses: [1.75, 0.25, 1],
    metrics: absolute,
    gradient: [0.5, -0.5, 0, 0.5, -0.5, 0],
  },
  huber: {
    scoring: scoring({ task: "regression", loss: "huber" }),
    labels: values,
    outputs: predicted,
    losses: [1.3125, 0.0625, 0.75],
    metrics: absolute,
    gradient: [0.25, -0.5, 0, 0.25, -0.5, 0],
  },
};

const near = (found: ArrayLike<number>, wanted: readonly number[]): void => {
  expect(found.length).toBe(wanted.length);
  for (const [at, value] of wanted.entries()) {
    expect(Math.abs((found[at] as number) - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
  }
};

it.each(Object.entries(cases))("%s: loss, metric and gradient of each row are PyTorch's", (_name, given) => {
  const labels = given.labels();
  const outputs = tf.tensor2d([...given.outputs]);
  const { loss, metric } = scored(labels, outputs, given.scoring);
  near(loss.dataSync(), given.losses);
  near(metric.dataSync(), given.metrics);
  near(
    tf
      .grad((x) => scored(labels, x as tf.Tensor2D, given.scoring).loss)(outputs)
      .dataSync(),
    given.gradient,
  );
});

it("sums add up over batches, penalties a row, and start anew", () => {
  const { scoring: how, labels, outputs, losses, metrics } = cases.huber as Case;
  const total = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0);
  const sums = newSums();
  const mean = meanLoss(labels(), tf.tensor2d([...outputs]), how, sums, tf.scalar(0.5));
  near(mean.dataSync(), [total(losses) / 3 + 0.5]);
  near(sums.dataSync(), [total(losses) + 1.5, total(metrics)]);
  addSums(sums, scored(labels(), tf.tensor2d([...outputs]), how));
  near(sums.dataSync(), [2 * total(losses) + 1.5, 2 * total(metrics)]);
  clearSums(sums);
  near(sums.dataSync(), [0, 0]);
});

it("a class counts in the loss as much as it weighs, not in the metric", () => {
  const { scoring: how, labels, outputs, losses, metrics } = cases.categoricalCrossentropy as Case;
  const rows = scored(labels(), tf.tensor2d([...outputs]), { ...how, classWeights: tf.tensor1d([3, 1, 0.5]) });
  // The rows' classes are 0, 2 and 1.
  near(
    rows.loss.dataSync(),
    losses.map((loss, row) => loss * ([3, 0.5, 1][row] as number)),
  );
  near(rows.metric.dataSync(), metrics);
});
