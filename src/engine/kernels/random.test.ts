import { describe, expect, it } from "vitest";
import { normalValues } from "./normal.ts";
import { uniformValues } from "./uniform.ts";
import { uniformMaskValues } from "./uniformMask.ts";

const count = 50_000;
const keys = [1, 0xdeadbeef];

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
const moment = (values: Float32Array, power: number): number => {
  const centre = mean(values);
  return mean(Float64Array.from(values, (value) => (value - centre) ** power));
};
const correlation = (a: Float32Array, b: Float32Array): number => {
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(Float64Array.from(a, (value, at) => (value - ma) * ((b[at] as number) - mb)));
  return product / Math.sqrt(moment(a, 2) * moment(b, 2));
};
/** Four standard errors of a share. */
const margin = (share: number) => 4 * Math.sqrt((share * (1 - share)) / count);

describe.each(keys)("numbers drawn with key %i", (key) => {
  it("uniform ones fill [0, 1) evenly", () => {
    const values = uniformValues(count, key);
    expect(Math.min(...values.subarray(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    for (const share of [0.01, 0.1, 0.5, 0.9]) {
      const below = values.reduce((sum, value) => sum + (value < share ? 1 : 0), 0) / count;
      expect(Math.abs(below - share)).toBeLessThan(margin(share));
    }
    expect(Math.abs(moment(values, 2) - 1 / 12)).toBeLessThan(0.001);
  });

  it("normal ones have the normal distribution's moments and quantiles", () => {
    const values = normalValues(count, key);
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    expect(Math.abs(moment(values, 3))).toBeLessThan(4 * Math.sqrt(15 / count));
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count) + 0.01);
    // scipy.stats.norm.ppf of each share.
    for (const [share, quantile] of [
      [0.0001, -3.7190164854556804],
      [0.001, -3.090232306167813],
      [0.01, -2.3263478740408408],
      [0.05, -1.6448536269514729],
      [0.25, -0.6744897501960817],
      [0.5, 0],
      [0.75, 0.6744897501960817],
      [0.95, 1.6448536269514722],
      [0.99, 2.3263478740408408],
      [0.999, 3.090232306167813],
      [0.9999, 3.719016485455709],
    ] as const) {
      const below = values.reduce((sum, value) => sum + (value < quantile ? 1 : 0), 0) / count;
      // The distribution function itself is up to 0.0003 off.
      expect(Math.abs(below - share)).toBeLessThan(margin(share) + 3e-4);
    }
  });

  it("neighbours, and another key's, are unrelated", () => {
    for (const draw of [uniformValues, normalValues]) {
      const values = draw(count, key);
      expect(Math.abs(correlation(values.subarray(1), values.subarray(0, -1)))).toBeLessThan(4 / Math.sqrt(count));
      expect(Math.abs(correlation(values, draw(count, key ^ 1)))).toBeLessThan(4 / Math.sqrt(count));
    }
  });

  it("a mask keeps its share, and the mean", () => {
    for (const rate of [0.1, 0.5, 0.9]) {
      const values = uniformMaskValues(count, rate, key);
      const dropped = values.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0) / count;
      expect(Math.abs(dropped - rate)).toBeLessThan(margin(rate));
      expect(Math.abs(mean(values) - 1)).toBeLessThan(margin(rate) / (1 - rate));
    }
  });
});
