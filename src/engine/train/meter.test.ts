import { expect, it } from "vitest";
import { Meter } from "./meter.ts";

it("knows nothing before a window was read", () => {
  const meter = new Meter();
  expect([meter.rowsPerSecond, meter.secondsLeft(100, 3, 1000, 2)]).toEqual([null, null]);
});

it("tells the rows left of this epoch and the later epochs at the measured speed", () => {
  const meter = new Meter();
  for (let i = 0; i < 5; i++) meter.add(50, 100);
  expect(meter.rowsPerSecond).toBeCloseTo(500);
  expect(meter.secondsLeft(250, 3, 1000, null)).toBeCloseTo(0.5 + 3 * 2);
  // Validation takes its time, too: epochs that ended know of it.
  expect(meter.secondsLeft(250, 3, 1000, 5)).toBeCloseTo(0.5 + 3 * 5);
});

it("follows a device that slows down", () => {
  const meter = new Meter();
  for (let i = 0; i < 50; i++) meter.add(100, 100);
  for (let i = 0; i < 60; i++) meter.add(10, 100);
  expect(meter.rowsPerSecond).toBeGreaterThan(100);
  expect(meter.rowsPerSecond).toBeLessThan(110);
});
