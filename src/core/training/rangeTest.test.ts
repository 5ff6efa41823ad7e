/** @file The range test's curve: curves whose steepest place is known, with noise, blown up, flat, or rising only. */
import { expect, it } from "vitest";
import { random } from "../random.ts";
import { defaultRange, hasBlownUp, rangeRate, rateTicks, roundedRate, smoothLosses, suggestRate } from "./rangeTest.ts";
import type { RangePoint } from "./types.ts";

const range = defaultRange;
const curve = (lossAt: (decade: number, i: number) => number): readonly RangePoint[] =>
  Array.from({ length: range.batches }, (_, i) => {
    const rate = rangeRate(range, i);
    return { rate, loss: lossAt(Math.log10(rate), i) };
  });

/** Falls from 2.3 to 0.3 around 10^centre, and blows up behind 10^wall. */
const typical = (centre: number, wall: number) => (decade: number) =>
  2.3 - 2 / (1 + Math.exp(-4 * (decade - centre))) + Math.exp(6 * (decade - wall));

it("rises by one factor from the first rate to the last", () => {
  expect(rangeRate(range, 0)).toBe(range.from);
  expect(rangeRate(range, range.batches - 1)).toBeCloseTo(range.to, 12);
  expect(rangeRate(range, 34) / rangeRate(range, 33)).toBeCloseTo(rangeRate(range, 80) / rangeRate(range, 79), 12);
});

it("has a tick at each power of ten, and two at least", () => {
  const rates = (of: typeof range) => rateTicks(of).map((batch) => Number(rangeRate(of, batch).toPrecision(6)));
  expect(rates(range)).toEqual([1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]);
  expect(rates({ from: 0.002, to: 30, batches: 50 })).toEqual([0.01, 0.1, 1, 10]);
  expect(rates({ from: 0.02, to: 0.3, batches: 50 })).toEqual([0.02, 0.3]);
  // While it is typed, a range may end where it begins.
  expect(rates({ from: 0.1, to: 0.1, batches: 20 })).toEqual([0.1, 0.1]);
});

it("suggests where the loss falls fastest, whatever lies behind", () => {
  for (const centre of [-4.5, -3, -2.2]) {
    const found = suggestRate(curve(typical(centre, -0.8)));
    expect(Math.log10(found?.rate ?? 0)).toBeCloseTo(centre, 1);
  }
});

it("is not led astray by noise", () => {
  for (let seed = 0; seed < 50; seed++) {
    const { next } = random(seed, 1);
    const noisy = curve((decade) => typical(-3, -0.8)(decade) * (1 + 0.1 * (next() - 0.5)));
    const found = suggestRate(noisy);
    // Within a factor of three of the place without noise, and never where it blows up.
    expect(Math.abs(Math.log10(found?.rate ?? 1) + 3)).toBeLessThan(0.5);
  }
});

it("suggests nothing where the loss never falls, or there is too little of it", () => {
  expect(suggestRate(curve(() => 1))).toBeNull();
  for (let seed = 0; seed < 50; seed++) {
    const { next } = random(seed, 2);
    expect(suggestRate(curve(() => 1 + 0.05 * next()))).toBeNull();
  }
  expect(suggestRate(curve((decade) => 1 + Math.exp(decade)))).toBeNull();
  expect(suggestRate(curve(typical(-3, -0.8)).slice(0, 9))).toBeNull();
  expect(suggestRate([])).toBeNull();
});

it("sees the loss blow up, and leaves out what is no number", () => {
  const points = curve(typical(-3, -1));
  const end = points.findIndex((_, i) => hasBlownUp(points.slice(0, i + 1)));
  expect(points[end]?.rate).toBeGreaterThan(0.1);
  expect(hasBlownUp(points.slice(0, 60))).toBe(false);
  const broken = [...points.slice(0, 90), { rate: 0.5, loss: Number.NaN }, { rate: 0.6, loss: 1 }];
  expect(hasBlownUp(broken.slice(0, 91))).toBe(true);
  expect(smoothLosses(broken)).toHaveLength(90);
  expect(Math.log10(suggestRate(broken)?.rate ?? 0)).toBeCloseTo(-3, 1);
  // Nearly no loss at all is no ground to stop at four times nothing.
  const tiny = curve((decade) => 1e-8 + 2 / (1 + Math.exp(8 * (decade + 4))));
  expect(hasBlownUp([...tiny, { rate: 1.1, loss: 1e-6 }])).toBe(false);
});

it("keeps a straight line as it is", () => {
  for (const [i, value] of smoothLosses(curve((_, at) => 5 - at / 50)).entries())
    expect(value).toBeCloseTo(5 - i / 50, 12);
});

it("rounds a rate to two digits", () => {
  expect([0.0031234, 0.000987, 1.26].map(roundedRate)).toEqual([0.0031, 0.00099, 1.3]);
});
