/** @file Duplicates among very many; that the groups are those of all pairs is judged by the oracle. */

import { expect, it } from "vitest";
import { fc } from "../../../testing/property.ts";
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

it("finds the groups that a look at all pairs finds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.array(fc.nat(63), { maxLength: 4 })), { minLength: 2, maxLength: 40 }),
      fc.nat(5),
      (seeds, distance) => {
        const hashes = new Uint32Array(seeds.length * 2);
        seeds.forEach(([seed, flipped], i) => {
          const { int } = random(seed);
          hashes.set([int(2 ** 32), int(2 ** 32)], 2 * i);
          for (const bit of flipped) {
            const at = 2 * i + (bit >> 5);
            hashes[at] = (hashes[at] as number) ^ (1 << (bit & 31));
          }
        });
        expect(findDuplicates(hashes, distance)).toEqual(allPairs(hashes, distance));
      },
    ),
    { numRuns: 300 },
  );
});

/** Each image takes the group of the first one that is near it, again and again until nothing changes. */
function allPairs(hashes: Uint32Array, distance: number): number[][] {
  const count = hashes.length / 2;
  const group = Array.from({ length: count }, (_, i) => i);
  for (let changed = true; changed; ) {
    changed = false;
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        if (hashDistance(hashes, a, b) > distance || (group[a] as number) >= (group[b] as number)) continue;
        group[b] = group[a] as number;
        changed = true;
      }
    }
  }
  const members = (root: number): number[] => group.flatMap((of, i) => (of === root ? [i] : []));
  return [...new Set(group)]
    .sort((a, b) => a - b)
    .map(members)
    .filter(({ length }) => length > 1);
}
