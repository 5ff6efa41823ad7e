import { expect, it } from "vitest";
import { inkOf } from "./usualInk.ts";

/** A picture of one grey edge around one grey inside. */
const framed = (edge: number, inside: number, alpha = 255) => {
  const side = 5;
  const rgba = new Uint8ClampedArray(side * side * 4);
  for (let p = 0; p < side * side; p++) {
    const [x, y] = [p % side, Math.floor(p / side)];
    const grey = x === 0 || y === 0 || x === side - 1 || y === side - 1 ? edge : inside;
    rgba.set([grey, grey, grey, alpha], p * 4);
  }
  return { width: side, height: side, rgba };
};

it("draws light on dark where the pictures' edges are dark, and dark on light otherwise", () => {
  expect(inkOf([framed(0, 255), framed(10, 200)])).toBe("white");
  expect(inkOf([framed(250, 0)])).toBe("black");
  expect(inkOf([framed(0, 255, 0)])).toBe("black");
  expect(inkOf([])).toBe("black");
});
