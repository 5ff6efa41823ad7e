/**
 * @file Area under the ROC curve as the share of (positive, negative) pairs that the score ranks right, ties counting
 * half: Mann–Whitney's U, equal to the trapezoid under scikit-learn's `roc_curve`. Sorting makes it O(n log n).
 */

/**
 * Binary: of the second class. More classes: one against the rest, mean over the classes (`multi_class="ovr",
 * average="macro"`) on the probabilities as given. Null where a class has no row, or all rows are of one, or where a
 * probability is not a number.
 */
export function rocAuc(yTrue: Int32Array, probabilities: Float32Array | Float64Array, classes: number): number | null {
  if (classes < 2) return null;
  const evaluated = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  let sum = 0;
  for (const c of evaluated) {
    const area = areaOf(yTrue, probabilities, classes, c);
    if (area === null) return null;
    sum += area;
  }
  return sum / evaluated.length;
}

function areaOf(
  yTrue: Int32Array,
  probabilities: Float32Array | Float64Array,
  classes: number,
  positive: number,
): number | null {
  let count = 0;
  for (const y of yTrue) if (y === positive) count++;
  const positives = new Float64Array(count);
  const negatives = new Float64Array(yTrue.length - count);
  let p = 0;
  let n = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const score = probabilities[i * classes + positive] ?? Number.NaN;
    if (Number.isNaN(score)) return null;
    if (yTrue[i] === positive) positives[p++] = score;
    else negatives[n++] = score;
  }
  if (positives.length === 0 || negatives.length === 0) return null;
  return pairsRankedRight(positives.sort(), negatives.sort()) / (positives.length * negatives.length);
}

/** Both ascending. Walks the two lists once: for each positive, negatives below count 1, equal ones ½. */
function pairsRankedRight(positives: Float64Array, negatives: Float64Array): number {
  let below = 0;
  let notAbove = 0;
  let pairs = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] ?? 0) < score) below++;
    while (notAbove < negatives.length && (negatives[notAbove] ?? 0) <= score) notAbove++;
    pairs += below + (notAbove - below) / 2;
  }
  return pairs;
}
