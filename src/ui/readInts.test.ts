/** @file Lists of whole numbers as people type them. */
import { describe, expect, it } from "vitest";
import { readInts } from "./readInts.ts";

const shape = { length: { min: 1, max: 4 }, min: 1, max: 1024 };

describe("a list of free length", () => {
  it.each([
    "8×8×1",
    "8x8x1",
    "8X8X1",
    "8,8,1",
    "8, 8, 1",
    "8 8 1",
    "8*8*1",
    "(8, 8, 1)",
    "[8,8,1]",
    "８×８×１",
    "8、8、1",
  ])("%s is 8, 8, 1", (text) => expect(readInts(text, shape)).toEqual({ ok: true, value: [8, 8, 1] }));

  it("may end in the sign that another number would follow", () => {
    expect(readInts("8×8×", shape)).toEqual({ ok: true, value: [8, 8] });
  });

  it.each([
    ["8,,8", "notANumber"],
    ["8×acht", "notANumber"],
    ["8×1.5", "notAnInteger"],
    ["8×0", "tooSmall"],
    ["8×4096", "tooLarge"],
    ["", "tooFew"],
    ["1×2×3×4×5", "tooMany"],
  ])("%s is refused: %s", (text, reason) => expect(readInts(text, shape)).toEqual({ ok: false, reason }));
});

it("a list of fixed length takes just as many", () => {
  const pair = { length: 2, min: 1, max: 9 };
  expect(readInts("3×3", pair)).toEqual({ ok: true, value: [3, 3] });
  expect(readInts("3", pair)).toEqual({ ok: false, reason: "tooFew" });
  expect(readInts("3×3×3", pair)).toEqual({ ok: false, reason: "tooMany" });
});

it("negative numbers are numbers: axes count from the end", () => {
  expect(readInts("-1, 2", { length: 2, min: -3, max: 3 })).toEqual({ ok: true, value: [-1, 2] });
});
