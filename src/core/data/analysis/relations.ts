/**
 * @file How strongly two columns hang together: Pearson's r of two numbers, the correlation ratio of a category and a
 * number, Cramér's V of two categories. Rows that lack either are left out of the pair. NaN where a side does not vary.
 */

/** Pearson's r, in two passes; NaN marks a missing number. O(n). */
export function pearson(x: Float64Array, y: Float64Array): number {
  let [n, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    n++;
    sumX += a;
    sumY += b;
  }
  const [meanX, meanY] = [sumX / n, sumY / n];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [(x[i] as number) - meanX, (y[i] as number) - meanY];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return ratio(xy, xx, yy, n * meanX ** 2, n * meanY ** 2);
}

/** xy / √(xx·yy), within −1 and 1; NaN where a side varies by no more than rounding makes of one value. */
export function ratio(xy: number, xx: number, yy: number, sizeX: number, sizeY: number): number {
  if (!varies(xx, sizeX) || !varies(yy, sizeY)) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

/** `spread`: a sum of squares around the mean; `size`: n · mean². */
const varies = (spread: number, size: number): boolean => spread > 1e-26 * size && spread > 0;

/**
 * The correlation ratio η = √(Σ n_g (m_g − m)² / Σ (x − m)²): how much of the number's spread lies between the groups.
 * `groupOf` is −1 where the row has no group.
 */
export function correlationRatio(groupOf: Int32Array, groups: number, values: Float64Array): number {
  let [n, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if ((groupOf[i] as number) < 0 || Number.isNaN(value)) continue;
    n++;
    sum += value;
  }
  const mean = sum / n;
  const counts = new Float64Array(groups);
  // Sums of what is left of the values without their mean: a large offset would cost them their digits.
  const sums = new Float64Array(groups);
  let [total, rest] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const [group, value] = [groupOf[i] as number, (values[i] as number) - mean];
    if (group < 0 || Number.isNaN(value)) continue;
    counts[group] = (counts[group] as number) + 1;
    sums[group] = (sums[group] as number) + value;
    total += value * value;
    rest += value;
  }
  // What rounding left of the mean.
  const offset = rest / n;
  let between = 0;
  let groupsHeld = 0;
  for (let group = 0; group < groups; group++) {
    const count = counts[group] as number;
    if (count === 0) continue;
    groupsHeld++;
    between += count * ((sums[group] as number) / count - offset) ** 2;
  }
  if (groupsHeld < 2 || !varies(total, n * mean ** 2)) return Number.NaN;
  return Math.sqrt(Math.min(1, between / total));
}

/** A contingency table this large is kept as a map: two columns of thousands of categories share few of their pairs. */
const largestTable = 4_000_000;

/** How often each pair of codes stands in a row; −1 is missing. */
export function contingency(a: Int32Array, b: Int32Array, kindsA: number, kindsB: number) {
  const table = kindsA * kindsB <= largestTable ? new Uint32Array(kindsA * kindsB) : new Map<number, number>();
  const [ofA, ofB] = [new Float64Array(kindsA), new Float64Array(kindsB)];
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (x < 0 || y < 0) continue;
    const cell = x * kindsB + y;
    if (table instanceof Map) {
      const before = table.get(cell);
      table.set(cell, before === undefined ? 1 : before + 1);
    } else table[cell] = (table[cell] as number) + 1;
    ofA[x] = (ofA[x] as number) + 1;
    ofB[y] = (ofB[y] as number) + 1;
    total++;
  }
  return { table, ofA, ofB, total };
}

/** Cramér's V = √(χ² / (n · (min(r, k) − 1))), without a correction, over the categories that some row holds. */
export function cramersV(a: Int32Array, b: Int32Array, kindsA: number, kindsB: number): number {
  const { table, ofA, ofB } = contingency(a, b, kindsA, kindsB);
  const held = (counts: Float64Array) => counts.reduce((count, rows) => count + (rows > 0 ? 1 : 0), 0);
  const least = Math.min(held(ofA), held(ofB));
  if (least < 2) return Number.NaN;
  let sum = 0;
  const add = (observed: number, cell: number) => {
    if (observed === 0) return;
    const [x, y] = [Math.floor(cell / kindsB), cell % kindsB];
    sum += (observed / (ofA[x] as number)) * (observed / (ofB[y] as number));
  };
  table.forEach(add);
  // χ² ∕ n = Σ o² ∕ (r c) − 1.
  return Math.sqrt(Math.min(1, Math.max(0, (sum - 1) / (least - 1))));
}
