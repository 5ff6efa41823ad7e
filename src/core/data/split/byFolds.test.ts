/** @file Folds: every row is tested once, every class is spread to within a row, and what cannot be held out is refused. */

import { describe, expect, it } from "vitest";
import { fc } from "../../../testing/property.ts";
import { atOnce } from "../../pieces.ts";
import { heldOutGroups, type SplitLabels, split } from "../split.ts";
import type { SplitConfig } from "../types.ts";
import { groupLimit } from "./eachFold.ts";

const folded = (change: Partial<SplitConfig> = {}): SplitConfig => ({
  strategy: "kFold",
  validation: 0.2,
  test: 0.9,
  seed: 7,
  folds: 4,
  fold: 0,
  ...change,
});

const labelled = (classOf: readonly number[] | null, groups: readonly number[] | null = null): SplitLabels => {
  const total = (classOf ?? groups ?? []).length;
  return {
    rows: Uint32Array.from({ length: total }, (_, i) => i * 3 + 1),
    classOf: classOf === null ? null : Int32Array.from(classOf),
    order: null,
    groups: groups === null ? null : Int32Array.from(groups),
    groupNames: Array.from({ length: 500 }, (_, i) => `g${i}`),
  };
};
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);
const index = (row: number) => (row - 1) / 3;

const anyClasses = fc.array(fc.nat(4), { minLength: 12, maxLength: 90 });

