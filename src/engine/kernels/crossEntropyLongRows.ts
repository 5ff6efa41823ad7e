/**
 * @file Softmax cross-entropy of rows with so many classes that one invocation would be long at a row: a workgroup takes it,
 * neighbours reading neighbours. Sums are formed in the same order in every run.
 */
import type { Kernel } from "../gpu/kernel.ts";

/** From this many classes on. */
export const longRow = 1024;

const lanes = 64;

/** Buffers and params as those of the other losses, for one workgroup a row. */
export const longRowsKernel = (weighted: boolean, gradient: boolean): Kernel => ({
  key: `loss of long rows${weighted ? " weighted" : ""}${gradient ? " gradient" : ""}`,
  inputs: { outputs: "f32", labels: "i32", ...(weighted ? { classWeights: "f32" } : {}) },
  outputs: { losses: "f32", metrics: "f32", ...(gradient ? { gradient: "f32" } : {}) },
  params: { rows: "u32", units: "u32", smoothing: "f32", scale: "f32" },
  workgroup: lanes,
  declarations: `
    var<workgroup> highest : array<f32, ${lanes}>;
    var<workgroup> places : array<u32, ${lanes}>;
    var<workgroup> sums : array<vec2<f32>, ${lanes}>;`,
  body: `
    let row = group.y * groups.x + group.x;
    if (row >= params.rows) { return; }
    let start = row * params.units;
    let own = u32(labels[row]);
    let weight = ${weighted ? "classWeights[own]" : "1.0"};
    let spread = params.smoothing / f32(params.units);
    var most = outputs[start + lane];
    var best = lane;
    for (var j = lane + ${lanes}u; j < params.units; j += ${lanes}u) {
      let z = outputs[start + j];
      if (z > most) { most = z; best = j; }
    }
    highest[lane] = most;
    places[lane] = best;
    workgroupBarrier();
    most = highest[0];
    best = places[0];
    for (var i = 1u; i < ${lanes}u; i++) {
      let z = highest[i];
      if (z > most || (z == most && places[i] < best)) { most = z; best = places[i]; }
    }
    var part = vec2<f32>();
    for (var j = lane; j < params.units; j += ${lanes}u) {
      let z = outputs[start + j] - most;
      part += vec2<f32>(exp(max(z, -87.0)), z);
    }
    sums[lane] = part;
    workgroupBarrier();
    var total = vec2<f32>();
    for (var i = 0u; i < ${lanes}u; i++) { total += sums[i]; }
    if (lane == 0u) {
      let picked = outputs[start + own] - most;
      losses[row] = weight * (log(total.x) - (1.0 - params.smoothing) * picked - spread * total.y);
      metrics[row] = select(0.0, 1.0, best == own);
    }
    ${gradient ? gradientText : ""}`,
});

const gradientText = `
    for (var j = lane; j < params.units; j += ${lanes}u) {
      let share = exp(max(outputs[start + j] - most, -87.0)) / total.x;
      let target_ = spread + select(0.0, 1.0 - params.smoothing, j == own);
      gradient[start + j] = weight * (share - target_) * params.scale;
    }`;
