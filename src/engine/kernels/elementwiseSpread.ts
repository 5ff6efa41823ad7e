/**
 * @file Functions of single numbers of which some come from a smaller tensor, the same for all places along some axes:
 * gradients of reductions, and what is scaled by channel. One dispatch, nothing is repeated in memory.
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { type Axis, axisCounts, axisParams, inFours, joinedAxes, placeAlong, sizeOf } from "./axes.ts";

export interface SpreadFunction {
  /** Distinguishes functions: the same key, the same text. */
  readonly key: string;
  /** Names of the tensors of the result's shape, and of those without the axes. */
  readonly whole: readonly string[];
  readonly spread: readonly string[];
  /** A WGSL expression of type f32 of all names; may use `params.amount`. */
  readonly expression: string;
}

export interface Spread {
  readonly shape: readonly number[];
  /** Along which the smaller tensors are the same. */
  readonly axes: readonly number[];
  /** In the order of the names: those of the whole shape, then the smaller ones. */
  readonly tensors: readonly TensorInfo[];
  readonly amount?: number;
}

const workgroup = 64;

function kernelOf({ key, whole, spread, expression }: SpreadFunction, axes: readonly Axis[], fours: boolean): Kernel {
  const keptLast = axes.at(-1)?.reduced === false;
  const element = fours ? "vec4<f32>" : "f32";
  const small = fours && keptLast ? "vec4<f32>" : "f32";
  const names = [...whole, ...spread];
  const call = (part: string) => {
    const values = names.map((name) => `at_${name}${spread.includes(name) && small === "f32" ? "" : part}`);
    return `point(${values.join(", ")})`;
  };
  const kinds = axes.map(({ reduced }) => (reduced ? "r" : "k")).join("");
  return {
    key: `spread ${key} ${kinds}${fours ? " 4" : ""}`,
    inputs: Object.fromEntries(names.map((name) => [name, spread.includes(name) ? small : element])),
    outputs: { result: element },
    params: { count: "u32", amount: "f32", ...axisParams("axis", axes.length) },
    workgroup,
    declarations: `fn point(${names.map((name) => `${name} : f32`).join(", ")}) -> f32 { return ${expression}; }`,
    body: `
  if (index >= params.count) { return; }
  var place = 0u;
  ${placeAlong("axis", axes.length, "index")}
  ${names.map((name) => `let at_${name} = ${name}[${spread.includes(name) ? "place" : "index"}];`).join("\n")}
  result[index] = ${fours ? `vec4(${["x", "y", "z", "w"].map((part) => call(`.${part}`)).join(", ")})` : call("")};`,
  };
}

/** The function at each place of `shape`, a new float32 tensor. */
export function spreadOver(given: SpreadFunction, { shape, axes, tensors, amount = 0 }: Spread): TensorInfo {
  const { axes: joined, fours } = inFours(joinedAxes(shape, axes));
  const size = sizeOf(shape);
  const count = fours === null ? size : size / 4;
  const [result] = launch(kernelOf(given, joined, fours !== null), {
    inputs: tensors,
    outputs: [{ shape, dtype: "float32" }],
    params: { count, amount, ...axisCounts("axis", inSmaller(joined)) },
    groups: linear(count, workgroup),
  });
  return result as TensorInfo;
}

/** The axes with the strides of the smaller tensor: none along those it lacks. */
function inSmaller(axes: readonly Axis[]): Axis[] {
  let stride = 1;
  return axes
    .toReversed()
    .map((axis) => {
      if (axis.reduced) return { ...axis, stride: 0 };
      const kept = { ...axis, stride };
      stride *= axis.size;
      return kept;
    })
    .toReversed();
}
