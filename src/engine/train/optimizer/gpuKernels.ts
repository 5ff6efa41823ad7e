/**
 * @file The kernels of an update on WebGPU: collecting gradients, norms and counters, the rule itself. How weights lie in
 * their buffer, and which kernel runs when, is `gpuOptimizer.ts`'s.
 */
import type { TrainingConfig } from "../../../core/training/types.ts";
import { gpu } from "../../gpu/backend.ts";
import type { Kernel } from "../../gpu/kernel.ts";
import { type Across, across } from "../../kernels/across.ts";
import { joinWay, prefersBarriers } from "../../kernels/preferences.ts";
import { counters, type LoopState } from "../loopState.ts";
import type { OptimizerConfig } from "./optimizer.ts";
import { rules } from "./rules.ts";

/** Invocations of a workgroup. */
export const lanes = 64;
/** A weight begins at a multiple of this many numbers: the finest offset at which a buffer can be bound is 256 bytes. */
export const alignment = 64;

/** Ways of clipping as the kernel knows them. */
export const clipModes = { none: 0, value: 1, norm: 2, globalNorm: 3 } as const satisfies Record<
  TrainingConfig["clip"]["kind"],
  number
>;

/** Joins of a chunk's squares, where workgroups at barriers are cheap; null: each invocation leaves its own. */
const chunkJoins = (): Across | null => {
  const { device } = gpu();
  return prefersBarriers(device) === true ? across({ added: "sum f32" }, lanes, joinWay(device)) : null;
};

/** Whether a gradient of so many numbers is read four at a time. */
const inFours = (size: number): boolean => size % 4 === 0;

/**
 * Takes in gradients of these sizes, times the share of their batch, and sums their squares chunk by chunk. Each gradient
 * has a loop of its own: where a CPU plays the GPU, a choice among buffers inside the loop would read them all each time.
 */
export function collectKernel(sizes: readonly number[], state: LoopState): Kernel {
  const joins = chunkJoins();
  const forms = sizes.map(inFours);
  const element = (fours: boolean) => (fours ? "vec4<f32>" : "f32");
  const loop = (fours: boolean, which: number) => `
    case ${which}u: {
      for (var i = lane * 4u; i < chunk.w; i += ${lanes * 4}u) {
        squares += taken(chunk.z + i, share * ${fours ? `g${which}[(chunk.y + i) / 4u]` : `g${which}_at(chunk.y + i, chunk.y + chunk.w)`}, carries);
      }
    }`;
  const atEdge = (which: number) => `
fn g${which}_at(at : u32, end : u32) -> vec4<f32> {
  return vec4(${[0, 1, 2, 3].map((i) => `select(0.0, g${which}[min(at + ${i}u, end - 1u)], at + ${i}u < end)`).join(", ")});
}`;
  return {
    key: `collect ${forms.map((fours) => (fours ? 4 : 1)).join("")}, ${state.columns.length} columns, joined by ${joins?.key ?? "none"}`,
    inputs: {
      ...Object.fromEntries(forms.map((fours, at) => [`g${at}`, element(fours)])),
      chunks: "vec4<u32>",
      state: "u32",
    },
    outputs: { gradients: "vec4<f32>", partials: "f32" },
    params: { first: "u32", end: "u32" },
    workgroup: lanes,
    enables: joins?.enables,
    declarations: `
${joins?.declarations ?? ""}
${state.wgsl("row")}
${forms.map((fours, which) => (fours ? "" : atEdge(which))).join("")}
fn taken(at : u32, given : vec4<f32>, carries : bool) -> vec4<f32> {
  var value = given;
  if (carries) { value += gradients[at / 4u]; }
  gradients[at / 4u] = value;
  return value * value;
}`,
    body: `
  ${joins?.begin ?? ""}
  let at = params.first + group.y * groups.x + group.x;
  if (at >= params.end) { return; }
  let chunk = chunks[at];
  let share = column_share();
  let carries = column_carry() > 0.0;
  var squares = vec4<f32>();
  switch chunk.x {${forms.map(loop).join("")}
    default: { }
  }
  let own = squares.x + squares.y + squares.z + squares.w;
  ${
    joins === null
      ? `partials[at * ${lanes}u + lane] = own;`
      : `let sum = added(own);
  if (lane == 0u) { partials[at * ${lanes}u] = sum; }`
  }`,
  };
}

const moveOn = `
    state[${counters.applied}] = state[${counters.row}];
    state[${counters.row}] += 1u;
    state[${counters.step}] += 1u;
    state[${counters.start}] += params.rows;`;

