/** @file What a trained model says of one new row. */
import type { Issue } from "../issue.ts";

/** A prediction with what was odd about the row it is for. */
export interface Prediction {
  /** The class name, or the value in the target's unit. */
  readonly value: string | number;
  /** Where several columns are predicted: each, the first one as `value` too. */
  readonly values?: readonly { readonly column: string; readonly value: number }[];
  /** One a class, in the recipe's order; absent for regression. */
  readonly probabilities?: readonly number[];
  /** Columns whose value was missing, unreadable or never seen in training, as issues at those columns. */
  readonly issues: readonly Issue[];
}
