/** @file Which way is better, and what counts as a mistake. */
import { describe, expect, it } from "vitest";
import type { ClassificationScores, Report } from "../../core/evaluation/types.ts";
import { scoreRows, topConfusions, verdictOf } from "./scoreRows.ts";

const scores = (value: number): ClassificationScores => {
  const averages = { macro: value, micro: value, weighted: value };
  return {
    accuracy: value,
    balancedAccuracy: value,
    precision: averages,
    recall: averages,
    f1: averages,
    logLoss: value,
    rocAuc: null,
    perClass: [],
    confusion: [],
  };
};
const report: Report = {
  kind: "classification",
  rows: 10,
  classes: ["a", "b", "c"],
  model: scores(0.9),
  baseline: scores(0.4),
};

describe("scoreRows", () => {
  it("says better for higher scores and worse for a higher log-loss", () => {
    const verdicts = Object.fromEntries(scoreRows(report).map((row) => [row.name, verdictOf(row)]));
    expect(verdicts).toMatchObject({ accuracy: "better", f1Macro: "better", logLoss: "worse", rocAucMacro: "unknown" });
  });

  it("has the three averages of precision, recall and F1, all but macro as extras", () => {
    const rows = scoreRows(report);
    expect(rows.filter(({ extra }) => extra).map(({ name }) => name)).toEqual([
      "precisionMicro",
      "precisionWeighted",
      "recallMicro",
      "recallWeighted",
      "f1Micro",
      "f1Weighted",
    ]);
  });

  it("turns MAE and RMSE round", () => {
    const model = { mae: 2, rmse: 3, r2: 0.8 };
    const baseline = { mae: 5, rmse: 6, r2: 0 };
    const rows = scoreRows({ kind: "regression", rows: 4, target: "y", model, baseline, residuals: [] });
    expect(rows.map(verdictOf)).toEqual(["better", "better", "better"]);
  });
});

describe("verdictOf", () => {
  it("knows equality and what is not defined", () => {
    expect(verdictOf({ model: 0.5, baseline: 0.5, better: "higher" })).toBe("same");
    expect(verdictOf({ model: null, baseline: 0.5, better: "higher" })).toBe("unknown");
    expect(verdictOf({ model: Number.NaN, baseline: 0.5, better: "lower" })).toBe("unknown");
  });
});

describe("topConfusions", () => {
  it("lists mistakes by count, with their share of the true class, and no right answer", () => {
    const matrix = [
      [8, 2, 0],
      [5, 5, 0],
      [1, 0, 9],
    ];
    expect(topConfusions(matrix, 2)).toEqual([
      { actual: 1, said: 0, count: 5, share: 0.5 },
      { actual: 0, said: 1, count: 2, share: 0.2 },
    ]);
    expect(topConfusions(matrix, 10)).toHaveLength(3);
  });
});
