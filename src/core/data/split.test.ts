/** @file A split is a partition of exact sizes, repeatable from its seed, and fair to every class. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { atOnce } from "../pieces.ts";
import { apportion, apportionTable } from "./apportion.ts";
import { split } from "./split.ts";
import type { SplitConfig } from "./types.ts";

const config = (change: Partial<SplitConfig> = {}): SplitConfig => ({
  strategy: "stratified",
  validation: 0.15,
  test: 0.15,
  seed: 1,
  ...change,
});

const rowsTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);
const labels = (classOf: readonly number[]) => ({
  rows: Uint32Array.from(classOf, (_, i) => i * 2),
  classOf: Int32Array.from(classOf),
  order: null,
});
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);

const anyConfig = fc.record({
  strategy: fc.constantFrom("stratified" as const, "random" as const),
  validation: fc.double({ min: 0, max: 0.45, noNaN: true }),
  test: fc.double({ min: 0, max: 0.45, noNaN: true }),
  seed: fc.nat(),
});
const anyClasses = fc.array(fc.nat(6), { minLength: 1, maxLength: 120 });

describe("split", () => {
  it("puts every labelled row into exactly one part", () => {
    fc.assert(
      fc.property(anyConfig, anyClasses, (settings, classOf) => {
        const given = labels(classOf);
        const { train, validation, test } = atOnce(split(settings, given));
        const all = [...train, ...validation, ...test].sort((a, b) => a - b);
        expect(all).toEqual([...given.rows]);
        expect(train.length).toBeGreaterThan(0);
      }),
    );
  });

  it("gives sizes within a row of the fractions, and every class its share within a row", () => {
    fc.assert(
      fc.property(anyConfig, anyClasses, (settings, classOf) => {
        const single = new Set(classOf.filter((c) => classOf.filter((other) => other === c).length === 1));
        const divided = settings.strategy === "stratified" ? classOf.filter((c) => !single.has(c)) : classOf;
        const parts = atOnce(split(settings, labels(classOf)));
        const rows = divided.length;
        if (rows < 3) return;
        expect(Math.abs(parts.test.length - rows * settings.test)).toBeLessThan(1);
        expect(Math.abs(parts.validation.length - rows * settings.validation)).toBeLessThan(1);
        if (settings.strategy === "random") return;
        for (const c of new Set(divided)) {
          const ofClass = divided.filter((other) => other === c).length;
          const count = (part: Uint32Array) => part.reduce((sum, row) => sum + (classOf[row / 2] === c ? 1 : 0), 0);
          expect(Math.abs(count(parts.test) - ofClass * settings.test)).toBeLessThan(1);
          expect(Math.abs(count(parts.validation) - ofClass * settings.validation)).toBeLessThan(1);
          const trained = ofClass * (1 - settings.validation - settings.test);
          expect(Math.abs(count(parts.train) - trained)).toBeLessThan(1 + 1e-9);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is the same for the same seed and differs for another", () => {
    const given = labels(Array.from({ length: 200 }, (_, i) => i % 3));
    for (const strategy of ["stratified", "random"] as const) {
      expect(atOnce(split(config({ strategy }), given))).toEqual(atOnce(split(config({ strategy }), given)));
      expect(atOnce(split(config({ strategy, seed: 2 }), given)).test).not.toEqual(
        atOnce(split(config({ strategy }), given)).test,
      );
    }
  });

  it("does not depend on the order of the classes' rows alone: all of a class can be drawn", () => {
    const seen = new Set<number>();
    const given = labels(Array.from({ length: 40 }, (_, i) => i % 2));
    for (let seed = 0; seed < 60; seed++) for (const row of atOnce(split(config({ seed }), given)).test) seen.add(row);
    expect(seen.size).toBe(40);
  });

  it("keeps a class of one row for training and says so", () => {
    const classOf = [...Array.from({ length: 30 }, (_, i) => i % 2), 2];
    const parts = atOnce(split(config(), { ...labels(classOf), classes: ["a", "b", "rare"] }));
    expect(parts.train).toContain(60);
    expect(parts.issues).toContainEqual({
      code: "singleRowClasses",
      severity: "warning",
      at: {},
      context: { count: 1, example: "rare" },
    });
    expect(codes(parts.issues)).toContain("classNotInTest");
  });

  it("orders by time, earliest first, without a shuffle", () => {
    const order = Float64Array.from([5, 1, 4, 2, 3, 9, 8, 7, 6, 0]);
    const given = { rows: rowsTo(10), classOf: null, order };
    const parts = atOnce(split(config({ strategy: "chronological", by: "t", validation: 0.2, test: 0.2 }), given));
    expect([...parts.train]).toEqual([9, 1, 3, 4, 2, 0]);
    expect([...parts.validation]).toEqual([8, 7]);
    expect([...parts.test]).toEqual([6, 5]);
    expect(codes(parts.issues)).toEqual(["fewTrainingRows"]);
  });

  it("keeps equal times in the file's order and tells when a border cuts through them", () => {
    const given = { rows: rowsTo(4), classOf: null, order: Float64Array.from([1, 1, 1, 1]) };
    const parts = atOnce(split(config({ strategy: "chronological", by: "t", validation: 0, test: 0.5 }), given));
    expect([...parts.train, ...parts.test]).toEqual([0, 1, 2, 3]);
    expect(parts.issues).toContainEqual(
      expect.objectContaining({ code: "splitTimeTied", context: { column: "t", count: 4 } }),
    );
  });

  it("trains on rows whose time is missing and counts them", () => {
    const given = { rows: rowsTo(4), classOf: null, order: Float64Array.from([1, 2, Number.NaN, 3]) };
    const parts = atOnce(split(config({ strategy: "chronological", by: "t", validation: 0, test: 0.25 }), given));
    expect([...parts.train]).toEqual([2, 0, 1]);
    expect(parts.issues).toContainEqual(
      expect.objectContaining({ code: "splitTimeMissing", context: { column: "t", count: 1 } }),
    );
  });

  it.each([
    ["together 100 %", { validation: 0.5, test: 0.5 }],
    ["negative", { validation: -0.1, test: 0.2 }],
    ["not a number", { validation: Number.NaN, test: 0.2 }],
  ])("refuses fractions that are %s", (_, fractions) => {
    const parts = atOnce(split(config(fractions), labels([0, 1, 0, 1])));
    expect(parts.issues).toContainEqual(expect.objectContaining({ code: "splitFractions", severity: "error" }));
    expect(parts.train).toHaveLength(4);
  });

  it("refuses a chronological split without a column to order by", () => {
    const given = { rows: rowsTo(30), classOf: null, order: null };
    const parts = atOnce(split(config({ strategy: "chronological" }), given));
    expect(parts.issues).toContainEqual(expect.objectContaining({ code: "splitColumnMissing", severity: "error" }));
  });

  it("says when a part gets no row, and allows a part of none", () => {
    const few = labels([0, 0, 1, 1]);
    expect(codes(atOnce(split(config({ validation: 0.05, test: 0.05 }), few)).issues)).toEqual([
      "fewTrainingRows",
      "emptyValidation",
      "emptyTest",
    ]);
    const none = atOnce(split(config({ validation: 0, test: 0 }), labels(Array.from({ length: 40 }, (_, i) => i % 2))));
    expect(none.issues).toEqual([]);
    expect(none.train).toHaveLength(40);
  });

  it.each([0, 1, 2])("says that %i rows are too few", (count) => {
    const parts = atOnce(split(config({ validation: 0.4, test: 0.4 }), labels(new Array(count).fill(0))));
    expect(parts.issues).toContainEqual(expect.objectContaining({ code: "splitTooFewRows", severity: "error" }));
    expect(parts.train.length).toBeGreaterThanOrEqual(Math.min(count, 1));
  });
});

describe("apportionTable", () => {
  it("is the floor or the ceiling everywhere and exact in every sum", () => {
    const anyTable = fc.record({
      rows: fc.array(fc.nat(40), { minLength: 1, maxLength: 60 }),
      shares: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(20), fc.nat(20)),
    });
    fc.assert(
      fc.property(anyTable, ({ rows, shares }) => {
        const sum = shares[0] + shares[1] + shares[2];
        const fractions = shares.map((share) => share / sum);
        const table = apportionTable(rows, fractions);
        table.forEach((cells, r) => {
          expect(cells.reduce((a, b) => a + b, 0)).toBe(rows[r]);
          cells.forEach((cell, c) => {
            expect(Math.abs(cell - (rows[r] ?? 0) * (fractions[c] ?? 0))).toBeLessThan(1 - 1e-9);
          });
        });
        const total = rows.reduce((a, b) => a + b, 0);
        const columns = fractions.map((_, c) => table.reduce((a, cells) => a + (cells[c] ?? 0), 0));
        expect(columns).toEqual(apportion(total, fractions));
      }),
      { numRuns: 500 },
    );
  });
});
