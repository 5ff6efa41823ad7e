/** @file Colours of runs: the same whoever asks first, and unlike the neighbours'. */
import { describe, expect, it } from "vitest";
import { colourOf } from "./runColours.ts";

const runs = ["1", "2", "3", "4"].map((name) => ({ id: `id-${name}`, name }));

describe("colourOf", () => {
  it("does not depend on the order in which runs are asked for", () => {
    const there = runs.map(colourOf);
    const back = [...runs].reverse().map(colourOf).reverse();
    expect(back).toEqual(there);
    expect(new Set(there).size).toBe(runs.length);
  });

  it("takes the number, not the id: a run resumed or read again keeps its colour", () => {
    expect(colourOf({ id: "other", name: "2" })).toBe(colourOf({ id: "id-2", name: "2" }));
  });

  it("has one for a run whose name is no number", () => {
    expect(colourOf({ id: "a", name: "baseline" })).toMatch(/^var\(--/);
  });
});
