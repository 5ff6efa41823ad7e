/**
 * @file The losses in WGSL: of each row its loss, its metric and, where it is asked for, the gradient by the outputs, all in
 * one pass over the row; then sums over rows in an order that never changes. An invocation takes a row; where rows are
 * long a workgroup does.
 */
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { assertNever } from "../../core/fault.ts";
import type { LossName } from "../../core/training/losses.ts";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import { isLongRow, longRowsKernel } from "./crossEntropyLongRows.ts";
import { joinWay } from "./preferences.ts";

/** Where a probability is all there is, it is kept this far from 0 and 1 (Keras's epsilon). */
export const keptFrom = 1e-7;
/** Huber's threshold, Keras's default. */
export const huberDelta = 1;

export interface RowScoring {
  readonly loss: LossName;
  /** The outputs are logits of the loss's own activation. */
  readonly natural: boolean;
  /** What a row of each class counts; null: 1. */
  readonly classWeights: Tensor1D | null;
  /** What an error of each output counts in the metric; null: 1. */
  readonly outputWeights: Tensor1D | null;
  readonly labelSmoothing: number;
}

const workgroup = 64;

type Parts = Pick<RowScoring, "loss" | "natural"> & {
  readonly weighted: boolean;
  readonly outputsWeighted: boolean;
  readonly gradient: boolean;
};

/** Statements that set `loss`, `metric` and, through `put(j, value)`, the gradient; of `row` from `start` on. */
function rowText({ loss, natural, outputsWeighted }: Parts): string {
  switch (loss) {
    case "categoricalCrossentropy":
      return natural ? categorical.fromLogits : categorical.fromShares;
    case "binaryCrossentropy":
      return natural ? binary.fromLogits : binary.fromShares;
    case "meanSquaredError":
      return ofErrors("error * error", "2.0 * error", outputsWeighted);
    case "meanAbsoluteError":
      return ofErrors("abs(error)", "sign(error)", outputsWeighted);
    case "huber":
      return ofErrors(
        `select(${huberDelta}f * (abs(error) - ${0.5 * huberDelta}f), 0.5 * error * error, abs(error) <= ${huberDelta}f)`,
        `clamp(error, ${-huberDelta}f, ${huberDelta}f)`,
        outputsWeighted,
      );
    default:
      return assertNever(loss);
  }
}

/** Shares of classes: 1 − smoothing for the row's own, and the smoothing spread evenly over all. */
const wanted = `
      let own = u32(labels[row]);
      let spread = params.smoothing / f32(params.units);`;

const categorical = {
  // Everything is relative to the largest logit, so that exponentials stay within 1.
  fromLogits: `${wanted}
      var most = outputs[start];
      var best = 0u;
      for (var j = 1u; j < params.units; j++) {
        let z = outputs[start + j];
        if (z > most) { most = z; best = j; }
      }
      var total = 0.0;
      var off = 0.0;
      for (var j = 0u; j < params.units; j++) {
        let z = outputs[start + j] - most;
        total += exp(max(z, -87.0));
        off += z;
      }
      loss = log(total) - (1.0 - params.smoothing) * (outputs[start + own] - most) - spread * off;
      metric = select(0.0, 1.0, best == own);
      for (var j = 0u; j < params.units; j++) {
        let share = exp(max(outputs[start + j] - most, -87.0)) / total;
        put(start + j, weight * (share - spread - select(0.0, 1.0 - params.smoothing, j == own)));
      }`,
  // What an activation gave, brought to a sum of 1 and kept away from 0 and 1.
  fromShares: `${wanted}
      var most = outputs[start];
      var best = 0u;
      var sum = most;
      for (var j = 1u; j < params.units; j++) {
        let o = outputs[start + j];
        sum += o;
        if (o > most) { most = o; best = j; }
      }
      var along = 0.0;
      for (var j = 0u; j < params.units; j++) {
        let target_ = spread + select(0.0, 1.0 - params.smoothing, j == own);
        let share = outputs[start + j] / sum;
        let p = clamp(share, ${keptFrom}, ${1 - keptFrom});
        loss -= target_ * log(p);
        along -= select(0.0, target_ / p * share, p == share);
      }
      metric = select(0.0, 1.0, best == own);
      for (var j = 0u; j < params.units; j++) {
        let target_ = spread + select(0.0, 1.0 - params.smoothing, j == own);
        let share = outputs[start + j] / sum;
        let p = clamp(share, ${keptFrom}, ${1 - keptFrom});
        put(start + j, weight * (select(0.0, -target_ / p, p == share) - along) / sum);
      }`,
};