describe("k folds", () => {
  it("test every row once, in parts that never overlap", () => {
    fc.assert(
      fc.property(
        anyClasses,
        fc.integer({ min: 2, max: 9 }),
        fc.nat(),
        fc.boolean(),
        (classOf, folds, seed, byGroup) => {
          const given = labelled(classOf, byGroup ? classOf.map((_, i) => i % 11) : null);
          const by = byGroup ? { by: "g" } : {};
          const tested: number[] = [];
          for (let fold = 0; fold < folds; fold++) {
            const parts = atOnce(split(folded({ folds, fold, seed, ...by }), given));
            const all = [...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b);
            expect(all).toEqual([...given.rows]);
            tested.push(...parts.test);
            if (!byGroup) continue;
            const held = new Set([...parts.test].map((row) => index(row) % 11));
            for (const row of [...parts.train, ...parts.validation]) expect(held.has(index(row) % 11)).toBe(false);
          }
          expect(tested.sort((a, b) => a - b)).toEqual([...given.rows]);
        },
      ),
    );
  });

  it("hold every class to within a row of its share, and every fold to within a row of the others", () => {
    fc.assert(
      fc.property(anyClasses, fc.integer({ min: 2, max: 9 }), (classOf, folds) => {
        const given = labelled(classOf);
        for (let fold = 0; fold < folds; fold++) {
          const { test } = atOnce(split(folded({ folds, fold }), given));
          expect(Math.abs(test.length - classOf.length / folds)).toBeLessThan(1);
          for (const c of new Set(classOf)) {
            const share = classOf.filter((other) => other === c).length / folds;
            const held = [...test].filter((row) => classOf[index(row)] === c).length;
            expect(Math.abs(held - share)).toBeLessThan(1);
          }
        }
      }),
    );
  });

  it("take validation as a fraction of the rest, by class", () => {
    const classOf = Array.from({ length: 160 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const parts = atOnce(split(folded(), labelled(classOf)));
    expect([parts.train.length, parts.validation.length, parts.test.length]).toEqual([96, 24, 40]);
    const ones = (part: Uint32Array) => [...part].filter((row) => classOf[index(row)] === 1).length;
    expect([ones(parts.train), ones(parts.validation), ones(parts.test)]).toEqual([24, 6, 10]);
    expect(parts.issues).toEqual([]);
  });

  it("take whole groups for validation where they come near its fraction, else rows, and say so", () => {
    const many = atOnce(
      split(
        folded({ by: "g" }),
        labelled(
          null,
          Array.from({ length: 200 }, (_, i) => i % 40),
        ),
      ),
    );
    const trained = new Set([...many.train].map((row) => index(row) % 40));
    expect([...many.validation].filter((row) => trained.has(index(row) % 40))).toEqual([]);
    expect(many.validation.length).toBeGreaterThan(0);
    expect(codes(many.issues)).toEqual([]);
    const few = atOnce(
      split(
        folded({ by: "g" }),
        labelled(
          null,
          Array.from({ length: 200 }, (_, i) => i % 4),
        ),
      ),
    );
    expect(few.validation).toHaveLength(30);
    expect(codes(few.issues)).toEqual(["splitValidationShares"]);
  });

  it("are drawn by the seed", () => {
    const given = labelled(Array.from({ length: 90 }, (_, i) => i % 3));
    expect(atOnce(split(folded(), given))).toEqual(atOnce(split(folded(), given)));
    expect(atOnce(split(folded({ seed: 8 }), given)).test).not.toEqual(atOnce(split(folded(), given)).test);
  });

  it("39: are refused where there are fewer rows or groups than folds", () => {
    const rows = atOnce(split(folded({ folds: 10 }), labelled([0, 1, 0, 1, 0])));
    expect(rows.issues).toContainEqual(
      expect.objectContaining({ code: "splitFewRowsForFolds", severity: "error", context: { rows: 5, folds: 10 } }),
    );
    const groups = atOnce(
      split(
        folded({ by: "g" }),
        labelled(
          null,
          Array.from({ length: 60 }, (_, i) => i % 3),
        ),
      ),
    );
    expect(groups.issues).toContainEqual(
      expect.objectContaining({ code: "splitFewGroups", context: { column: "g", count: 3, folds: 4 } }),
    );
    expect(codes(atOnce(split(folded({ fold: 4 }), labelled([0, 1, 0, 1, 0]))).issues)).toContain("splitFoldGone");
  });

  it("35: explain classes with fewer rows than folds", () => {
    const classOf = [...Array.from({ length: 80 }, (_, i) => i % 2), 2];
    const parts = atOnce(split(folded(), { ...labelled(classOf), classes: ["a", "b", "rare"] }));
    expect(parts.issues).toContainEqual({
      code: "splitClassBelowFolds",
      severity: "warning",
      at: {},
      context: { count: 1, example: "rare", folds: 4 },
    });
  });

  it("refuse a validation fraction that is none, whatever the test fraction says", () => {
    expect(codes(atOnce(split(folded({ validation: 1 }), labelled([0, 1, 0, 1, 0, 1]))).issues)).toContain(
      "splitFractions",
    );
    expect(codes(atOnce(split(folded({ validation: 0.5 }), labelled(new Array(80).fill(0)))).issues)).toEqual([]);
  });
});

describe("one group left out", () => {
  const without = (change: Partial<SplitConfig> = {}): SplitConfig =>
    folded({ strategy: "leaveOneGroupOut", by: "g", ...change });
  const groups = Array.from({ length: 120 }, (_, i) => (i % 12 === 0 ? -1 : i % 3));

  it("tests that group and nothing else; rows without a group train", () => {
    const given = labelled(null, groups);
    const parts = atOnce(split(without({ group: "g2" }), given));
    expect([...parts.test].map(index)).toEqual([...groups.keys()].filter((i) => groups[i] === 2));
    for (const [i, group] of groups.entries()) if (group === -1) expect(parts.test).not.toContain(i * 3 + 1);
    expect(atOnce(heldOutGroups(without(), given))).toEqual(["g0", "g1", "g2"]);
    expect(codes(parts.issues)).toEqual(["splitGroupMissing", "splitValidationShares"]);
  });

  it("takes the first group where none was named, and names sort as numbers where they are", () => {
    const given = { ...labelled(null, groups), groupNames: ["10", "9", "x"].slice(0, 2).concat("100") };
    const parts = atOnce(split(without(), given));
    expect(atOnce(heldOutGroups(without(), given))).toEqual(["9", "10", "100"]);
    expect([...parts.test].map(index)).toEqual([...groups.keys()].filter((i) => groups[i] === 1));
  });

  it("refuses a group that is gone, a single group, and more groups than anyone would wait for", () => {
    const gone = atOnce(split(without({ group: "other" }), labelled(null, groups)));
    expect(gone.issues).toContainEqual(
      expect.objectContaining({ code: "splitGroupGone", context: { column: "g", group: "other" } }),
    );
    expect(codes(atOnce(split(without(), labelled(null, new Array(40).fill(0)))).issues)).toContain("splitOneGroup");
    const many = Array.from({ length: 900 }, (_, i) => i % (groupLimit + 1));
    expect(codes(atOnce(split(without(), labelled(null, many))).issues)).toContain("splitTooManyGroups");
    expect(atOnce(heldOutGroups(without(), labelled(null, many)))).toEqual([]);
  });
});
