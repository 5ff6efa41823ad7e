import { expect, it } from "vitest";
import { cells } from "./cells.ts";
import { chunksOf, divisionOf } from "./division.ts";

it.each([
  { rows: 32, steps: 20, units: 32 },
  { rows: 1, steps: 1, units: 1 },
  { rows: 256, steps: 300, units: 512 },
  { rows: 2, steps: 100_000, units: 8 },
])("launches go through every step once, none through very many: %j", (sizes) => {
  for (const team of [1, 256]) {
    const chunks = chunksOf(sizes, 4, team);
    expect(chunks.flatMap(([first, end]) => Array.from({ length: end - first }, (_, at) => first + at))).toEqual(
      Array.from({ length: sizes.steps }, (_, step) => step),
    );
    expect(Math.max(...chunks.map(([first, end]) => end - first))).toBeLessThanOrEqual(1024);
  }
});

it("a usual sequence is one launch", () => {
  for (const team of [1, 128]) expect(chunksOf({ rows: 32, steps: 100, units: 32 }, 4, team)).toEqual([[0, 100]]);
});

it("a team is whole subgroups, and no larger than a workgroup may be", () => {
  for (const cell of cells) {
    for (const units of [1, 7, 32, 100, 1000]) {
      const { team } = divisionOf({ rows: 5, steps: 3, units }, cell, true);
      expect(team % 32).toBe(0);
      expect(team).toBeLessThanOrEqual(256);
    }
  }
});
