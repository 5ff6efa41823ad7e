/** @file Whole groups: never divided, and as near to the fractions as the best of all ways to place them. */

import { describe, expect, it } from "vitest";
import { fc } from "../../../testing/property.ts";
import { atOnce } from "../../pieces.ts";
import { counted } from "../sorting.ts";
import { split } from "../split.ts";
import type { SplitConfig } from "../types.ts";
import { splitGroups } from "./byGroups.ts";
import type { Fractions } from "./positions.ts";

const config: SplitConfig = { strategy: "group", by: "g", validation: 0.2, test: 0.2, seed: 3 };

/** Rows of groups of these sizes, mixed so that a group's rows do not lie together. */
function rowsOf(sizes: readonly number[]): Int32Array {
  const codes = sizes.flatMap((size, group) => new Array<number>(size).fill(group));
  return Int32Array.from(codes.keys(), (i) => codes[(i * 7919) % codes.length] ?? 0);
}

const anySizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 12 }).filter((sizes) => {
  const total = sizes.reduce((a, b) => a + b, 0);
  return total % 7919 !== 0;
});

const fractions: Fractions = [0.6, 0.2, 0.2];
const distance = (sizes: readonly number[], total: number) =>
  sizes.reduce((sum, size, part) => sum + (size - (fractions[part] ?? 0) * total) ** 2, 0);

/** The least distance of all ways to put the groups into three parts that are none of them empty. */
function leastDistance(sizes: readonly number[]): number {
  const total = sizes.reduce((a, b) => a + b, 0);
  let least = Number.POSITIVE_INFINITY;
  for (let way = 0; way < 3 ** sizes.length; way++) {
    const held = [0, 0, 0];
    for (let i = 0, rest = way; i < sizes.length; i++, rest = Math.floor(rest / 3)) {
      held[rest % 3] = (held[rest % 3] ?? 0) + (sizes[i] ?? 0);
    }
    if (held.every((size) => size > 0)) least = Math.min(least, distance(held, total));
  }
  return least;
}

describe("splitGroups", () => {
  it("puts every row into one part and every group into one", () => {
    fc.assert(
      fc.property(anySizes, fc.nat(), fc.boolean(), (sizes, seed, withClasses) => {
        const codes = rowsOf(sizes);
        const classOf = withClasses ? codes.map((_, i) => i % 3) : null;
        const parts = atOnce(splitGroups(codes, classOf, counted(codes.length), fractions, seed));
        expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...codes.keys()]);
        const groups = parts.map((part) => new Set([...part].map((row) => codes[row])));
        expect(groups.reduce((sum, { size }) => sum + size, 0)).toBe(sizes.length);
        for (const part of parts) expect(part.length).toBeGreaterThan(0);
      }),
    );
  });

  it("comes as near to the fractions as the best of all ways", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 8 }),
        fc.nat(),
        (sizes, seed) => {
          const codes = rowsOf(sizes);
          const parts = atOnce(splitGroups(codes, null, counted(codes.length), fractions, seed));
          const found = Math.sqrt(
            distance(
              parts.map(({ length }) => length),
              codes.length,
            ),
          );
          expect(found).toBeLessThanOrEqual(Math.sqrt(leastDistance(sizes)) + 1e-6);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it("keeps the shares of the classes where groups allow it", () => {
    // 40 groups of 10 rows; a fifth of the rows are of class 1, in whole groups.
    const codes = rowsOf(new Array(40).fill(10));
    const classOf = codes.map((group) => (group < 8 ? 1 : 0));
    const parts = atOnce(splitGroups(codes, classOf, counted(400), fractions, 5));
    const shares = parts.map((part) => part.reduce((sum, row) => sum + (classOf[row] ?? 0), 0) / part.length);
    for (const share of shares) expect(Math.abs(share - 0.2)).toBeLessThan(0.08);
    expect(parts.map(({ length }) => length)).toEqual([240, 80, 80]);
  });

  it("differs from seed to seed, and is the same for the same", () => {
    const codes = rowsOf(new Array(30).fill(4));
    const at = (seed: number) => atOnce(splitGroups(codes, null, counted(120), fractions, seed));
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });

  it("takes a hundred thousand groups", () => {
    const codes = Int32Array.from({ length: 200_000 }, (_, i) => i >> 1);
    const parts = atOnce(
      splitGroups(
        codes,
        codes.map((code) => code % 2),
        counted(codes.length),
        [0.99998, 1e-5, 1e-5],
        1,
      ),
    );
    expect(parts.map(({ length }) => length).reduce((a, b) => a + b)).toBe(200_000);
    expect(parts[1].length).toBeGreaterThan(0);
  });
});

describe("the strategy", () => {
  const labelled = (groups: Int32Array, names: readonly string[]) => ({
    rows: Uint32Array.from(groups, (_, i) => i * 2),
    classOf: null,
    order: null,
    groups,
    groupNames: names,
  });

  it("trains on rows without a group and counts them", () => {
    const groups = Int32Array.from({ length: 60 }, (_, i) => (i % 10 === 9 ? -1 : i % 6));
    const parts = atOnce(split(config, labelled(groups, ["a", "b", "c", "d", "e", "f"])));
    for (let i = 9; i < 60; i += 10) expect(parts.train).toContain(i * 2);
    expect(parts.issues).toContainEqual({
      code: "splitGroupMissing",
      severity: "warning",
      at: { column: "g" },
      context: { column: "g", count: 6 },
    });
  });

  it.each([
    ["no column", undefined, "splitGroupColumnMissing"],
    ["one group", new Int32Array(50), "splitOneGroup"],
    ["no group at all", new Int32Array(50).fill(-1), "splitOneGroup"],
  ])("refuses %s, and still divides the rows", (_, groups, code) => {
    const given = { ...labelled(groups ?? new Int32Array(50), ["a"]), groups: groups ?? null };
    const parts = atOnce(split(config, given));
    expect(parts.issues).toContainEqual(expect.objectContaining({ code, severity: "error", at: { column: "g" } }));
    expect(parts.train.length + parts.validation.length + parts.test.length).toBe(50);
  });
});
