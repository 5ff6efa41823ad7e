/**
 * @file The report of a run on rows it was not trained on: the model's scores beside those of a baseline that knows the
 * training part's targets and nothing of the features.
 */
import { mean } from "../data/columnStatistics.ts";
import { decodeValues } from "../data/encode.ts";
import type { FittedTarget } from "../data/recipe.ts";
import { assert } from "../fault.ts";
import { binaryProbabilities, classificationScores, regressionScores, shareScores } from "./metrics.ts";
import type { Report } from "./types.ts";

/** Points of the residual plot: more would overlap. */
const residualLimit = 2000;

export interface ClassificationOutcome {
  readonly target: FittedTarget & { readonly kind: "classes" };
  readonly yTrain: Int32Array;
  readonly yTest: Int32Array;
  /** The model's output on the test rows: [rows × classes], or [rows] p(second class) of a binary model with one unit. */
  readonly outputs: Float32Array | Float64Array;
}

export interface RegressionOutcome {
  readonly target: FittedTarget & { readonly kind: "number" };
  /** Both in the target's own unit. */
  readonly yTrain: Float64Array;
  readonly yTest: Float64Array;
  /** The model's output as it comes, standardised: [rows]. */
  readonly outputs: Float32Array | Float64Array;
}

/** Null where there is no test row: then nothing can be said about the model. */
export function buildReport(outcome: ClassificationOutcome | RegressionOutcome): Report | null {
  if (outcome.yTest.length === 0) return null;
  return isClassification(outcome) ? classificationReport(outcome) : regressionReport(outcome);
}

const isClassification = (outcome: ClassificationOutcome | RegressionOutcome): outcome is ClassificationOutcome =>
  outcome.target.kind === "classes";

function classificationReport({ target, yTrain, yTest, outputs }: ClassificationOutcome): Report {
  const { classes } = target;
  const oneUnit = classes.length === 2 && outputs.length === yTest.length;
  const probabilities = oneUnit ? binaryProbabilities(outputs) : outputs;
  return {
    kind: "classification",
    rows: yTest.length,
    classes,
    model: classificationScores(yTest, probabilities, classes.length),
    baseline: shareScores(yTest, classCounts(yTrain, classes.length)),
  };
}

function regressionReport({ target, yTrain, yTest, outputs }: RegressionOutcome): Report {
  assert(outputs.length === yTest.length, "one output a row");
  const predicted = decodeValues(target, outputs);
  return {
    kind: "regression",
    rows: yTest.length,
    target: target.column,
    model: regressionScores(yTest, predicted),
    baseline: regressionScores(yTest, new Float64Array(yTest.length).fill(mean(yTrain))),
    residuals: pickResiduals(yTest, predicted),
  };
}

/** Rows of each class. */
export function classCounts(y: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const index of y) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

/** Evenly over the rows, the first and the last among them. */
function pickResiduals(yTrue: Float64Array, predicted: Float64Array): (readonly [number, number])[] {
  const count = Math.min(yTrue.length, residualLimit);
  const step = count > 1 ? (yTrue.length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => {
    const row = Math.round(i * step);
    const value = predicted[row] ?? Number.NaN;
    return [value, (yTrue[row] ?? Number.NaN) - value] as const;
  });
}

/** What always guessing the majority class, or the mean, scores on some part: accuracy, or MAE in the target's unit. */
export function baselineMetric(
  train: Int32Array | Float64Array,
  part: Int32Array | Float64Array,
  classes: number,
): number {
  if (train instanceof Int32Array && part instanceof Int32Array) {
    return shareScores(part, classCounts(train, classes)).accuracy;
  }
  assert(train instanceof Float64Array && part instanceof Float64Array, "both parts are of one kind");
  return regressionScores(part, new Float64Array(part.length).fill(mean(train))).mae;
}
