/**
 * @file Measures of what a feature tells of the target, a row each. All take the numbers as the model would, [rows ×
 * width] float32, and give a score a feature, the larger the better.
 */

import type { SelectionMethod } from "../selectFeatures.ts";
import { correlation, varianceOf } from "./moments.ts";
import { mutualInformation } from "./mutualInformation.ts";
import { permutation } from "./permutation.ts";
import { sparseWeights } from "./sparseWeights.ts";

/** The numbers of one feature: `width` of them from `start` in each row. */
export interface Block {
  readonly start: number;
  readonly width: number;
}

export type ScoredTarget =
  | { readonly kind: "classes"; readonly classes: Int32Array; readonly count: number }
  | { readonly kind: "numbers"; readonly values: Float64Array };

export interface ScoringInput {
  /** [rows × width], row-major. */
  readonly x: Float32Array;
  readonly rows: number;
  readonly width: number;
  readonly blocks: readonly Block[];
  readonly target: ScoredTarget;
  /** l1: the weight of the penalty. */
  readonly alpha: number;
  /** permutation: how the rows are shuffled. */
  readonly seed: number;
}

export interface Scores {
  /** A feature each. */
  readonly scores: Float64Array;
  /** false: a fit stopped before it came to rest. */
  readonly settled: boolean;
}

export interface Scoring {
  /** Largest rows × width it can take in a second or so. */
  readonly cells: number;
  /** Most numbers a row. */
  readonly widest: number;
  /** Measured before numbers are scaled. */
  readonly unscaled: boolean;
  readonly score: (input: ScoringInput) => Scores;
}

export const scorings: Readonly<Record<SelectionMethod, Scoring>> = {
  variance: { cells: 8e6, widest: 1e6, unscaled: true, score: byColumn(varianceOf) },
  correlation: { cells: 8e6, widest: 1e6, unscaled: false, score: byColumn(correlation) },
  mutualInformation: { cells: 8e6, widest: 1e6, unscaled: false, score: byColumn(mutualInformation) },
  l1: { cells: 1e6, widest: 10_000, unscaled: false, score: sparseWeights },
  permutation: { cells: 1e6, widest: 1500, unscaled: false, score: permutation },
};

/** A measure of one number; a feature's score is the largest of its numbers'. */
function byColumn(measure: (values: Float64Array, target: ScoredTarget) => number): Scoring["score"] {
  return (input) => {
    const { x, rows, width, blocks, target } = input;
    const values = new Float64Array(rows);
    const scores = Float64Array.from(blocks, (block) => {
      let best = 0;
      for (let column = block.start; column < block.start + block.width; column++) {
        for (let i = 0; i < rows; i++) values[i] = x[i * width + column] as number;
        best = Math.max(best, measure(values, target));
      }
      return best;
    });
    return { scores, settled: true };
  };
}
