/** @file The matrix fits its canvas, names its columns where there is room, and tells its strongest pair. */
import { describe, expect, it } from "vitest";
import { layoutOf, strongestPair } from "./matrixDrawing.ts";

const named = (count: number, length: number) => Array.from({ length: count }, (_, i) => `${i}`.padEnd(length, "x"));

describe("the layout", () => {
  it.each([
    [2, 5, 400],
    [8, 12, 560],
    [30, 30, 430],
    [60, 10, 430],
    [60, 3, 1200],
  ])("of %i columns with names of %i keeps within %i px", (count, length, width) => {
    const columns = named(count, length);
    const { left, cellWidth, cellHeight, height } = layoutOf(columns, width);
    expect(left + cellWidth * count).toBeLessThanOrEqual(width);
    expect(cellHeight).toBeLessThanOrEqual(cellWidth);
    expect(height).toBeGreaterThanOrEqual(cellHeight * count);
  });
  it("has names where they fit, numbers where they do not, nothing where there are too many", () => {
    expect(layoutOf(named(3, 4), 500).heads).toBe("names");
    expect(layoutOf(named(12, 14), 500).heads).toBe("numbers");
    expect(layoutOf(named(40, 2), 500).heads).toBe("none");
  });
});

describe("the strongest pair", () => {
  it("is the one farthest from 0, whatever its sign, and no column with itself", () => {
    const r = [1, 0.2, -0.9, 0.2, 1, Number.NaN, -0.9, Number.NaN, 1];
    expect(strongestPair(["a", "b", "c"], r)).toEqual({ a: "a", b: "c", r: -0.9 });
  });
  it("is none where nothing is defined", () => {
    expect(strongestPair(["a", "b"], [1, Number.NaN, Number.NaN, 1])).toBeNull();
  });
});
