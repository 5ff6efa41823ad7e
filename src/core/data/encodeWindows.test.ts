/** @file Windows of a long series are encoded a stretch at a time: the same numbers as row by row. */

import { expect, it } from "vitest";
import { atOnce, done, type Pieces } from "../pieces.ts";
import type { CellSource } from "./cellSource.ts";
import { samplesEncoder } from "./encode.ts";
import type { FittedWindow, Recipe } from "./recipe.ts";
import type { Samples } from "./windows.ts";

/** A row's cell is its number; `width` columns are that number and multiples of it. */
const rows = 2_000_000;
const width = 9;
const length = 3;

const sources = (name: string): CellSource => {
  const factor = Number(name);
  return {
    number: (row) => row * factor,
    categories: { values: [], codeAt: () => -1 },
    readCategories: () => done({ values: [], codeAt: () => -1 }),
    text: () => null,
  };
};
const recipe: Pick<Recipe, "features" | "window"> = {
  features: Array.from({ length: width }, (_, k) => ({ column: String(k + 1), type: "number", ops: [] })),
  window: { length } as FittedWindow,
};

/** Work to its end, and all that it told of how far it was. */
function driven<T>(work: Pieces<T>): { readonly result: T; readonly shares: readonly number[] } {
  const shares: number[] = [];
  for (;;) {
    const { done: ended, value } = work.next();
    if (ended) return { result: value, shares };
    shares.push(value);
  }
}

it("wherever they begin, together and apart, forwards and back", () => {
  // The rows follow one another from the last to the first.
  const order = new Uint32Array(rows).map((_, place) => rows - 1 - place);
  const starts = new Uint32Array(rows - length + 1).map((_, sample) => sample);
  const samples: Samples = { order, starts, targetRows: starts };
  const near = Array.from({ length: 40_000 }, (_, i) => 1000 + i);
  const apart = Array.from({ length: 500 }, (_, i) => i * 3900);
  const back = Array.from({ length: 50 }, (_, i) => 5000 - i * 2);
  const chosen = Uint32Array.from([...near, ...apart, ...back, starts.length - 1, 0]);
  const { result: x, shares } = driven(atOnce(samplesEncoder(recipe, sources, samples))(chosen));
  expect(shares.every((share, i) => share <= 1 && share >= (shares[i - 1] ?? 0))).toBe(true);
  expect(x).toHaveLength(chosen.length * length * width);
  let wrong = 0;
  for (const [i, start] of chosen.entries()) {
    for (let step = 0; step < length; step++) {
      const row = rows - 1 - (start + step);
      for (let k = 0; k < width; k++) {
        if (x[(i * length + step) * width + k] !== Math.fround(row * (k + 1))) wrong++;
      }
    }
  }
  expect(wrong).toBe(0);
});
