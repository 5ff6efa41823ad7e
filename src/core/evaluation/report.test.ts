/** @file What a report says of a model that is right, of one that only guesses, and of a part without rows. */
import { describe, expect, it } from "vitest";
import { baselineMetric, buildReport } from "./report.ts";

const classes = { kind: "classes", column: "species", classes: ["a", "b"] } as const;
const number = { kind: "number", column: "mass", offset: 100, scale: 10 } as const;

describe("buildReport", () => {
  it("scores a binary model with one unit beside the majority of the training part", () => {
    const report = buildReport({
      target: classes,
      yTrain: Int32Array.from([0, 1, 1]),
      yTest: Int32Array.from([0, 1, 1, 0]),
      outputs: Float32Array.from([0.25, 0.75, 0.75, 0.25]),
    });
    if (report?.kind !== "classification") throw new Error("a classification report");
    expect(report.classes).toEqual(["a", "b"]);
    expect(report.model).toMatchObject({
      accuracy: 1,
      rocAuc: 1,
      confusion: [
        [2, 0],
        [0, 2],
      ],
    });
    expect(report.model.logLoss).toBeCloseTo(-Math.log(0.75), 12);
    expect(report.baseline).toMatchObject({
      accuracy: 0.5,
      rocAuc: 0.5,
      confusion: [
        [0, 2],
        [0, 2],
      ],
    });
    expect(report.baseline.logLoss).toBeCloseTo(-(Math.log(1 / 3) + Math.log(2 / 3)) / 2, 12);
  });

  it("turns a regression model's outputs back into the target's unit", () => {
    const report = buildReport({
      target: number,
      yTrain: Float64Array.from([80, 120]),
      yTest: Float64Array.from([90, 110, 130]),
      outputs: Float32Array.from([-1, 1, 2]),
    });
    if (report?.kind !== "regression") throw new Error("a regression report");
    expect(report.model.mae).toBeCloseTo(10 / 3, 12);
    expect(report.baseline.mae).toBeCloseTo(50 / 3, 12);
    expect(report.residuals).toEqual([
      [90, 0],
      [110, 0],
      [120, 10],
    ]);
  });

  it("draws at most 2,000 residuals, the first and the last row among them", () => {
    const rows = 10_001;
    const yTest = Float64Array.from({ length: rows }, (_, i) => i);
    const report = buildReport({
      target: { ...number, offset: 0, scale: 1 },
      yTrain: yTest,
      yTest,
      outputs: new Float32Array(rows),
    });
    if (report?.kind !== "regression") throw new Error("a regression report");
    expect(report.residuals).toHaveLength(2000);
    expect(report.residuals[0]).toEqual([0, 0]);
    expect(report.residuals.at(-1)).toEqual([0, rows - 1]);
  });

  it("is null without test rows", () => {
    const none = new Int32Array(0);
    expect(
      buildReport({ target: classes, yTrain: Int32Array.from([0, 1]), yTest: none, outputs: new Float32Array(0) }),
    ).toBeNull();
  });
});

describe("baselineMetric", () => {
  it("is the majority's accuracy, or the mean's MAE", () => {
    expect(baselineMetric(Int32Array.from([1, 1, 0]), Int32Array.from([0, 1, 1, 1]), 2)).toBe(0.75);
    expect(baselineMetric(Float64Array.from([1, 3]), Float64Array.from([2, 5]), 0)).toBe(1.5);
  });
});
