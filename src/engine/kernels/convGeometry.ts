/**
 * @file The sizes of a convolution as its kernels take them, and the pieces of WGSL that all of them share. Images are
 * [batch, height, width, channels], kernels [height, width, channels of a group, filters]; index arithmetic is done in i32,
 * counted in numbers, whether a buffer is bound as numbers or as vectors of four.
 */
import type { Element, Scalar } from "../gpu/kernel.ts";

export interface Geometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filters: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Cells of padding before the first row and column; what comes after follows from the output's size. */
  readonly padTop: number;
  readonly padLeft: number;
  readonly groups: number;
}

const names = [
  "batch",
  "height",
  "width",
  "channels",
  "outHeight",
  "outWidth",
  "filters",
  "kernelHeight",
  "kernelWidth",
  "strideHeight",
  "strideWidth",
  "dilationHeight",
  "dilationWidth",
  "padTop",
  "padLeft",
  "groups",
] as const satisfies readonly (keyof Geometry)[];

type Params = Readonly<Record<string, Scalar>>;

/** The geometry and further whole numbers, as a kernel's params. */
export const geometryParams = (...further: readonly string[]): Params =>
  Object.fromEntries([...names, ...further].map((name) => [name, "i32"]));

/** The values that go with `geometryParams`. */
export const geometryValues = (
  geometry: Geometry,
  further: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(names.map((name) => [name, geometry[name]])),
  ...further,
});

export const inputShape = ({ batch, height, width, channels }: Geometry) => [batch, height, width, channels];
export const outputShape = ({ batch, outHeight, outWidth, filters }: Geometry) => [batch, outHeight, outWidth, filters];
export const kernelShape = (g: Geometry) => [g.kernelHeight, g.kernelWidth, g.channels / g.groups, g.filters];

export const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Whether channels, or filters, can be read four at a time: neither a row nor a group ends within a vector. */
export const inFours = (count: number, groups: number): boolean => count % 4 === 0 && (count / groups) % 4 === 0;

/** How a buffer is bound. */
export const elementOf = (four: boolean): Element => (four ? "vec4<f32>" : "f32");

/** A WGSL expression: four numbers from `at` on; where they are read one by one, of those from `left` on the last. */
export function four(buffer: string, at: string, vectors: boolean, left: string): string {
  if (vectors) return `${buffer}[(${at}) >> 2u]`;
  const each = [0, 1, 2, 3].map((j) => `${buffer}[(${at}) + min(${j}, (${left}) - 1)]`);
  return `vec4<f32>(${each.join(", ")})`;
}

/** WGSL statements: four numbers are stored from `at` on; where they are stored one by one, the first `left` of them. */
export function storeFour(buffer: string, at: string, vectors: boolean, left: string, value: string): string {
  if (vectors) return `${buffer}[(${at}) >> 2u] = ${value};`;
  return ["x", "y", "z", "w"]
    .map((part, j) => `if (${j} < ${left}) { ${buffer}[(${at}) + ${j}] = (${value}).${part}; }`)
    .join("\n");
}

/** Text repeated for the numbers below `count`. */
export const repeat = (count: number, text: (p: number) => string): string =>
  Array.from({ length: count }, (_, p) => text(p)).join("\n");
