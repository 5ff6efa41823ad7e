/** @file The axes of a tensor as kernels go through them: neighbours joined, four numbers a read where that divides. */
import type { Scalar } from "../gpu/kernel.ts";

/** Neighbouring axes that are all reduced or all kept, as one. */
export interface Axis {
  readonly size: number;
  /** In reads. */
  readonly stride: number;
  readonly reduced: boolean;
}

/** Four numbers a read: of four results, or of one. */
export type Fours = "results" | "terms" | null;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The axes of a tensor joined where they can be, those of size 1 left out. */
export function joinedAxes(shape: readonly number[], reducedAxes: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  let stride = sizeOf(shape);
  for (const [at, size] of shape.entries()) {
    stride /= size;
    if (size === 1) continue;
    const reduced = reducedAxes.includes(at);
    const last = axes.at(-1);
    if (last?.reduced === reduced) axes[axes.length - 1] = { size: last.size * size, stride, reduced };
    else axes.push({ size, stride, reduced });
  }
  return axes;
}

/** The axes counted in reads of four, where the innermost divides by four. */
export function inFours(axes: readonly Axis[]): { readonly axes: readonly Axis[]; readonly fours: Fours } {
  const last = axes.at(-1);
  if (last === undefined || last.size % 4 !== 0) return { axes, fours: null };
  const others = axes.slice(0, -1).map((axis) => ({ ...axis, stride: axis.stride / 4 }));
  return { axes: [...others, { ...last, size: last.size / 4 }], fours: last.reduced ? "terms" : "results" };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** Statements that add the place of number `of` along axes to `place`; the first axis takes what is left. */
export function placeAlong(name: string, count: number, of: string): string {
  if (count === 0) return "";
  const inner = range(count)
    .slice(1)
    .reverse()
    .map(
      (at) => `place += rest % params.${name}Size${at} * params.${name}Stride${at}; rest /= params.${name}Size${at};`,
    );
  return `{ var rest = ${of}; ${inner.join(" ")} place += rest * params.${name}Stride0; }`;
}

/** The params that `placeAlong` reads, and their values. */
export const axisParams = (name: string, count: number): Record<string, Scalar> =>
  Object.fromEntries(
    range(count).flatMap((at) => [`${name}Size${at}`, `${name}Stride${at}`].map((param) => [param, "u32"])),
  );
export const axisCounts = (name: string, axes: readonly Axis[]): Record<string, number> =>
  Object.fromEntries(
    axes.flatMap(({ size, stride }, at) => [
      [`${name}Size${at}`, size],
      [`${name}Stride${at}`, stride],
    ]),
  );
