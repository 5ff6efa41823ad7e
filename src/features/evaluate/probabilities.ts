/** @file Classes in the order of their probability. */

export interface RankedClass {
  readonly name: string;
  readonly share: number;
}

/** The most probable first; equal ones in class order. What is no number counts as 0. */
export const rankProbabilities = (
  classes: readonly string[],
  probabilities: readonly number[],
): readonly RankedClass[] =>
  classes
    .map((name, i) => {
      const share = probabilities[i] ?? 0;
      return { name, share: Number.isFinite(share) ? share : 0 };
    })
    .sort((a, b) => b.share - a.share);
