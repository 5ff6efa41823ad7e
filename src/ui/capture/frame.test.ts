import { expect, it } from "vitest";
import { squareOf } from "./frame.ts";

it("cuts the middle square, and makes it no larger than it is", () => {
  expect(squareOf(1280, 720)).toEqual({ x: 280, y: 0, cut: 720, side: 640 });
  expect(squareOf(480, 640)).toEqual({ x: 0, y: 80, cut: 480, side: 480 });
  expect(squareOf(0, 0).side).toBe(0);
});
