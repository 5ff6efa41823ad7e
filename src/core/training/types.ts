/**
 * @file What is asked of a training run and what comes back: configuration, the events of a run under way, and the
 * immutable record of a finished one.
 */

import type { Recipe } from "../data/recipe.ts";
import type { DataSettings, Task } from "../data/types.ts";
import type { Report } from "../evaluation/types.ts";
import type { Fault } from "../fault.ts";
import type { Graph } from "../graph/types.ts";
import type { StartWeights } from "../project/types.ts";
import type { LossName } from "./losses.ts";
import type { OptimizerName } from "./optimizers.ts";

export interface TrainingConfig {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: OptimizerName;
  /** Values of the optimizer's own fields (momentum, beta1 …); absent ones take the field's default. */
  readonly optimizerParams: Readonly<Record<string, number | boolean>>;
  /** "auto": follows the task and the output layer. */
  readonly loss: LossName | "auto";
  readonly seed: number;
  /** Stop after `patience` epochs without a better validation loss; null: never. Best weights are kept either way. */
  readonly patience: number | null;
}

export const defaultTraining: TrainingConfig = {
  epochs: 60,
  batchSize: 32,
  learningRate: 0.001,
  optimizer: "adam",
  optimizerParams: {},
  loss: "auto",
  seed: 1,
  patience: 10,
};

export type Backend = "webgpu" | "webgl" | "cpu";

export interface DeviceInfo {
  readonly backend: Backend;
  /** "WebGPU — vendor architecture", "WebGL", "CPU": what the status "Engine" shows. */
  readonly label: string;
  /** Why a better backend is not used; absent on WebGPU. */
  readonly fallbackReason?: "noWebGPU" | "noAdapter" | "selfTestFailed" | "deviceLost" | "chosen";
  readonly detail?: string;
  /** The largest tensor the device takes, in bytes; absent where it sets no limit of its own. */
  readonly maxTensorBytes?: number;
}

/** One epoch's figures. Losses are means over the rows; the metric is accuracy, or MAE in the target's unit. */
export interface EpochRecord {
  readonly epoch: number;
  readonly loss: number;
  readonly metric: number;
  /** null where there is no validation part. */
  readonly valLoss: number | null;
  readonly valMetric: number | null;
  readonly seconds: number;
}

export type MetricName = "accuracy" | "mae";

export interface TrainProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean loss of the running epoch so far; null until the first read. */
  readonly loss: number | null;
  readonly rowsPerSecond: number | null;
  readonly etaSeconds: number | null;
}

export type TrainEvent =
  | {
      readonly type: "phase";
      readonly phase: "preparing" | "compiling" | "training" | "paused" | "stopping" | "evaluating";
    }
  /** The plan, once the data is prepared: what the charts and cards need before the first epoch ends. */
  | {
      readonly type: "plan";
      readonly counts: PartCounts;
      readonly metric: MetricName;
      readonly baseline: number;
      readonly stepsPerEpoch: number;
      /** The epochs a resumed run goes on after; those past its checkpoint are trained again. */
      readonly history: readonly EpochRecord[];
    }
  | { readonly type: "progress"; readonly progress: TrainProgress }
  /** Epochs that ended since the last such event: about ten events a second, however short an epoch is. */
  | { readonly type: "epochs"; readonly records: readonly EpochRecord[]; readonly bestEpoch: number };

export interface PartCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export interface FoldOfSet {
  /** The same for all trainings of the set. */
  readonly set: string;
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/** Everything a run needs, by value: what is trained can be repeated from this alone (and the dataset). */
export interface TrainJob {
  readonly runId: string;
  readonly projectId: string;
  readonly name: string;
  readonly datasetId: string;
  readonly data: DataSettings;
  readonly task: Task;
  readonly graph: Graph;
  readonly config: TrainingConfig;
  /** Stored weights that training starts from; absent or null: all are drawn by chance. */
  readonly startWeights?: StartWeights | null;
  /** One of a set of trainings that each hold out another fold or group. */
  readonly fold?: FoldOfSet;
  /** Start paused after the first epoch event boundary ("Step" on an idle studio). */
  readonly startPaused?: boolean;
  /** Continue this run's last checkpoint instead of starting anew. */
  readonly resume?: boolean;
}

export interface Run {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly status: "running" | "done" | "stopped" | "failed";
  readonly job: TrainJob;
  readonly dataset: { readonly id: string; readonly fileName: string; readonly rows: number };
  readonly counts: PartCounts;
  readonly recipe: Recipe;
  readonly metric: MetricName;
  /** The score of always guessing the majority class, or the mean, on the validation part. */
  readonly baseline: number;
  readonly device: DeviceInfo;
  readonly parameters: number;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number | null;
  readonly seconds: number;
  readonly report: Report | null;
  readonly failure?: Fault;
}
