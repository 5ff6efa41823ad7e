/** @file What is kept of an output that is too large to be sent. */
import { expect, it } from "vitest";
import { corner, fitting } from "./inspect.ts";

it("leaves small outputs whole", () => {
  expect(fitting([4, 4, 3], 48)).toEqual([4, 4, 3]);
  const values = Float32Array.of(1, 2, 3);
  expect(corner(values, [3], [3])).toBe(values);
});

it("drops channels first, then the front axis, never below one", () => {
  expect(fitting([8, 8, 64], 256)).toEqual([8, 8, 4]);
  expect(fitting([100, 10, 3], 50)).toEqual([5, 10, 1]);
  expect(fitting([1000], 10)).toEqual([10]);
  for (const shape of [[7], [3, 50], [90, 90, 90], [2, 3, 4, 500]]) {
    const kept = fitting(shape, 64);
    expect(kept.reduce((product, n) => product * n, 1)).toBeLessThanOrEqual(64);
    expect(Math.min(...kept)).toBeGreaterThan(0);
  }
});

it("keeps the numbers at the low indices", () => {
  // Value = 100·i + 10·j + k at [i, j, k].
  const values = Float32Array.from(
    { length: 24 },
    (_, n) => 100 * Math.floor(n / 12) + 10 * (Math.floor(n / 4) % 3) + (n % 4),
  );
  expect([...corner(values, [2, 3, 4], [2, 2, 2])]).toEqual([0, 1, 10, 11, 100, 101, 110, 111]);
});
