/** @file Smoothing against pandas (`Series.ewm(alpha=1 - w, adjust=True).mean()`), which computes the same average. */
import { describe, expect, it } from "vitest";
import { createSmoother, smoothingFor } from "./smoothing.ts";

const smooth = (values: readonly (number | null)[], weight: number) => values.map(createSmoother(weight));

describe("createSmoother", () => {
  it("equals pandas' adjusted exponential mean", () => {
    // pd.Series([1, .5, .8, .2, .9]).ewm(alpha=.4, adjust=True).mean()
    const expected = [1.0, 0.6875, 0.7448979591836735, 0.4944852941176471, 0.6703678001387925];
    smooth([1, 0.5, 0.8, 0.2, 0.9], 0.6).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 12);
    });
  });

  it("leaves a curve as it is without weight", () => {
    expect(smooth([3, -1, 7], 0)).toEqual([3, -1, 7]);
  });

  it("starts at the first value, however heavy", () => {
    expect(smooth([5, 5, 5], 0.99)).toEqual([5, 5, 5].map((value) => expect.closeTo(value, 10)));
  });

  it("keeps gaps and does not let them move the average", () => {
    const gapped = smooth([1, null, Number.NaN, 2], 0.6);
    expect(gapped[1]).toBeNull();
    expect(gapped[2]).toBeNaN();
    expect(gapped[3]).toBe(smooth([1, 2], 0.6)[1]);
  });
});

it("draws short runs as they are until somebody chooses", () => {
  expect([1, 19].map(smoothingFor)).toEqual([0, 0]);
  expect([20, 500].map(smoothingFor)).toEqual([0.6, 0.6]);
});
