/**
 * @file The shares that attention gives each step: softmax over scaled scores [batch, heads, steps, others], with steps left
 * out by masks or because they come later, in one dispatch; and its gradient in another. An invocation takes a row.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";

/** Which steps may look at which others. Masks are 1 and 0: [batch, steps] or [batch, others]. */
export interface Allowed {
  readonly ofQuery: Tensor | null;
  readonly ofValue: Tensor | null;
  readonly ofKey: Tensor | null;
  /** No step looks at one after it. */
  readonly causal: boolean;
}

/** A score that leaves a step out; finite, so that a row without any other step stays a number. */
export const leftOut = -1e9;

const workgroup = 64;

const params = { rows: "u32", heads: "u32", steps: "u32", others: "u32", scale: "f32" } as const;

/** Inputs of the masks that are there, and the condition under which `step` looks at `other`. */
function masksOf({ ofQuery, ofValue, ofKey, causal }: Allowed) {
  const masks = Object.entries({ ofQuery, ofValue, ofKey }).filter(
    (entry): entry is [string, Tensor] => entry[1] !== null,
  );
  const conditions = masks.map(([name]) =>
    name === "ofQuery"
      ? "ofQuery[batch * params.steps + step] != 0.0"
      : `${name}[batch * params.others + other] != 0.0`,
  );
  return {
    names: [...masks.map(([name]) => name), ...(causal ? ["causal"] : [])].join(" "),
    inputs: Object.fromEntries(masks.map(([name]) => [name, "f32"])),
    tensors: masks.map(([, mask]) => mask),
    condition: [...conditions, ...(causal ? ["other <= step"] : [])].join(" && ") || "true",
  };
}

const rowText = `
    if (index >= params.rows) { return; }
    let step = index % params.steps;
    let batch = index / params.steps / params.heads;
    let start = index * params.others;`;

/** Softmax of scale · scores where it is allowed. */
export function shares(scores: Tensor, scale: number, allowed: Allowed): Tensor {
  const masks = masksOf(allowed);
  const kernel: Kernel = {
    key: `attention shares ${masks.names}`,
    inputs: { scores: "f32", ...masks.inputs },
    outputs: { result: "f32" },
    params,
    workgroup,
    declarations: `
    fn scoreOf(at : u32, batch : u32, step : u32, other : u32) -> f32 {
      return select(${leftOut}, scores[at] * params.scale, ${masks.condition});
    }`,
    body: `${rowText}
    var most = scoreOf(start, batch, step, 0u);
    for (var other = 1u; other < params.others; other++) {
      most = max(most, scoreOf(start + other, batch, step, other));
    }
    var sum = 0.0;
    for (var other = 0u; other < params.others; other++) {
      let part = exp(max(scoreOf(start + other, batch, step, other) - most, -104.0));
      result[start + other] = part;
      sum += part;
    }
    for (var other = 0u; other < params.others; other++) { result[start + other] /= sum; }`,
  };
  const [batch, heads, steps, others] = scores.shape as [number, number, number, number];
  const [result] = launchTensors(kernel, {
    inputs: [scores, ...masks.tensors],
    outputs: [{ shape: scores.shape, dtype: "float32" }],
    params: { rows: batch * heads * steps, heads, steps, others, scale },
    groups: linear(batch * heads * steps, workgroup),
  });
  return result as Tensor;
}

/** The gradient by the scores: scale · y · (dy − Σ dy · y) where it is allowed, else 0. `y`: what `shares` gave. */
export function sharesGradient(dy: Tensor, y: Tensor, scale: number, allowed: Allowed): Tensor {
  const masks = masksOf(allowed);
  const kernel: Kernel = {
    key: `attention shares gradient ${masks.names}`,
    inputs: { dy: "f32", y: "f32", ...masks.inputs },
    outputs: { result: "f32" },
    params,
    workgroup,
    body: `${rowText}
    var sum = 0.0;
    for (var at = start; at < start + params.others; at++) { sum += dy[at] * y[at]; }
    for (var other = 0u; other < params.others; other++) {
      let at = start + other;
      result[at] = select(0.0, params.scale * y[at] * (dy[at] - sum), ${masks.condition});
    }`,
  };
  const [batch, heads, steps, others] = y.shape as [number, number, number, number];
  const [result] = launchTensors(kernel, {
    inputs: [dy, y, ...masks.tensors],
    outputs: [{ shape: y.shape, dtype: "float32" }],
    params: { rows: batch * heads * steps, heads, steps, others, scale },
    groups: linear(batch * heads * steps, workgroup),
  });
  return result as Tensor;
}
