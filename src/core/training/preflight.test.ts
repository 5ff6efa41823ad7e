/** @file Which batches are tried, and what is advised. */
import { expect, it } from "vitest";
import { batchesToTry, betterBatch, type Candidate, isTiny, secondsPerEpoch } from "./preflight.ts";

const always = () => true;

it("tries the batch that is set and its doubles, as long as an epoch keeps ten updates", () => {
  expect(batchesToTry(32, 100_000, always)).toEqual([32, 64, 128, 256]);
  expect(batchesToTry(32, 1000, always)).toEqual([32, 64]);
  expect(batchesToTry(32, 150, always)).toEqual([32]);
  expect(batchesToTry(512, 150, always)).toEqual([150]);
  expect(batchesToTry(32, 100_000, (batch) => batch < 100)).toEqual([32, 64]);
  // The batch that is set is tried whatever it takes: its figures were asked for.
  expect(batchesToTry(32, 100_000, () => false)).toEqual([32]);
});

const at = (batchSize: number, rowsPerSecond: number): Candidate => ({
  batchSize,
  rowsPerSecond,
  msPerStep: (batchSize / rowsPerSecond) * 1000,
  bytes: 1,
});

it("advises the smallest batch that is about as fast as the fastest, where that pays", () => {
  const candidates = [at(32, 1000), at(64, 1700), at(128, 1800), at(256, 1750)];
  expect(betterBatch({ candidates }, 32)).toEqual({ batchSize: 64, times: 1.7 });
  expect(betterBatch({ candidates }, 64)).toBeNull();
  expect(betterBatch({ candidates: [at(32, 1000), at(64, 1200)] }, 32)).toBeNull();
  expect(betterBatch({ candidates: [at(32, 1000), at(64, 900)] }, 32)).toBeNull();
  // Of a batch that was not tried nothing is known.
  expect(betterBatch({ candidates }, 48)).toBeNull();
});

it("foretells an epoch by its batches, the last one included, and a look at the validation part", () => {
  const rows = { trainRows: 100, validationRows: 0 };
  expect(secondsPerEpoch(rows, at(32, 1000))).toBeCloseTo(4 * 0.032);
  expect(secondsPerEpoch({ ...rows, validationRows: 300 }, at(32, 1000))).toBeCloseTo(4 * 0.032 + 0.1);
});

it("asks other backends for tiny networks alone", () => {
  expect(isTiny(5000, 32)).toBe(true);
  expect(isTiny(5_000_000, 32)).toBe(false);
});
