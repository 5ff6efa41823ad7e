/**
 * @file Scores of a classifier and of a regressor, equal to scikit-learn 1.2 called on float64 with `labels` = all
 * classes of the recipe (also those the test part lacks) and `zero_division=0`. What is undefined is null. Formulas:
 * scikit-learn's user guide, "Metrics and scoring". Building a report from them is `report.ts`.
 */
import { assert } from "../fault.ts";
import { rocAuc } from "./rocAuc.ts";
import type { Averages, ClassificationScores, ClassScores, RegressionScores } from "./types.ts";

/** Probabilities [rows × classes], row-major. */
export type Probabilities = Float32Array | Float64Array;

/**
 * Two columns from a binary model's p(positive class). 1 − p is taken in float64: from a float32 p near 1 it keeps what
 * digits there are.
 */
export function binaryProbabilities(positive: ArrayLike<number>): Float64Array {
  const both = new Float64Array(positive.length * 2);
  for (let i = 0; i < positive.length; i++) {
    const p = positive[i] ?? Number.NaN;
    both[2 * i] = 1 - p;
    both[2 * i + 1] = p;
  }
  return both;
}

/** The most probable class of each row; the first of equals, as numpy's argmax. */
export function predictedClasses(probabilities: Probabilities, classes: number): Int32Array {
  const predicted = new Int32Array(probabilities.length / classes);
  for (let row = 0; row < predicted.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++) {
      if ((probabilities[row * classes + c] ?? 0) > (probabilities[row * classes + best] ?? 0)) best = c;
    }
    predicted[row] = best;
  }
  return predicted;
}

/** All scores of predicted probabilities against true class indices. */
export function classificationScores(
  yTrue: Int32Array,
  probabilities: Probabilities,
  classes: number,
): ClassificationScores {
  assert(probabilities.length === yTrue.length * classes, "one probability a row and class");
  const confusion = confusionMatrix(yTrue, predictedClasses(probabilities, classes), classes);
  return {
    ...scoresOfConfusion(confusion),
    logLoss: logLoss(yTrue, probabilities, classes),
    rocAuc: rocAuc(yTrue, probabilities, classes),
  };
}

/** [true][predicted] counts. */
export function confusionMatrix(yTrue: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < yTrue.length; i++) {
    const row = counts[yTrue[i] ?? -1];
    const column = predicted[i] ?? -1;
    assert(row && column >= 0 && column < classes, "class indices are in range");
    row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

/** Every score that depends on the predicted classes alone. */
export function scoresOfConfusion(
  confusion: readonly (readonly number[])[],
): Omit<ClassificationScores, "logLoss" | "rocAuc"> {
  const supports = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const rows = supports.reduce((sum, support) => sum + support, 0);
  const predictedCounts = confusion.map((_, c) => confusion.reduce((sum, row) => sum + (row[c] ?? 0), 0));
  const hits = confusion.map((row, c) => row[c] ?? 0);
  const perClass = hits.map((hit, c): ClassScores => {
    const support = supports[c] ?? 0;
    const precision = ratio(hit, predictedCounts[c] ?? 0);
    const recall = ratio(hit, support);
    return { precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
  });
  const accuracy = ratio(
    hits.reduce((sum, hit) => sum + hit, 0),
    rows,
  );
  const present = perClass.filter(({ support }) => support > 0);
  return {
    accuracy,
    balancedAccuracy: ratio(
      present.reduce((sum, { recall }) => sum + recall, 0),
      present.length,
    ),
    precision: averages(perClass, "precision", accuracy),
    recall: averages(perClass, "recall", accuracy),
    f1: averages(perClass, "f1", accuracy),
    perClass,
    confusion,
  };
}

/** `zero_division=0`: nothing predicted, or nothing to find, scores 0. */
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Over all labels, micro-averaged precision, recall and F1 are the accuracy: each row is one prediction. */
function averages(perClass: readonly ClassScores[], score: "precision" | "recall" | "f1", micro: number): Averages {
  const sum = perClass.reduce((total, scores) => total + scores[score], 0);
  const weighted = perClass.reduce((total, scores) => total + scores[score] * scores.support, 0);
  const support = perClass.reduce((total, scores) => total + scores.support, 0);
  return { macro: ratio(sum, perClass.length), micro, weighted: ratio(weighted, support) };
}

/** `eps="auto"` for float64. */
const clip = (p: number): number => Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON);

/**
 * Mean of −ln p(true class), natural logarithm; each p is clipped to [ε, 1 − ε], then the row is divided by its sum (a
 * float32 softmax misses 1 by some 1e−7). Null without rows, with one class, or where a probability is not a number.
 */
export function logLoss(yTrue: Int32Array, probabilities: Probabilities, classes: number): number | null {
  if (yTrue.length === 0 || classes < 2) return null;
  let total = 0;
  for (let i = 0; i < yTrue.length; i++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += clip(probabilities[i * classes + c] ?? Number.NaN);
    total -= Math.log(clip(probabilities[i * classes + (yTrue[i] ?? 0)] ?? Number.NaN) / sum);
  }
  return Number.isFinite(total) ? total / yTrue.length : null;
}

/** MAE, RMSE and R² in the target's unit; R² is null for fewer than two rows or a target that does not vary. */
export function regressionScores(yTrue: Float64Array, predicted: Float64Array): RegressionScores {
  assert(yTrue.length === predicted.length, "one prediction a row");
  const rows = yTrue.length;
  const center = yTrue.reduce((sum, y) => sum + y, 0) / rows;
  let absolute = 0;
  let squared = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const y = yTrue[i] ?? Number.NaN;
    const error = y - (predicted[i] ?? Number.NaN);
    absolute += Math.abs(error);
    squared += error * error;
    total += (y - center) ** 2;
  }
  // Not `total > 0`: the mean of equal numbers can miss them by a rounding.
  const varies = yTrue.some((y) => y !== yTrue[0]);
  return {
    mae: absolute / rows,
    rmse: Math.sqrt(squared / rows),
    r2: varies ? 1 - squared / total : null,
  };
}

/** Scores of a model that gives every row the training part's class shares. */
export function shareScores(yTrue: Int32Array, trainCounts: readonly number[]): ClassificationScores {
  const classes = trainCounts.length;
  const rows = trainCounts.reduce((sum, count) => sum + count, 0);
  const shares = Float64Array.from(trainCounts, (count) => count / rows);
  const guess = predictedClasses(shares, classes)[0] ?? 0;
  const supports = new Array<number>(classes).fill(0);
  for (const y of yTrue) supports[y] = (supports[y] ?? 0) + 1;
  const confusion = supports.map((support) => trainCounts.map((_, c) => (c === guess ? support : 0)));
  const present = supports.filter((support) => support > 0).length;
  const sum = shares.reduce((total, share) => total + clip(share), 0);
  const loss = supports.reduce((total, support, c) => total - support * Math.log(clip(shares[c] ?? 0) / sum), 0);
  return {
    ...scoresOfConfusion(confusion),
    logLoss: yTrue.length === 0 || classes < 2 ? null : loss / yTrue.length,
    // The same score for every row ranks nothing.
    rocAuc: classes >= 2 && present === classes ? 0.5 : null,
  };
}
