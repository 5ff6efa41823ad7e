import { expect, it } from "vitest";
import { linePath, plotOf } from "./windowPlot.ts";

it("the highest value is at the top, the target beyond the window's end", () => {
  const { points, target, low, high, width, height } = plotOf([1, 2, 3], 2, 5);
  expect([low, high]).toEqual([1, 5]);
  expect(points.map((point) => point?.x)).toEqual([4, 62, 120]);
  expect(target).toEqual({ x: width - 4, y: 4, from: 149 });
  expect(points[0]?.y).toBe(height - 4);
});
it("missing values interrupt the line, and a lone one is a dot", () => {
  const { points } = plotOf([0, Number.NaN, 1, 2], 0, null);
  expect(linePath(points)).toBe("M4 30h0M158.67 17L236 4");
});
it("nothing known, one value only: still a drawing", () => {
  expect(plotOf([Number.NaN], 1, null)).toMatchObject({ low: null, points: [null], target: null });
  expect(plotOf([7], 0, null).points).toEqual([{ x: 4, y: 17 }]);
});
