/** @file Balance changes the training part alone: what rows count, or how often they come. Expected weights: scikit-learn. */

import { describe, expect, it } from "vitest";
import { atOnce } from "../pieces.ts";
import { balancedCounts, balanceTraining, classWeightsOf } from "./balance.ts";

/** 12 rows of class 0, 6 of class 1, 2 of class 3; class 2 has none. */
const classOf = Int32Array.from({ length: 20 }, (_, i) => (i % 10 === 3 ? 3 : i % 3 === 1 ? 1 : 0));
const counts = [0, 1, 2, 3].map((c) => classOf.filter((other) => other === c).length);

/** Rows of each class among the chosen places. */
const classesOf = (train: Int32Array | null) =>
  [0, 1, 2, 3].map((c) => [...(train ?? [])].filter((at) => classOf[at] === c).length);

describe("balance", () => {
  it("weighs classes as compute_class_weight('balanced') does", () => {
    // compute_class_weight("balanced", classes=np.array([0, 1, 3]), y=np.repeat([0, 1, 3], [12, 6, 2]))
    const expected = [0.5555555555555556, 1.1111111111111112, 3.3333333333333335];
    expect(counts).toEqual([12, 6, 0, 2]);
    const weights = atOnce(balanceTraining("weights", classOf, 4, 1));
    expect(weights.train).toBeNull();
    for (const [i, c] of [0, 1, 3].entries()) {
      expect(weights.classWeights?.[c]).toBeCloseTo(expected[i] ?? 0, 6);
      expect(classWeightsOf(counts)[c]).toBeCloseTo(expected[i] ?? 0, 12);
    }
    expect(weights.classWeights?.[2]).toBe(1);
  });

  it("oversamples every class to the largest, keeping each row and repeating none much more than another", () => {
    const { train, classWeights } = atOnce(balanceTraining("oversample", classOf, 4, 1));
    expect(classWeights).toBeNull();
    expect(classesOf(train)).toEqual([12, 12, 0, 12]);
    expect(balancedCounts("oversample", counts)).toEqual([12, 12, 0, 12]);
    const times = Array.from(classOf, (_, at) => [...(train ?? [])].filter((other) => other === at).length);
    expect(Math.min(...times)).toBe(1);
    for (const [at, count] of times.entries()) expect(count).toBe({ 0: 1, 1: 2, 3: 6 }[classOf[at] ?? 0]);
  });

  it("undersamples every class to the smallest, repeating no row", () => {
    const { train } = atOnce(balanceTraining("undersample", classOf, 4, 1));
    expect(classesOf(train)).toEqual([2, 2, 0, 2]);
    expect(balancedCounts("undersample", counts)).toEqual([2, 2, 0, 2]);
    expect(new Set(train).size).toBe(6);
  });

  it("is drawn by the seed", () => {
    for (const balance of ["oversample", "undersample"] as const) {
      expect(atOnce(balanceTraining(balance, classOf, 4, 1))).toEqual(atOnce(balanceTraining(balance, classOf, 4, 1)));
    }
    const under = (seed: number) => [...(atOnce(balanceTraining("undersample", classOf, 4, seed)).train ?? [])];
    expect(new Set(Array.from({ length: 20 }, (_, seed) => under(seed).join())).size).toBeGreaterThan(1);
  });

  it("leaves a regression and what was not asked for as they are", () => {
    const nothing = { train: null, classWeights: null };
    expect(atOnce(balanceTraining("weights", null, 0, 1))).toEqual(nothing);
    expect(atOnce(balanceTraining("none", classOf, 4, 1))).toEqual(nothing);
    expect(balancedCounts("none", counts)).toEqual(counts);
    expect(balancedCounts("undersample", [])).toEqual([]);
  });

  it("takes a class of a million rows", () => {
    const many = new Int32Array(1_000_001);
    many[0] = 1;
    const { train } = atOnce(balanceTraining("oversample", many, 2, 1));
    expect(train).toHaveLength(2_000_000);
  });
});