const wantedOne = `
      let one = labels[row] == 1;
      let target_ = params.smoothing * 0.5 + select(0.0, 1.0 - params.smoothing, one);
      let z = outputs[start];`;

const binary = {
  // max(z, 0) − z·t + log(1 + e^−|z|)
  fromLogits: `${wantedOne}
      let small = exp(-min(abs(z), 87.0));
      loss = max(z, 0.0) - z * target_ + log(1.0 + small);
      metric = select(0.0, 1.0, (z > 0.0) == one);
      put(start, weight * (select(small, 1.0, z >= 0.0) / (1.0 + small) - target_));`,
  fromShares: `${wantedOne}
      let p = clamp(z, ${keptFrom}, ${1 - keptFrom});
      loss = -(target_ * log(p) + (1.0 - target_) * log(1.0 - p));
      metric = select(0.0, 1.0, (z > 0.5) == one);
      put(start, weight * select(0.0, (1.0 - target_) / (1.0 - p) - target_ / p, p == z));`,
};

const ofErrors = (value: string, slope: string, weighted: boolean): string => `
      for (var j = 0u; j < params.units; j++) {
        let error = outputs[start + j] - labels[start + j];
        loss += ${value};
        metric += abs(error)${weighted ? " * outputWeights[j]" : ""};
        put(start + j, weight * (${slope}) / f32(params.units));
      }
      loss /= f32(params.units);
      metric /= f32(params.units);`;

function kernelOf(parts: Parts): Kernel {
  const { loss, natural, weighted, outputsWeighted, gradient } = parts;
  const ofClasses = loss === "categoricalCrossentropy" || loss === "binaryCrossentropy";
  const marks = [natural && "natural", weighted && "weighted", outputsWeighted && "outputs", gradient && "gradient"];
  return {
    key: ["loss", loss, ...marks.filter((mark) => mark !== false)].join(" "),
    inputs: {
      outputs: "f32",
      labels: ofClasses ? "i32" : "f32",
      ...(weighted ? { classWeights: "f32" } : {}),
      ...(outputsWeighted ? { outputWeights: "f32" } : {}),
    },
    outputs: { losses: "f32", metrics: "f32", ...(gradient ? { gradient: "f32" } : {}) },
    params: { rows: "u32", units: "u32", smoothing: "f32", scale: "f32" },
    workgroup,
    declarations: putText(gradient),
    body: `
      let row = index;
      if (row >= params.rows) { return; }
      let start = row * params.units;
      let weight = ${weighted ? "classWeights[labels[row]]" : "1.0"};
      var loss = 0.0;
      var metric = 0.0;
      ${rowText(parts)}
      losses[row] = loss * weight;
      metrics[row] = metric;`,
  };
}

/** Writes a number of the gradient, where there is one. */
const putText = (gradient: boolean): string =>
  gradient
    ? "fn put(at : u32, value : f32) { gradient[at] = value * params.scale; }"
    : "fn put(at : u32, value : f32) {}";

