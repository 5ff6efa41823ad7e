/** @file Axes hold all values, and stay still while values move within them. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { axisFor, epochAxisEnd, epochTicks, epochTicksFromZero, tickDecimals } from "./axis.ts";

describe("axisFor", () => {
  it("holds every value, with few, growing ticks that end at the domain", () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, (list) => {
        const { domain, ticks } = axisFor(list, { scale: "linear" });
        const slack = 1e-9 * Math.max(...list.map(Math.abs), 1e-300);
        expect(domain[0]).toBeLessThanOrEqual(Math.min(...list) + slack);
        expect(domain[1]).toBeGreaterThanOrEqual(Math.max(...list) - slack);
        expect([ticks[0], ticks.at(-1)]).toEqual(domain);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (let i = 1; i < ticks.length; i++) expect(ticks[i]).toBeGreaterThan(ticks[i - 1] ?? 0);
      }),
    );
  });

  it("writes ticks as people do", () => {
    expect(axisFor([0, 0.83], { scale: "linear" }).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(axisFor([0.05, 0.31], { scale: "linear" }).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
  });

  it("takes whole powers of ten on a logarithmic axis and leaves out what has no logarithm", () => {
    expect(axisFor([0, -2, 0.03, 4], { scale: "log" })).toEqual({
      scale: "log",
      domain: [0.01, 10],
      ticks: [0.01, 0.1, 1, 10],
    });
    expect(axisFor([0, -1], { scale: "log" }).scale).toBe("linear");
  });

  it("ends where values cannot be", () => {
    expect(axisFor([0.97, 1], { scale: "linear", limits: [0, 1] }).domain).toEqual([0.97, 1]);
    expect(axisFor([1], { scale: "linear", limits: [0, 1] }).domain[1]).toBe(1);
    expect(axisFor([], { scale: "linear", limits: [0, 1] }).domain).toEqual([0, 1]);
  });

  it("has an axis for nothing and for gaps", () => {
    expect(axisFor([], { scale: "linear" }).domain).toEqual([0, 1]);
    expect(axisFor([null, Number.NaN], { scale: "log" }).domain).toEqual([0, 1]);
  });
});

describe("the epoch axis", () => {
  it("shows a short run whole, and doubles for a long one", () => {
    expect(epochAxisEnd(3, 60)).toBe(60);
    expect(epochAxisEnd(3, 100_000)).toBe(100);
    expect(epochAxisEnd(101, 100_000)).toBe(200);
    expect(epochAxisEnd(90_000, 100_000)).toBe(100_000);
  });

  it("has whole, growing ticks from 1 to its end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (end) => {
        const ticks = epochTicks(end);
        expect(ticks[0]).toBe(1);
        expect(ticks.at(-1)).toBe(end);
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect(ticks.length).toBeLessThanOrEqual(10);
        for (let i = 1; i < ticks.length; i++) expect(ticks[i]).toBeGreaterThan(ticks[i - 1] ?? 0);
      }),
    );
  });
});

describe("epochTicksFromZero", () => {
  it("goes evenly from 0 and ends at the end", () => {
    expect(epochTicksFromZero(8)).toEqual([0, 2, 4, 6, 8]);
    expect(epochTicksFromZero(1)).toEqual([0, 1]);
    expect(epochTicksFromZero(85)).toEqual([0, 25, 50, 85]);
    expect(epochTicksFromZero(10_000)).toEqual([0, 2500, 5000, 7500, 10_000]);
  });
});

describe("tickDecimals", () => {
  it("is what the finest tick of the axis needs", () => {
    expect(tickDecimals([0, 20, 40])).toBe(0);
    expect(tickDecimals([52.5, 55, 57.5, 60])).toBe(1);
    // 0.14 · 100 is a hair above 14.
    expect(tickDecimals([0.13, 0.14, 0.15].map((share) => share * 100))).toBe(0);
    expect(tickDecimals([2.28, 2.29, 2.3])).toBe(2);
    expect(tickDecimals([])).toBe(0);
  });

  it("tells the ticks of every axis apart", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (low, size) => {
          const { ticks } = axisFor([low, low + size], { scale: "linear" });
          const decimals = tickDecimals(ticks);
          expect(new Set(ticks.map((tick) => tick.toFixed(decimals))).size).toBe(ticks.length);
        },
      ),
    );
  });
});
