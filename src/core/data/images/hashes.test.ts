/** @file Duplicates among very many; that the groups are those of all pairs is judged by the oracle. */
import { expect, it } from "vitest";
import { random } from "../../random.ts";
import { findDuplicates, hashDistance, writeDifferenceHash } from "./hashes.ts";

it("a hash has a bit for each place that is darker than its right neighbour", () => {
  const hashes = new Uint32Array(2);
  const grey = new Uint8Array(72).fill(100);
  grey[1] = 101;
  grey[71] = 200;
  writeDifferenceHash(grey, hashes, 0);
  // Place 0 (row 0) is bit 0; place 63 (row 7, column 7) the last one.
  expect([...hashes]).toEqual([1, 2 ** 31]);
  expect(hashDistance(Uint32Array.of(1, 2 ** 31, 0, 0), 0, 1)).toBe(2);
});

it("54: finds the pairs among 100,000 images whose margins are all the same", () => {
  const { int } = random(5);
  const count = 100_000;
  const hashes = new Uint32Array(count * 2);
  // Half of the bits never differ, as in digits on black.
  for (let i = 0; i < hashes.length; i++) hashes[i] = (int(65536) << 16) >>> 0;
  hashes.set(hashes.subarray(0, 2), 2 * 99_999);
  hashes[2 * 99_999] = (hashes[2 * 99_999] as number) ^ 0x80000000;
  const groups = findDuplicates(hashes, 1);
  expect(groups.some((group) => group.includes(0) && group.includes(99_999))).toBe(true);
  for (const group of groups.slice(0, 200)) {
    const [first, second] = group as [number, number];
    expect(group.some((other) => other !== first && hashDistance(hashes, first, other) <= 1)).toBe(true);
    expect(second).toBeGreaterThan(first);
  }
});

it("asks whether they look the same too, and does not compare all blank ones with all", () => {
  const hashes = new Uint32Array(2 * 5000);
  let asked = 0;
  const groups = findDuplicates(hashes, 2, (a, b) => {
    asked++;
    return a % 2 === b % 2;
  });
  expect(groups.map(({ length }) => length)).toEqual([2500, 2500]);
  expect(asked).toBeLessThan(5000 * 40);
});