/** Of each row loss and metric; with `scale` the gradient of the losses times it, [rows, units]. */
export function rowScores(labels: Tensor, outputs: Tensor2D, scoring: RowScoring, scale: number | null): Tensor[] {
  const [rows, units] = outputs.shape;
  const { loss, natural, classWeights, outputWeights, labelSmoothing } = scoring;
  const weighted = classWeights !== null;
  const gradient = scale !== null;
  const long = loss === "categoricalCrossentropy" && natural && isLongRow(units);
  const column = { shape: [rows], dtype: "float32" } as const;
  const kernel = long
    ? longRowsKernel(weighted, gradient)
    : kernelOf({ loss, natural, weighted, outputsWeighted: outputWeights !== null, gradient });
  return launchTensors(kernel, {
    inputs: [outputs, labels, classWeights, outputWeights].filter((tensor) => tensor !== null),
    outputs: [column, column, ...(gradient ? [{ shape: [rows, units], dtype: "float32" } as const] : [])],
    params: { rows, units, smoothing: labelSmoothing, scale: scale ?? 1 },
    groups: linear(rows, long ? 1 : workgroup),
  });
}

const sumsWorkgroup = 64;

function sumsKernel(penalized: boolean, mean: boolean): Kernel {
  const joins = across({ added: "sum vec2<f32>" }, sumsWorkgroup, joinWay(gpu().device));
  return {
    key: `loss sums by ${joins.key}${penalized ? " penalized" : ""}${mean ? " mean" : ""}`,
    inputs: { losses: "f32", metrics: "f32", ...(penalized ? { penalty: "f32" } : {}) },
    outputs: { sums: "f32", ...(mean ? { mean: "f32" } : {}) },
    params: { rows: "u32" },
    workgroup: sumsWorkgroup,
    enables: joins.enables,
    declarations: joins.declarations,
    body: `
    ${joins.begin}
    var part = vec2<f32>();
    for (var row = lane; row < params.rows; row += ${sumsWorkgroup}u) {
      part += vec2<f32>(losses[row], metrics[row]);
    }
    var total = added(part);
    if (lane != 0u) { return; }
    ${penalized ? "total.x += penalty[0] * f32(params.rows);" : ""}
    sums[0] += total.x;
    sums[1] += total.y;
    ${mean ? "mean[0] = total.x / f32(params.rows);" : ""}`,
  };
}

/**
 * Adds the sums of losses and metrics to the two numbers of `sums`, in place; `penalty` counts once a row. With `mean` the
 * losses' mean, a scalar, the penalty in it.
 */
export function sumRows(
  sums: Tensor,
  losses: Tensor,
  metrics: Tensor,
  penalty: Tensor | null,
  mean: boolean,
): Tensor | null {
  const [, made = null] = launchTensors(sumsKernel(penalty !== null, mean), {
    inputs: penalty === null ? [losses, metrics] : [losses, metrics, penalty],
    outputs: mean ? [sums, { shape: [], dtype: "float32" }] : [sums],
    params: { rows: losses.size },
    groups: [1],
  });
  return made;
}

const scaleKernel: Kernel = {
  key: "loss gradient scaled",
  inputs: { gradient: "f32", by: "f32" },
  outputs: { result: "f32" },
  params: { count: "u32", share: "u32" },
  workgroup,
  body: "if (index < params.count) { result[index] = gradient[index] * by[index / params.share]; }",
};

/** Rows of a gradient, each times its number of `by`; one number scales all. */
export function scaledRows(gradient: Tensor, by: Tensor): Tensor {
  const [scaled] = launchTensors(scaleKernel, {
    inputs: [gradient, by],
    outputs: [{ shape: gradient.shape, dtype: "float32" }],
    params: { count: gradient.size, share: Math.max(1, gradient.size / by.size) },
    groups: linear(gradient.size, workgroup),
  });
  return scaled as Tensor;
}

const clearKernel: Kernel = {
  key: "loss sums cleared",
  inputs: {},
  outputs: { sums: "f32" },
  workgroup: 2,
  body: "sums[lane] = 0.0;",
};

/** Sets the two numbers of `sums` to 0, in place. */
export function clearRows(sums: Tensor): void {
  launchTensors(clearKernel, { inputs: [], outputs: [sums], groups: [1] });
}
