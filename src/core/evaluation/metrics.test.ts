/** @file Scores against numbers that scikit-learn computed (`e2e/oracle/make_fixtures.py`), and what holds for any scores. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import classification from "./fixtures/classification.json";
import regression from "./fixtures/regression.json";
import {
  binaryProbabilities,
  classificationScores,
  logLoss,
  predictedClasses,
  regressionScores,
  shareScores,
} from "./metrics.ts";
import { rocAuc } from "./rocAuc.ts";

/** Every number within 1e-9 of the expected one, relative; the same shape and the same nulls. */
function expectEqual(got: unknown, expected: unknown, path = "scores"): void {
  if (typeof expected === "number" && typeof got === "number") {
    expect(Math.abs(got - expected), path).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
  } else if (typeof expected === "object" && expected !== null && typeof got === "object" && got !== null) {
    expect(Object.keys(got).sort(), path).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(expected)) {
      expectEqual((got as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else expect(got, path).toBe(expected);
}

describe("classification scores equal scikit-learn's", () => {
  it.each(classification)("$name", ({ classes, yTrue, probabilities, expected }) => {
    const scores = classificationScores(Int32Array.from(yTrue), Float64Array.from(probabilities), classes);
    expectEqual(scores, expected);
  });
});

describe("regression scores equal scikit-learn's", () => {
  it.each(regression)("$name", ({ yTrue, predicted, expected }) => {
    expectEqual(regressionScores(Float64Array.from(yTrue), Float64Array.from(predicted)), expected);
  });
});

describe("probabilities", () => {
  it("of a binary model become two columns, and one half is the first class", () => {
    const both = binaryProbabilities(Float32Array.from([0.25, 0.5, 0.75]));
    expect([...both]).toEqual([0.75, 0.25, 0.5, 0.5, 0.25, 0.75]);
    expect([...predictedClasses(both, 2)]).toEqual([0, 0, 1]);
  });

  it("that are no numbers leave log-loss and ROC-AUC undefined", () => {
    const y = Int32Array.from([0, 1]);
    const broken = Float32Array.from([0.5, 0.5, Number.NaN, Number.NaN]);
    expect(logLoss(y, broken, 2)).toBeNull();
    expect(rocAuc(y, broken, 2)).toBeNull();
  });

  it("of 0 for the true class cost a finite, large loss", () => {
    const loss = logLoss(Int32Array.from([0]), Float64Array.from([0, 1]), 2);
    expect(loss).toBeGreaterThan(30);
    expect(loss).toBeLessThan(40);
  });
});

const cases = fc
  .record({ classes: fc.integer({ min: 2, max: 5 }), rows: fc.integer({ min: 1, max: 60 }), seed: fc.integer() })
  .chain(({ classes, rows }) =>
    fc.record({
      classes: fc.constant(classes),
      y: fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: rows, maxLength: rows }),
      levels: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: rows * classes, maxLength: rows * classes }),
    }),
  );

describe("properties", () => {
  it("the area is the share of pairs ranked right, counted one by one", () => {
    fc.assert(
      fc.property(cases, ({ classes, y, levels }) => {
        const scores = Float64Array.from(levels);
        const areas = (classes === 2 ? [1] : [...Array(classes).keys()]).map((c) => {
          let right = 0;
          let pairs = 0;
          y.forEach((a, i) => {
            y.forEach((b, j) => {
              if (a !== c || b === c) return;
              const difference = (levels[i * classes + c] ?? 0) - (levels[j * classes + c] ?? 0);
              right += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
              pairs++;
            });
          });
          return right / pairs;
        });
        const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
        const area = rocAuc(Int32Array.from(y), scores, classes);
        if (Number.isNaN(mean)) expect(area).toBeNull();
        else expect(area).toBeCloseTo(mean, 12);
      }),
    );
  });

  it("the baseline's short cut equals scoring the training shares row by row", () => {
    fc.assert(
      fc.property(cases, fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }), ({ classes, y }, raw) => {
        const counts = raw.slice(0, classes).map((count, c) => count + (c === 0 ? 1 : 0));
        const total = counts.reduce((sum, count) => sum + count, 0);
        const shares = Float64Array.from({ length: y.length * classes }, (_, i) => (counts[i % classes] ?? 0) / total);
        const yTrue = Int32Array.from(y);
        expectEqual(shareScores(yTrue, counts), classificationScores(yTrue, shares, classes));
      }),
    );
  });
});
