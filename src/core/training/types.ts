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
import type { Recovery } from "./recovery.ts";
import type { ScheduleConfig } from "./schedules.ts";

/** Keras's clipvalue (each number), clipnorm (each weight tensor by its own norm), global_clipnorm (all by one norm). */
export const clipKinds = ["none", "value", "norm", "globalNorm"] as const;
export type ClipKind = (typeof clipKinds)[number];

export interface TrainingConfig {
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest rate of the run; the schedule makes of it that of each update. */
  readonly learningRate: number;
  readonly schedule: ScheduleConfig;
  readonly optimizer: OptimizerName;
  /** Values of the optimizer's own fields (momentum, beta1 …); absent ones take the field's default. */
  readonly optimizerParams: Readonly<Record<string, number | boolean>>;
  /** "auto": follows the task and the output layer. */
  readonly loss: LossName | "auto";
  /** Of the gradients of an update, averaged over its rows, before the optimizer sees them. */
  readonly clip: { readonly kind: ClipKind; readonly limit: number };
  /** Share of the target's certainty that is spread over all classes, 0: none. Classification only; scores stay sharp. */
  readonly labelSmoothing: number;
  /**
   * Batches whose gradients are averaged, by their rows, into one update. The last update of an epoch may take fewer, so
   * an epoch has ceil(batches / accumulate) updates.
   */
  readonly accumulate: number;
  /** Keep the state after each so many epochs, to fork from; null: only what resuming needs. */
  readonly checkpointEvery: number | null;
  readonly seed: number;
  /** Stop after `patience` epochs without a better validation loss; null: never. Best weights are kept either way. */
  readonly patience: number | null;
}

export const defaultTraining: TrainingConfig = {
  epochs: 60,
  batchSize: 32,
  learningRate: 0.001,
  schedule: { kind: "constant", params: {}, warmup: 0 },
  optimizer: "adam",
  optimizerParams: {},
  loss: "auto",
  clip: { kind: "none", limit: 1 },
  labelSmoothing: 0,
  accumulate: 1,
  checkpointEvery: null,
  seed: 1,
  patience: 10,
};

export type Backend = "webgpu" | "webgl" | "wasm" | "cpu";

export interface DeviceInfo {
  readonly backend: Backend;
  /** "WebGPU — vendor architecture", "WebGL", "CPU": what the status "Engine" shows. */
  readonly label: string;
  /** Why a better backend is not used; absent on WebGPU. */
  readonly fallbackReason?: "noWebGPU" | "noAdapter" | "selfTestFailed" | "deviceLost" | "chosen" | "notStarted";
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
  /** Of the epoch's last update. */
  readonly learningRate: number;
  /** Euclidean norm of all gradients before clipping, the mean over the epoch's updates; null where it is not measured. */
  readonly gradientNorm: number | null;
  /** Updates a second in training, validation left out; null where the epoch held compilation alone. */
  readonly stepsPerSecond: number | null;
  /** What the device's memory holds for the run at the epoch's end; null where the device does not tell. */
  readonly memoryBytes: number | null;
}

/** The base rate (`TrainingConfig.learningRate`) that holds from this update of the run (from 0) on. */
export interface RateChange {
  readonly update: number;
  readonly rate: number;
}

/** Why the steps of a run are not recorded once and replayed. */
export type EagerReason =
  /** The device is not WebGPU. */
  | "noWebGPU"
  /** It was asked for. */
  | "chosen"
  /** A layer's step cannot be recorded: it reads back, replaces a variable or keeps tensors. */
  | "notRecordable"
  /** The recorded step gave other numbers than the eager one. */
  | "recordingDiffers"
  /** Recording needs more memory than there is. */
  | "memory";

/** How the steps of a run are carried out. */
export type StepPath =
  | { readonly kind: "recorded" }
  | { readonly kind: "eager"; readonly reason: EagerReason; readonly detail?: string };

export type MetricName = "accuracy" | "mae";

export interface TrainProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Batches of the running epoch that are done. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean loss of the running epoch so far; null until the first read. */
  readonly loss: number | null;
  readonly rowsPerSecond: number | null;
  readonly etaSeconds: number | null;
  /** Of the last update that was read. */
  readonly learningRate: number;
  /** Mean over the updates since the last progress; null where it is not measured. */
  readonly gradientNorm: number | null;
  readonly stepsPerSecond: number | null;
  readonly memoryBytes: number | null;
  /** null until the first step was tried. */
  readonly path: StepPath | null;
}

export type TrainEvent =
  | {
      readonly type: "phase";
      readonly phase: "preparing" | "compiling" | "training" | "paused" | "stopping" | "evaluating";
    }
  /** How much of the phase under way is done, 0 to 1, where that can be told: while the data is prepared. */
  | { readonly type: "share"; readonly share: number }
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
  /** The learning rate was changed while the run was under way. */
  | { readonly type: "rate"; readonly change: RateChange }
  /** The state after this epoch is kept: the run can be forked there. */
  | { readonly type: "checkpoint"; readonly epoch: number }
  /** Epochs that ended since the last such event: about ten events a second, however short an epoch is. */
  | { readonly type: "epochs"; readonly records: readonly EpochRecord[]; readonly bestEpoch: number };

export interface PartCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** A kept checkpoint of another run: its weights, optimizer state and history up to the epoch are where a run begins. */
export interface ForkPoint {
  readonly runId: string;
  /** Epochs completed there. */
  readonly epoch: number;
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
  /**
   * Go on from another run's checkpoint, under this run's id and settings. Epochs go on counting: `config.epochs` counts
   * those before the fork. Slots are taken over where the optimizer keeps the same ones, else they begin anew.
   */
  readonly fork?: ForkPoint;
  /** Start paused after the first epoch event boundary ("Step" on an idle studio). */
  readonly startPaused?: boolean;
  /** Continue this run's last checkpoint instead of starting anew. */
  readonly resume?: boolean;
  /** Faults of the device that the run went on after by itself, in order; absent: none. */
  readonly recoveries?: readonly Recovery[];
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
  /** How the learning rate was changed while it ran, in order; absent: not at all. */
  readonly rateChanges?: readonly RateChange[];
  /** How its steps were carried out; absent in runs of earlier versions. */
  readonly path?: StepPath;
}

/** Rates that a range test tries, rising by the same factor from batch to batch. */
export interface RateRange {
  readonly from: number;
  readonly to: number;
  readonly batches: number;
}

/** The loss on one batch, before its update at this rate. */
export interface RangePoint {
  readonly rate: number;
  readonly loss: number;
}
