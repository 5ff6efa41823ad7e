import { expect, it } from "vitest";
import { Pace } from "./pace.ts";

/** A clock that a device of `msPerStep` moves on. */
function paced(msPerStep: number, windows: number): number[] {
  let clock = 0;
  const pace = new Pace(() => clock);
  return Array.from({ length: windows }, () => {
    const steps = pace.window;
    clock += steps * msPerStep;
    pace.read(steps);
    return pace.window;
  });
}

it("finds the window of a tenth of a second, growing by no more than twice", () => {
  expect(paced(10, 6)).toEqual([2, 4, 8, 10, 10, 10]);
});

it("hands a slow device one step at a time", () => {
  expect(paced(700, 3)).toEqual([1, 1, 1]);
});

it("stops growing on a device that takes no time", () => {
  expect(paced(0, 20).at(-1)).toBe(4096);
});

it("does not take a pause for work", () => {
  let clock = 0;
  const pace = new Pace(() => clock);
  clock += 10_000;
  pace.restart();
  clock += 10;
  expect(pace.read(1)).toBe(10);
  expect(pace.window).toBe(2);
});
