/**
 * @file The report of a run on its test part: every score beside that of a baseline that ignores the features.
 * A score that is not defined for the data (ROC-AUC of one class) is null and shown as "n/a", never 0.
 */

export interface Averages {
  readonly macro: number;
  readonly micro: number;
  readonly weighted: number;
}

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

export interface ClassificationScores {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly precision: Averages;
  readonly recall: Averages;
  readonly f1: Averages;
  readonly logLoss: number | null;
  /** Binary: of the positive class; else one-vs-rest, macro. */
  readonly rocAuc: number | null;
  readonly perClass: readonly ClassScores[];
  /** [true class][predicted class] */
  readonly confusion: readonly (readonly number[])[];
}

export interface RegressionScores {
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number | null;
}

export type Report =
  | {
      readonly kind: "classification";
      readonly rows: number;
      readonly classes: readonly string[];
      readonly model: ClassificationScores;
      /** Always the training part's majority class, with its class shares as probabilities. */
      readonly baseline: ClassificationScores;
    }
  | {
      readonly kind: "regression";
      readonly rows: number;
      readonly target: string;
      /** Of several targets: the means over them, each in its own unit. */
      readonly model: RegressionScores;
      /** "mean": always the training part's mean. "lastValue": the target's last known value, the naive forecast. */
      readonly baselineKind?: "mean" | "lastValue";
      readonly baseline: RegressionScores;
      /** Where there are several targets: each by itself. */
      readonly outputs?: readonly {
        readonly target: string;
        readonly model: RegressionScores;
        readonly baseline: RegressionScores;
      }[];
      /** At most 2,000 (predicted, residual = true − predicted) pairs of the (first) target, evenly picked, for the plot. */
      readonly residuals: readonly (readonly [number, number])[];
    };
