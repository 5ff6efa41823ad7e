/**
 * @file How rows of a table become images and sequences: the axes a template gives them, and which templates suit the
 * data. A row keeps its numbers and their order; only its axes change.
 */
import type { ModelContext } from "../../layers/define.ts";
import type { Shape } from "../types.ts";
import type { Sketch } from "./sketch.ts";

const elements = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** The height of the most square image of `n` pixels: the largest divisor up to the root. */
function heightOf(n: number): number {
  for (let height = Math.floor(Math.sqrt(n)); height > 1; height--) if (n % height === 0) return height;
  return 1;
}

const isSquare = (n: number): boolean => Number.isInteger(Math.sqrt(n));

/** Height, width and channels of `n` numbers: a square in grey or in colour, else the most square rectangle. */
export function imageShape(n: number): Shape {
  if (isSquare(n)) return [Math.sqrt(n), Math.sqrt(n), 1];
  if (n % 3 === 0 && isSquare(n / 3)) return [Math.sqrt(n / 3), Math.sqrt(n / 3), 3];
  const height = heightOf(n);
  return [height, n / height, 1];
}

/** More steps than this make a recurrent layer slow: each waits for the one before it. */
const maxSteps = 128;

/** Steps and features of `n` numbers: one a step, or as many as a long row needs to stay short. */
export function sequenceShape(n: number): Shape {
  if (n <= maxSteps) return [n, 1];
  if (isSquare(n) && Math.sqrt(n) <= maxSteps) return [Math.sqrt(n), Math.sqrt(n)];
  for (let steps = maxSteps; steps > 1; steps--) if (n % steps === 0) return [steps, n / steps];
  return [n, 1];
}

/** Gives the data height, width and channels. */
export function asImage(sketch: Sketch): void {
  const shape = sketch.shape();
  if (shape === null || shape.length === 3) return;
  const [height = 1, width = 1] = shape;
  sketch.reshape(shape.length === 2 && width > 1 ? [height, width, 1] : imageShape(elements(shape)));
}

/** Numbers a word is turned into. */
const wordWidth = 32;

/**
 * Gives the data steps and features: the tokens of a text each take a learned row of numbers. `masking`: the layers that
 * follow leave out padding.
 */
export function asSequence(sketch: Sketch, masking = false): void {
  const { text, vocabulary } = sketch.context;
  if (text === true && vocabulary !== null) {
    sketch.add("embedding", { inputDim: vocabulary, outputDim: wordWidth, maskZero: masking });
    return;
  }
  const shape = sketch.shape();
  if (shape === null || shape.length === 2) return;
  const [steps = 1] = shape;
  sketch.reshape(shape.length === 1 ? sequenceShape(steps) : [steps, elements(shape) / steps]);
}

/** What a template is made for. */
export type TemplateFor = "tables" | "images" | "sequences" | "text";

/** Why a template does not suit the data; texts in `locales/<language>/model.ts`. */
export type Misfit = "noImage" | "noSequence" | "noText" | "isText";

const smallestImage = 4;
const shortestSequence = 8;

/** null: it suits, or there are no data yet. It can be used all the same. */
export function misfitOf(made: TemplateFor, { inputShape, vocabulary, text }: ModelContext): Misfit | null {
  if (inputShape === null) return null;
  const count = elements(inputShape);
  switch (made) {
    case "tables":
      return text === true ? "isText" : null;
    case "images": {
      if (text === true) return "isText";
      const [height = 0, width = 0] = inputShape.length === 1 ? imageShape(count) : inputShape;
      const square = inputShape.length > 1 || height === width;
      return square && Math.min(height, width) >= smallestImage ? null : "noImage";
    }
    case "sequences":
      return inputShape.length === 2 || (inputShape.length === 1 && count >= shortestSequence) ? null : "noSequence";
    case "text":
      return vocabulary === null ? "noText" : null;
  }
}
