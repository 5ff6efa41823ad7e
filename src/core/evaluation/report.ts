/**
 * @file The report of a run on rows it was not trained on: the model's scores beside those of a baseline that knows the
 * training part's targets and nothing of the features.
 */
import { mean } from "../data/columnStatistics.ts";
import { decodeValues } from "../data/encode.ts";
import { type FittedTarget, outputsOf } from "../data/recipe.ts";
import { assert } from "../fault.ts";
import { atOnce } from "../pieces.ts";
import { binaryProbabilities, classificationScores, regressionScores, shareScores } from "./metrics.ts";
import type { RegressionScores, Report } from "./types.ts";

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
  readonly target: FittedTarget & { readonly kind: "number" | "numbers" };
  /** Both in the targets' own units, [rows × outputs]. */
  readonly yTrain: Float64Array;
  readonly yTest: Float64Array;
  /** The naive forecast of the test rows, [rows × outputs]; null where rows have no past. */
  readonly naive?: Float64Array | null;
  /** The model's outputs as they come, standardised: [rows × outputs]. */
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

function regressionReport({ target, yTrain, yTest, naive = null, outputs }: RegressionOutcome): Report {
  assert(outputs.length === yTest.length, "an output for each target of each row");
  const predicted = decodeValues(target, outputs);
  const names = outputsOf(target).map(({ column }) => column);
  const own = (values: Float64Array, k: number) => everyNth(values, names.length, k);
  const each = names.map((name, k) => {
    const truth = own(yTest, k);
    const guess = naive === null ? new Float64Array(truth.length).fill(atOnce(mean(own(yTrain, k)))) : own(naive, k);
    return {
      target: name,
      model: regressionScores(truth, own(predicted, k)),
      baseline: regressionScores(truth, guess),
    };
  });
  return {
    kind: "regression",
    rows: yTest.length / names.length,
    target: names.join(", "),
    model: meanScores(each.map(({ model }) => model)),
    baselineKind: naive === null ? "mean" : "lastValue",
    baseline: meanScores(each.map(({ baseline }) => baseline)),
    ...(each.length > 1 ? { outputs: each } : {}),
    residuals: pickResiduals(own(yTest, 0), own(predicted, 0)),
  };
}

const everyNth = (values: Float64Array, n: number, k: number): Float64Array =>
  n === 1 ? values : Float64Array.from({ length: values.length / n }, (_, i) => values[i * n + k] as number);

/** As scikit-learn's multioutput="uniform_average"; undefined where one of them is. */
function meanScores(scores: readonly RegressionScores[]): RegressionScores {
  const average = (of: (score: RegressionScores) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const r2 = scores.every((score) => score.r2 !== null) ? average((score) => score.r2 ?? 0) : null;
  return { mae: average(({ mae }) => mae), rmse: average(({ rmse }) => rmse), r2 };
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
  naive: Float64Array | null = null,
  outputs = 1,
): number {
  if (train instanceof Int32Array && part instanceof Int32Array) {
    return shareScores(part, classCounts(train, classes)).accuracy;
  }
  assert(train instanceof Float64Array && part instanceof Float64Array, "both parts are of one kind");
  const maes = Array.from({ length: outputs }, (_, k) => {
    const truth = everyNth(part, outputs, k);
    const guess =
      naive === null
        ? new Float64Array(truth.length).fill(atOnce(mean(everyNth(train, outputs, k))))
        : everyNth(naive, outputs, k);
    return regressionScores(truth, guess).mae;
  });
  return maes.reduce((sum, mae) => sum + mae, 0) / outputs;
}
