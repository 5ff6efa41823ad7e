/** @file The remaining time of a reading, from reports with given times. */
import { describe, expect, it } from "vitest";
import { type Pace, percentOf, remainingMs, track } from "./pace.ts";

const at = (pace: Pace | null, done: number, atMs: number, fileName = "a.csv", total: number | null = 1000) =>
  track(pace, { fileName, done, total }, atMs);

describe("remainingMs", () => {
  it("is what is left at the average rate since the first report", () => {
    const pace = at(at(at(null, 100, 5000), 150, 5400), 300, 6000);
    // 200 bytes took 1000 ms, 700 are left.
    expect(remainingMs(pace)).toBe(3500);
  });

  it("is unknown at once, without movement, and without a total", () => {
    expect(remainingMs(at(null, 100, 0))).toBeNull();
    expect(remainingMs(at(at(null, 100, 0), 100, 9000))).toBeNull();
    expect(remainingMs(at(at(null, 0, 0), 900, 100))).toBeNull();
    expect(remainingMs(at(at(null, 0, 0, "a", null), 500, 5000, "a", null))).toBeNull();
  });

  it("starts anew for another file and for the same file read again", () => {
    const first = at(at(null, 0, 0), 900, 9000);
    expect(at(first, 950, 9100, "b.csv").since).toEqual({ atMs: 9100, done: 950 });
    expect(at(first, 10, 9100).since).toEqual({ atMs: 9100, done: 10 });
    expect(at(first, 950, 9100).since).toEqual({ atMs: 0, done: 0 });
  });

  it("is never negative, even where more was read than announced", () => {
    expect(remainingMs(at(at(null, 0, 0), 1200, 1000))).toBe(0);
  });
});

describe("percentOf", () => {
  it("rounds down, so that 100 means done", () => {
    expect(percentOf({ done: 999, total: 1000 })).toBe(99);
    expect(percentOf({ done: 1000, total: 1000 })).toBe(100);
    expect(percentOf({ done: 0, total: 1000 })).toBe(0);
  });

  it("is unknown without a size", () => {
    expect(percentOf({ done: 5, total: null })).toBeNull();
    expect(percentOf({ done: 0, total: 0 })).toBeNull();
  });
});
