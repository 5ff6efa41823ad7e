/**
 * @file Sums, means, largest and smallest values over any axes, in one dispatch without barriers and without transposing
 * first; in two where few results come of many numbers. Long rows are a workgroup's where the device prefers that. The
 * order of a sum follows from the sizes and the device alone.
 */
import * as tf from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import { axisCounts, axisParams, type Fours, inFours, joinedAxes, placeAlong, sizeOf } from "./axes.ts";
import { type JoinWay, joinWay, prefersBarriers } from "./preferences.ts";
import { replaceKernel } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

export type Reduction = "sum" | "mean" | "max" | "min";

const workgroup = 64;
/** Few results are made by this many invocations … */
const enoughInvocations = 1024;
/** … unless each would have less to do than this many reads, or all have little. */
const leastReads = 16;
const fewReads = 192;
/** Where workgroups take the results, few of them keep so many of these busy. */
const enoughWorkgroups = 64;

interface Form {
  readonly reduction: Reduction;
  readonly fours: Fours;
  readonly kept: number;
  readonly reduced: number;
  /** As the buffer holds it, and as it is computed and written. */
  readonly from: "f32" | "i32";
  readonly to: "f32" | "i32";
  /** Who takes a result, or a share of it: an invocation, or a workgroup that joins its numbers in this way. */
  readonly by: "one" | JoinWay;
}

function join(reduction: Reduction, a: string, b: string): string {
  switch (reduction) {
    case "sum":
    case "mean":
      return `${a} + ${b}`;
    case "max":
    case "min":
      return `${reduction}(${a}, ${b})`;
  }
}

function kernelOf({ reduction, fours, kept, reduced, from, to, by }: Form): Kernel {
  const read = (type: string) => (fours === null ? type : `vec4<${type}>`);
  const written = fours === "results" ? `vec4<${to}>` : to;
  const value = `${read(to)}(x[place])`;
  const across4 = (a: string) =>
    join(reduction, `(${join(reduction, `${a}.x`, `${a}.y`)})`, `(${join(reduction, `${a}.z`, `${a}.w`)})`);
  const first = reduction === "max" || reduction === "min" ? "place" : null;
  const kind = reduction === "mean" ? "sum" : reduction;
  const shared = by === "one" ? null : across({ ofAll: `${kind} ${to}` }, workgroup, by);
  const taken = shared === null ? "index" : "(group.y * groups.x + group.x)";
  const own = fours === "terms" ? across4("total") : "total";
  return {
    key: `reduce ${reduction} ${fours} ${kept} ${reduced} ${from} ${to} by ${by}`,
    inputs: { x: read(from) },
    outputs: { result: written },
    params: {
      results: "u32",
      length: "u32",
      splits: "u32",
      scale: "f32",
      ...axisParams("kept", kept),
      ...axisParams("reduced", reduced),
    },
    workgroup,
    enables: shared?.enables,
    declarations: shared?.declarations,
    body: `
  ${shared?.begin ?? ""}
  let number = ${taken} % params.results;
  let split = ${taken} / params.results;
  if (split >= params.splits) { return; }
  let begin = ${shared === null ? "split" : `split * ${workgroup}u + lane`};
  let step = ${shared === null ? "params.splits" : `params.splits * ${workgroup}u`};
  var start = 0u;
  { var place = 0u; ${placeAlong("kept", kept, "number")} start = place; }
  ${first === null ? `var total = ${read(to)}();` : `var place = start; ${placeAlong("reduced", reduced, "begin")} var total = ${value};`}
  for (var term = begin; term < params.length; term += step) {
    var place = start;
    ${placeAlong("reduced", reduced, "term")}
    total = ${join(reduction, "total", value)};
  }
  let joined = ${shared === null ? own : `ofAll(${own})`};
  ${shared === null ? "" : "if (lane != 0u) { return; }"}
  result[${taken}] = ${reduction === "mean" ? "joined * params.scale" : "joined"};`,
  };
}

/** Invocations that share the terms of each result. */
export function splitsOf(results: number, length: number): number {
  if (length <= fewReads || results >= enoughInvocations) return 1;
  return Math.min(Math.ceil(enoughInvocations / results), Math.ceil(length / leastReads));
}

