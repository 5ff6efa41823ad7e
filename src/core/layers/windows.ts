/**
 * @file A window that moves over the axes of an image or a sequence: how often it fits, and what stands beside the
 * borders. TensorFlow's arithmetic: "same" puts the odd cell of padding at the end, so other frameworks are told the
 * padding of each side instead of a word that means something else there.
 */
import type { AxisName } from "../graph/issues.ts";
import type { Shape } from "../graph/types.ts";
import { gives, refuses, type ShapeResult, unknownShape } from "./define.ts";
import { wrongRank } from "./sameShape.ts";

export const paddings = ["valid", "same"] as const;
/** "causal": all padding before the first step, so that no output sees a later input. */
export const causalPaddings = ["valid", "same", "causal"] as const;
export type Padding = (typeof causalPaddings)[number];

/** Largest sides of a window and steps of it: beyond them a kernel says more about a typing error than about a wish. */
export const maxWindow = 64;
export const maxWindow1d = 1024;

/** A window over one axis. */
export interface Sweep {
  /** Cells of the window; with a dilation d they lie d apart. */
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: Padding;
}

/** How far the window reaches, its gaps included. */
export const reachOf = ({ window, dilation }: Pick<Sweep, "window" | "dilation">): number =>
  (window - 1) * dilation + 1;

/** How many places the window takes along `size` cells; 0 or less where it does not fit. */
export function placesOf(size: number, sweep: Sweep): number {
  const free = sweep.padding === "valid" ? size - reachOf(sweep) : size - 1;
  return Math.floor(free / sweep.stride) + 1;
}

/** Cells of padding before and after `size` cells. */
export function padsOf(size: number, sweep: Sweep): readonly [number, number] {
  if (sweep.padding === "valid") return [0, 0];
  const reach = reachOf(sweep);
  if (sweep.padding === "causal") return [reach - 1, 0];
  const total = Math.max((placesOf(size, sweep) - 1) * sweep.stride + reach - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** One sweep an axis, from parameters as fields hold them: a number, or a list of as many as there are axes. */
export interface SweepParams {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding: Padding;
}

export const sweepsOf = ({ window, strides, dilation, padding }: SweepParams): readonly Sweep[] =>
  window.map((cells, axis) => ({
    window: cells,
    stride: strides[axis] ?? 1,
    dilation: dilation?.[axis] ?? 1,
    padding,
  }));

/** Padding of every axis. `input`: the axes swept over, channels last. */
export const allPads = (input: Shape, sweeps: readonly Sweep[]): readonly (readonly [number, number])[] =>
  sweeps.map((sweep, axis) => padsOf(input[axis] ?? 1, sweep));

const axisNames = (count: number): readonly AxisName[] => (count === 1 ? ["steps"] : ["height", "width"]);

/** The shape after sweeping over all axes but the channels, or why the window does not fit. */
export function sweptShape(
  input: Shape | undefined,
  sweeps: readonly Sweep[],
  channels: (inputChannels: number) => number,
  field: "kernelSize" | "poolSize",
): ShapeResult {
  if (input === undefined) return unknownShape;
  if (input.length !== sweeps.length + 1) return wrongRank(sweeps.length === 1 ? 2 : 3, input);
  if (sweeps.some(({ stride }) => stride > 1) && sweeps.some(({ dilation }) => dilation > 1)) {
    return refuses({
      code: "fieldsConflict",
      context: { field: "strides", other: "dilationRate" },
      field: "dilationRate",
    });
  }
  const places = sweeps.map((sweep, axis) => placesOf(input[axis] ?? 0, sweep));
  const short = places.findIndex((count) => count < 1);
  if (short >= 0) {
    const axis = axisNames(sweeps.length)[short] ?? "steps";
    const window = reachOf(sweeps[short] as Sweep);
    return refuses({ code: "windowTooLarge", context: { axis, size: input[short] ?? 0, window }, field });
  }
  return gives([...places, channels(input.at(-1) ?? 0)]);
}

/** "3×3" where the sides differ or there are two; a single number in one dimension. */
export const sizeText = (sides: readonly number[]): string => sides.join("×");

/** A Python tuple, or the number where there is only one. */
export const tuple = (values: readonly number[]): string =>
  values.length === 1 ? String(values[0]) : `(${values.join(", ")})`;

/** torch's padding option for pads that are alike on both sides; null where they are not. */
export function evenPads(pads: readonly (readonly [number, number])[]): readonly number[] | null {
  return pads.every(([before, after]) => before === after) ? pads.map(([before]) => before) : null;
}

/** F.pad's list, the last axis first. */
export const torchPads = (pads: readonly (readonly [number, number])[]): string =>
  `(${[...pads].reverse().flat().join(", ")})`;

/** ONNX's pads: all beginnings, then all ends. */
export const onnxPads = (pads: readonly (readonly [number, number])[]): readonly number[] => [
  ...pads.map(([before]) => before),
  ...pads.map(([, after]) => after),
];

export const anyPad = (pads: readonly (readonly [number, number])[]): boolean => pads.flat().some((cells) => cells > 0);