/** Statements that add each weight's squares into `factors`; of chunks whose squares lie there lane by lane … */
const sumsOfLanes = `
  for (var at = lane; at < params.chunks; at += ${lanes}u) {
    var sum = 0.0;
    for (var i = 0u; i < ${lanes}u; i++) { sum += partials[at * ${lanes}u + i]; }
    partials[at * ${lanes}u] = sum;
  }
  storageBarrier();
  for (var at = lane; at < params.weights; at += ${lanes}u) {
    let own = chunksOf[at];
    var sum = 0.0;
    for (var i = 0u; i < own.y; i++) { sum += partials[(own.x + i) * ${lanes}u]; }
    factors[at] = sum;
  }`;
/** … or joined: all lanes share the chunks of a weight, and leave their sums in the space of its first chunk. */
const sumsOfChunks = `
  for (var at = 0u; at < params.weights; at++) {
    let own = chunksOf[at];
    var sum = 0.0;
    for (var i = lane; i < own.y; i += ${lanes}u) { sum += partials[(own.x + i) * ${lanes}u]; }
    if (lane < own.y) { partials[own.x * ${lanes}u + lane] = sum; }
  }
  storageBarrier();
  for (var at = lane; at < params.weights; at += ${lanes}u) {
    let own = chunksOf[at];
    var sum = 0.0;
    for (var i = 0u; i < min(own.y, ${lanes}u); i++) { sum += partials[own.x * ${lanes}u + i]; }
    factors[at] = sum;
  }`;

/** Norms out of the sums of squares, clipping factors out of norms; moves the counters on. */
export const finishKernel = (): Kernel => ({
  key: `norms of gradients${chunkJoins() === null ? "" : " of joined chunks"}`,
  inputs: { chunksOf: "vec2<u32>" },
  outputs: { partials: "f32", factors: "f32", norms: "f32", state: "u32" },
  params: { chunks: "u32", weights: "u32", mode: "u32", limit: "f32", rows: "u32" },
  workgroup: lanes,
  declarations: "var<workgroup> norm : f32;",
  body: `
${chunkJoins() === null ? sumsOfLanes : sumsOfChunks}
  storageBarrier();
  if (lane == 0u) {
    var sum = 0.0;
    for (var at = 0u; at < params.weights; at++) { sum += factors[at]; }
    norm = sqrt(sum);
    norms[0] += norm;
    ${moveOn}
  }
  workgroupBarrier();
  for (var at = lane; at < params.weights; at += ${lanes}u) {
    var factor = 1.0;
    if (params.mode == ${clipModes.norm}u) { factor = params.limit / max(sqrt(factors[at]), params.limit); }
    if (params.mode == ${clipModes.globalNorm}u) { factor = params.limit / max(norm, params.limit); }
    factors[at] = factor;
  }`,
});

/** Moves the counters on. */
export const advanceKernel: Kernel = {
  key: "next batch",
  inputs: {},
  outputs: { state: "u32" },
  params: { rows: "u32" },
  workgroup: 1,
  body: moveOn,
};

/** The optimizer's rule for every weight, four of them an invocation. `count`: of such fours. */
export function updateKernel({ optimizer }: OptimizerConfig, state: LoopState): Kernel {
  const { slots, updates } = rules[optimizer];
  const names = Object.keys(slots);
  const scalars = state.columns.slice(2);
  return {
    key: `update ${optimizer}`,
    inputs: { gradients: "vec4<f32>", factors: "f32", owners: "u32", state: "u32" },
    outputs: { weights: "vec4<f32>", ...Object.fromEntries(names.map((slot) => [`slot_${slot}`, "vec4<f32>"])) },
    params: { count: "u32", bound: "f32" },
    workgroup: lanes,
    declarations: state.wgsl("applied"),
    body: `
  if (index >= params.count) { return; }
  ${scalars.map((name) => `let ${name} = column_${name}();`).join("\n  ")}
  var g = gradients[index] * factors[owners[index / ${alignment / 4}u]];
  if (params.bound > 0.0) { g = clamp(g, vec4(-params.bound), vec4(params.bound)); }
  var w = weights[index];
  ${names.map((slot) => `var ${slot} = slot_${slot}[index];`).join("\n  ")}
  ${updates.map(({ target, wgsl }) => `${target} = ${wgsl};`).join("\n  ")}
  ${names.map((slot) => `slot_${slot}[index] = ${slot};`).join("\n  ")}
  weights[index] = w;`,
  };
}
