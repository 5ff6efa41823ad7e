/** @file The small chart's bars. */
import { describe, expect, it } from "vitest";
import { barCounts } from "./chartBars.ts";

/** Equal bins over [min, max], the last one closed, as summaries count them. */
function histogram(values: readonly number[], bins: number) {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor(((value - min) / (max - min)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { kind: "histogram", min, max, counts } as const;
}

describe("barCounts", () => {
  it("gives every integer of a short range its own bar, whatever the range", () => {
    for (let range = 1; range < 20; range++) {
      // The integer k occurs k + 1 times.
      const values = Array.from({ length: range + 1 }, (_, k) => new Array<number>(k + 1).fill(k - 3)).flat();
      const bars = barCounts({ type: "integer", chart: histogram(values, 20) });
      expect(bars.map(({ count }) => count)).toEqual(Array.from({ length: range + 1 }, (_, k) => k + 1));
    }
  });

  it("leaves other histograms as they are", () => {
    const chart = histogram([0, 1, 2, 3, 4, 40], 20);
    expect(barCounts({ type: "integer", chart }).map(({ count }) => count)).toEqual(chart.counts);
    const few = histogram([0, 1, 2], 20);
    expect(barCounts({ type: "number", chart: few })).toHaveLength(20);
  });

  it("gathers the rarer categories in one paler bar", () => {
    const top = Array.from({ length: 12 }, (_, i) => ({ value: `v${i}`, count: 20 - i }));
    const bars = barCounts({ type: "category", chart: { kind: "values", top, other: 5 } });
    expect(bars).toHaveLength(10);
    expect(bars.at(-1)).toEqual({ count: 11 + 10 + 9 + 5, rest: true });
    expect(barCounts({ type: "category", chart: { kind: "values", top: top.slice(0, 2), other: 0 } })).toHaveLength(2);
  });
});
