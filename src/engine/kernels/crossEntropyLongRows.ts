/**
 * @file Softmax cross-entropy of rows with so many classes that one invocation would be long at a row: a workgroup takes it,
 * neighbours reading neighbours. Sums are formed in the same order in every run.
 */
import { gpu } from "../gpu/backend.ts";
import type { Kernel } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import { joinWay, prefersBarriers } from "./preferences.ts";

/** From this many classes on, where the device prefers workgroups; and where it does not. */
const longRow = { preferred: 256, otherwise: 1024 } as const;

export const isLongRow = (units: number): boolean =>
  units >= longRow[prefersBarriers(gpu().device) === true ? "preferred" : "otherwise"];

const lanes = 64;

/** Buffers and params as those of the other losses, for one workgroup a row. */
export function longRowsKernel(weighted: boolean, gradient: boolean): Kernel {
  const joins = across({ highest: "largest", added: "sum vec2<f32>" }, lanes, joinWay(gpu().device));
  return {
    key: `loss of long rows by ${joins.key}${weighted ? " weighted" : ""}${gradient ? " gradient" : ""}`,
    inputs: { outputs: "f32", labels: "i32", ...(weighted ? { classWeights: "f32" } : {}) },
    outputs: { losses: "f32", metrics: "f32", ...(gradient ? { gradient: "f32" } : {}) },
    params: { rows: "u32", units: "u32", smoothing: "f32", scale: "f32" },
    workgroup: lanes,
    enables: joins.enables,
    declarations: joins.declarations,
    body: `
    ${joins.begin}
    let row = group.y * groups.x + group.x;
    if (row >= params.rows) { return; }
    let start = row * params.units;
    let own = u32(labels[row]);
    let weight = ${weighted ? "classWeights[own]" : "1.0"};
    let spread = params.smoothing / f32(params.units);
    var ahead = Largest(outputs[start + lane], lane);
    for (var j = lane + ${lanes}u; j < params.units; j += ${lanes}u) {
      ahead = largerOf(ahead, Largest(outputs[start + j], j));
    }
    let best = highest(ahead);
    var part = vec2<f32>();
    for (var j = lane; j < params.units; j += ${lanes}u) {
      let z = outputs[start + j] - best.value;
      part += vec2<f32>(exp(max(z, -87.0)), z);
    }
    let total = added(part);
    if (lane == 0u) {
      let picked = outputs[start + own] - best.value;
      losses[row] = weight * (log(total.x) - (1.0 - params.smoothing) * picked - spread * total.y);
      metrics[row] = select(0.0, 1.0, best.place == own);
    }
    ${gradient ? gradientText : ""}`,
  };
}

const gradientText = `
    for (var j = lane; j < params.units; j += ${lanes}u) {
      let share = exp(max(outputs[start + j] - best.value, -87.0)) / total.x;
      let target_ = spread + select(0.0, 1.0 - params.smoothing, j == own);
      gradient[start + j] = weight * (share - target_) * params.scale;
    }`;
