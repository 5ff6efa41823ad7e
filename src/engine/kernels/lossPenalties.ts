/**
 * @file Penalties and limits in WGSL: l1 · Σ|v| + l2 · Σv² of several tensors as one number, its gradients, and weights
 * brought back to their largest length in place. Sums are formed in the same order in every run.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launch, launchTensors, linear } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import { joinWay } from "./preferences.ts";

/** What is penalized, and how much. */
export interface Penalized {
  readonly values: Tensor;
  readonly l1: number;
  readonly l2: number;
}

const workgroup = 64;
const valuesOfPart = 128;
const mostParts = 1024;

const partsOf = ({ size }: Tensor): number => Math.min(mostParts, Math.ceil(size / valuesOfPart));

const partKernel: Kernel = {
  key: "penalty parts",
  inputs: { values: "f32" },
  outputs: { all: "f32" },
  params: { count: "u32", parts: "u32", first: "u32", l1: "f32", l2: "f32" },
  workgroup,
  body: `
    if (index >= params.parts) { return; }
    var sums = vec2<f32>();
    for (var at = index; at < params.count; at += params.parts) {
      let v = values[at];
      sums += vec2<f32>(abs(v), v * v);
    }
    all[params.first + index] = params.l1 * sums.x + params.l2 * sums.y;`,
};

function sumKernel(): Kernel {
  const joins = across({ added: "sum f32" }, workgroup, joinWay(gpu().device));
  return {
    key: `penalty sum by ${joins.key}`,
    inputs: { all: "f32" },
    outputs: { sum: "f32" },
    params: { count: "u32" },
    workgroup,
    enables: joins.enables,
    declarations: joins.declarations,
    body: `
    ${joins.begin}
    var part = 0.0;
    for (var at = lane; at < params.count; at += ${workgroup}u) { part += all[at]; }
    let total = added(part);
    if (lane == 0u) { sum[0] = total; }`,
  };
}

/** The sum of all penalties, a scalar: a dispatch a tensor and one more. */
export function penaltyTotal(penalties: readonly Penalized[]): Tensor {
  const count = penalties.reduce((sum, { values }) => sum + partsOf(values), 0);
  let first = 0;
  // The tensor is made by the first dispatch and goes on being filled by the others.
  let all: Tensor | null = null;
  for (const { values, l1, l2 } of penalties) {
    const parts = partsOf(values);
    [all = null] = launchTensors(partKernel, {
      inputs: [values],
      outputs: [all ?? { shape: [count], dtype: "float32" }],
      params: { count: values.size, parts, first, l1, l2 },
      groups: linear(parts, workgroup),
    });
    first += parts;
  }
  const [sum] = launchTensors(sumKernel(), {
    inputs: [all as Tensor],
    outputs: [{ shape: [], dtype: "float32" }],
    params: { count },
    groups: [1],
  });
  return sum as Tensor;
}

const gradientKernel: Kernel = {
  key: "penalty gradient",
  inputs: { values: "f32", dy: "f32" },
  outputs: { result: "f32" },
  params: { count: "u32", l1: "f32", l2: "f32" },
  workgroup,
  body: `
    if (index >= params.count) { return; }
    let v = values[index];
    result[index] = dy[0] * (params.l1 * sign(v) + 2.0 * params.l2 * v);`,
};

/** The gradient of a penalty by its values; `dy` a scalar. The slope of |v| at 0, where biases start, is 0. */
export function penaltyGradient({ values, l1, l2 }: Penalized, dy: Tensor): Tensor {
  const [result] = launchTensors(gradientKernel, {
    inputs: [values, dy],
    outputs: [{ shape: values.shape, dtype: "float32" }],
    params: { count: values.size, l1, l2 },
    groups: linear(values.size, workgroup),
  });
  return result as Tensor;
}

/** A weight as [outer, units, inner], of which each unit has a length over the other two. */
export interface Units {
  readonly outer: number;
  readonly units: number;
  readonly inner: number;
}

const limitKernel: Kernel = {
  key: "max-norm",
  inputs: {},
  outputs: { weight: "f32" },
  params: { outer: "u32", units: "u32", inner: "u32", most: "f32", epsilon: "f32" },
  workgroup,
  body: `
    if (index >= params.units) { return; }
    var squares = 0.0;
    for (var a = 0u; a < params.outer; a++) {
      let start = (a * params.units + index) * params.inner;
      for (var c = 0u; c < params.inner; c++) { squares += weight[start + c] * weight[start + c]; }
    }
    let size = sqrt(squares);
    let factor = min(size, params.most) / (size + params.epsilon);
    for (var a = 0u; a < params.outer; a++) {
      let start = (a * params.units + index) * params.inner;
      for (var c = 0u; c < params.inner; c++) { weight[start + c] *= factor; }
    }`,
};

/** Scales each unit of a weight to a length of at most `most`, in place. */
export function limitLength(weight: Tensor, units: Units, most: number, epsilon: number): void {
  launch(limitKernel, {
    inputs: [],
    outputs: [weight],
    params: { ...units, most, epsilon },
    groups: linear(units.units, workgroup),
  });
}
