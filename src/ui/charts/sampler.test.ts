/** @file Decimation keeps what must be seen, whatever the curve; properties over generated curves. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { CurveSampler } from "./sampler.ts";

const sampled = (values: readonly (number | null)[], limit = 150) => {
  const sampler = new CurveSampler(1, 0, limit);
  values.forEach((value, i) => {
    sampler.append(i + 1, [value]);
  });
  return sampler;
};
const present = (values: readonly (number | null | undefined)[]) =>
  values.filter((value): value is number => typeof value === "number");

describe("CurveSampler", () => {
  it("gives back short curves exactly", () => {
    const rows = sampled([0.5, 0.4, null, 0.2]).rows();
    expect(rows.map(({ x }) => x)).toEqual([1, 2, 3, 4]);
    expect(rows.map(({ raw }) => raw[0])).toEqual([0.5, 0.4, null, 0.2]);
  });

  it("keeps the smallest and largest value, the ends of x, and at most two rows a bucket", () => {
    const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null, freq: 8 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 2, max: 20 }),
        (values, limit) => {
          const rows = sampled(values, limit).rows();
          const drawn = present(rows.flatMap(({ raw }) => raw));
          const all = present(values);
          expect(rows.length).toBeLessThanOrEqual(2 * limit);
          expect(Math.min(...drawn)).toBe(Math.min(...all));
          expect(Math.max(...drawn)).toBe(Math.max(...all));
          expect(rows[0]?.x).toBe(1);
          expect(rows.at(-1)?.x).toBe(values.length);
          for (let i = 1; i < rows.length; i++) expect(rows[i]?.x).toBeGreaterThan(rows[i - 1]?.x ?? 0);
        },
      ),
    );
  });

  it("puts the extremes of a bucket in the order they came", () => {
    // Two buckets of four: low before high, then high before low.
    const rows = sampled([0, 1, 9, 2, 8, 7, -3, 0], 2).rows();
    expect(rows.map(({ raw }) => raw[0])).toEqual([0, 9, 8, -3]);
  });

  it("holds 300 rows after 100,000 points, and a single spike among them", () => {
    const values = Array.from({ length: 100_000 }, (_, i) => (i === 54_321 ? 1000 : Math.exp(-i / 20_000)));
    const rows = sampled(values).rows();
    expect(rows.length).toBeLessThanOrEqual(300);
    const spike = rows.find(({ raw }) => raw[0] === 1000);
    expect(Math.abs((spike?.x ?? 0) - 54_322)).toBeLessThan(100_000 / 75);
  });

  it("smooths before it decimates", () => {
    const sampler = new CurveSampler(1, 0.6);
    for (const [i, value] of [1, 0.5, 0.8].entries()) sampler.append(i + 1, [value]);
    // pd.Series([1, .5, .8]).ewm(alpha=.4, adjust=True).mean()
    expect(sampler.rows().map(({ smooth }) => smooth[0])).toEqual(
      [1, 0.6875, 0.7448979591836735].map((v) => expect.closeTo(v, 12)),
    );
  });
});