/** Workgroups that share the terms of each result. */
export const sharesOf = (results: number, length: number): number =>
  Math.max(1, Math.min(Math.ceil(enoughWorkgroups / results), Math.floor(length / (workgroup * leastReads))));

/** The reduction of `x` over `axes`, in `shape`. Null where its axes alternate more often than the kernel can tell. */
export function reduced(
  reduction: Reduction,
  x: tf.TensorInfo,
  axes: readonly number[],
  shape: readonly number[],
): tf.TensorInfo | null {
  const { axes: grouped, fours } = inFours(joinedAxes(x.shape, axes));
  const kept = grouped.filter((axis) => !axis.reduced);
  const along = grouped.filter((axis) => axis.reduced);
  if (kept.length > 3 || along.length > 3) return null;
  const results = sizeOf(kept.map(({ size }) => size));
  const length = sizeOf(along.map(({ size }) => size));
  // A workgroup is for neighbours: its invocations read side by side.
  const together = along.at(-1) === grouped.at(-1) && length > fewReads && prefersBarriers(gpu().device) === true;
  const splits = together ? sharesOf(results, length) : splitsOf(results, length);
  const dtype = reduction === "mean" || x.dtype === "float32" ? "float32" : "int32";
  const form: Form = {
    // Parts are added; their mean is taken once.
    reduction: reduction === "mean" && splits > 1 ? "sum" : reduction,
    fours,
    kept: kept.length,
    reduced: along.length,
    from: storedType(x) === "float32" ? "f32" : "i32",
    to: dtype === "float32" ? "f32" : "i32",
    by: together ? joinWay(gpu().device) : "one",
  };
  const perResult = fours === "results" ? 4 : 1;
  const scale = sizeOf(shape) / sizeOf(x.shape);
  const run = (given: Form, from: tf.TensorInfo, to: readonly number[], counts: Record<string, number>) =>
    launch(kernelOf(given), {
      inputs: [from],
      outputs: [{ shape: to, dtype }],
      params: { scale, ...counts },
      groups: linear((counts.results as number) * (counts.splits as number), given.by === "one" ? workgroup : 1),
    })[0] as tf.TensorInfo;
  const counts = { results, length, ...axisCounts("kept", kept), ...axisCounts("reduced", along) };
  if (splits === 1) return run(form, x, shape, { ...counts, splits });
  const parts = run(form, x, [splits, results * perResult], { ...counts, splits });
  const ends = joinedAxes(parts.shape, [0]);
  const { axes: endAxes, fours: endFours } = inFours(ends);
  const endKept = endAxes.filter((axis) => !axis.reduced);
  const endAlong = endAxes.filter((axis) => axis.reduced);
  const end = {
    ...form,
    reduction,
    fours: endFours,
    kept: endKept.length,
    reduced: endAlong.length,
    from: form.to,
    by: "one" as const,
  };
  const total = run(end, parts, shape, {
    results: sizeOf(endKept.map(({ size }) => size)),
    length: sizeOf(endAlong.map(({ size }) => size)),
    splits: 1,
    ...axisCounts("kept", endKept),
    ...axisCounts("reduced", endAlong),
  });
  tf.backend().disposeData(parts.dataId);
  return total;
}

interface Attributes {
  /** Absent: all. */
  readonly axis?: number | number[];
  /** What tfjs calls the axes of its largest values. */
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

function replace(kernelName: string, reduction: Reduction): void {
  replaceKernel(kernelName, ({ inputs, attrs }) => {
    const { x } = inputs as { readonly x: tf.TensorInfo };
    const { axis, reductionIndices, keepDims } = attrs as unknown as Attributes;
    if (sizeOf(x.shape) === 0) return null;
    const axes = tf.util.parseAxisParam(reductionIndices ?? axis ?? [...x.shape.keys()], x.shape);
    const [outer] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    return reduced(reduction, x, axes, keepDims === true ? tf.backend_util.expandShapeToKeepDim(outer, axes) : outer);
  });
}

replace(tf.Sum, "sum");
replace(tf.Mean, "mean");
replace(tf.Max, "max");
replace(tf.Min, "min");
