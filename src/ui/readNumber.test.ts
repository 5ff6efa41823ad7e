import { expect, it } from "vitest";
import { fc } from "../testing/property.ts";
import { readNumber, stepNumber } from "./readNumber.ts";

const reasonOf = (text: string, range: Parameters<typeof readNumber>[1] = {}) => {
  const read = readNumber(text, range);
  return read.ok ? read.value : read.reason;
};

it("reads what people type as numbers, and nothing else", () => {
  expect(["1", " 2.5 ", "-3", "−3", "1e-3", ".5", "5.", "＋１２．５"].map((text) => reasonOf(text))).toEqual([
    1, 2.5, -3, -3, 0.001, 0.5, 5, 12.5,
  ]);
  for (const text of ["", " ", "1,5", "1 000", "0x10", "NaN", "Infinity", "1e", "--1", "<img>", "1e5x", "true"]) {
    expect(reasonOf(text)).toBe("notANumber");
  }
});

it("says why a number is refused", () => {
  expect(reasonOf("1.5", { integer: true })).toBe("notAnInteger");
  expect(reasonOf("0", { min: 1 })).toBe("tooSmall");
  expect(reasonOf("0", { min: 0, exclusiveMin: true })).toBe("mustExceed");
  expect(reasonOf("1", { max: 1, exclusiveMax: true })).toBe("mustBeBelow");
  expect(reasonOf("2", { max: 1 })).toBe("tooLarge");
  expect(reasonOf("1e400")).toBe("tooLarge");
});

it("steps by the place of the leading digit, whatever the size", () => {
  const up = [0.001, 0.003, 0.01, 20, 0].map((value) => stepNumber(value, 1, {}));
  expect(up).toEqual([0.002, 0.004, 0.02, 30, 0.1]);
  const down = [0.001, 0.003, 0.01, 20].map((value) => stepNumber(value, -1, {}));
  expect(down).toEqual([0.0009, 0.002, 0.009, 10]);
});

it("never steps out of the range", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(1 as const, -1 as const),
      (min, width, at, direction) => {
        const range = { min, max: min + width };
        const value = Math.min(range.max, min + at * width);
        const next = stepNumber(value, direction, range);
        expect(next >= range.min && next <= range.max).toBe(true);
      },
    ),
  );
});
