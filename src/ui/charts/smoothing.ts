/**
 * @file Exponential smoothing of a curve as TensorBoard does it: the average is divided by the weight it has gathered so
 * far, so that the first points are not pulled towards zero. Runs point by point, because curves grow while they are shown.
 */

/** Largest weight offered: at 1 the curve would never leave its first value. */
export const maxSmoothing = 0.99;

/** Runs shorter than this are drawn as they are: smoothed, a curve of few points tells of values that never were. */
const smoothedFrom = 20;

/** The weight while nobody has chosen one. */
export const smoothingFor = (epochs: number): number => (epochs < smoothedFrom ? 0 : 0.6);

/** What a curve's next value looks like after smoothing. Gaps stay gaps and leave the average as it was. */
export type Smoother = (value: number | null) => number | null;

/**
 * s₀ = 0, sₙ = w·sₙ₋₁ + (1 − w)·xₙ, shown as sₙ / (1 − wⁿ).
 * A value that is not finite is passed on unchanged.
 */
export function createSmoother(weight: number): Smoother {
  let average = 0;
  let count = 0;
  return (value) => {
    if (value === null || !Number.isFinite(value) || weight === 0) return value;
    average = average * weight + (1 - weight) * value;
    count += 1;
    return average / (1 - weight ** count);
  };
}
