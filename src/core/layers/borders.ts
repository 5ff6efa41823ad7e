/** @file Four sides of an image: what ZeroPadding2D adds to them and Cropping2D takes away. Top, bottom, left, right. */
import type { KerasValue } from "./define.ts";

export interface Sides {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const sidesOf = ([top = 0, bottom = 0, left = 0, right = 0]: readonly number[]): Sides => ({
  top,
  bottom,
  left,
  right,
});

/** Keras's form: ((top, bottom), (left, right)). */
export const kerasSides = ([top = 0, bottom = 0, left = 0, right = 0]: readonly number[]): KerasValue => [
  [top, bottom],
  [left, right],
];

/** One number where all sides are alike. */
export const sidesText = (sides: readonly number[]): string =>
  sides.every((side) => side === sides[0]) ? String(sides[0]) : sides.join(" ");
