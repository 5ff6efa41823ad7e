/**
 * @file What is understood of a table beyond its summary: how columns hang together, how much each tells of the target,
 * how classes are balanced, what the images are like; and what the scan found, each finding with its one-click answers.
 */
import type { Issue } from "../issue.ts";

export interface ColumnFigures {
  readonly column: string;
  /** 0, 5, 25, 50, 75, 95, 100 % of the present numbers; null for columns without numbers. */
  readonly quantiles: readonly number[] | null;
  readonly outliers: Outliers | null;
  /** How much the column alone tells of the target, 0 to 1; null where it cannot be said. */
  readonly strength: Strength | null;
}

/** Numbers farther than 1.5 interquartile ranges outside the quartiles; null where the quartiles are one value. */
export interface Outliers {
  readonly count: number;
  /** The fences: numbers below `low` or above `high` are counted. */
  readonly low: number;
  readonly high: number;
  /** The least and the greatest number inside the fences. */
  readonly whiskers: readonly [low: number, high: number];
}

export interface Strength {
  /**
   * pearson: |r| of two numbers. eta: correlation ratio of a category and a number. cramersV: of two categories. Computed on
   * the training part alone, so that no choice made by it leaks.
   */
  readonly measure: "pearson" | "eta" | "cramersV";
  readonly value: number;
}

export interface Correlations {
  readonly columns: readonly string[];
  /** Row-major; NaN where a column does not vary. */
  readonly r: readonly number[];
  /** Rows it was computed on: all, or an even sample. */
  readonly rows: number;
  /** Columns of numbers that are not in it, because there are too many. */
  readonly left: number;
}

export interface Analysis {
  readonly columns: readonly ColumnFigures[];
  /** Pearson's r of the columns of numbers that are used. Pairwise complete rows. */
  readonly correlations: Correlations;
  /** Rows of each class, labelled rows only; null for a regression. */
  readonly classes: readonly { readonly name: string; readonly count: number }[] | null;
  readonly images: ImageFigures | null;
  /** Leaks, duplicates, constants, imbalance, look-alike labels, mixed types, personal data. */
  readonly findings: readonly Issue[];
}

export interface ImageFigures {
  /** The mean image of each class (or of all, where there is none), RGBA of `size` × `size`. */
  readonly means: readonly { readonly name: string; readonly rgba: Uint8ClampedArray }[];
  readonly size: number;
  /** Rows of images that are the same or nearly so; the first few groups. */
  readonly duplicates: { readonly groups: readonly (readonly number[])[]; readonly rows: number };
}
