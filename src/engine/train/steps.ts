/**
 * @file How the steps of a run are carried out: what a batch is, and what both ways share, recorded on WebGPU
 * (`gpuSteps.ts`) and operation by operation elsewhere (`plainSteps.ts`).
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { StepPath } from "../../core/training/types.ts";
import type { TrainableModel } from "../model/build.ts";
import type { Labels } from "../ops/loss.ts";
import type { Chunk } from "./feed.ts";
import type { Gradients } from "./optimizer/optimizer.ts";

/** A batch of the running epoch, and its part in an update. */
export interface Batch {
  /** Batches done since the run began: what random numbers are drawn by. */
  readonly step: number;
  /** Place in the order of the chunk that was loaded last. */
  readonly start: number;
  readonly rows: number;
  /** Its rows, of those of the whole update. */
  readonly share: number;
  /** First and last batch of its update. */
  readonly first: boolean;
  readonly last: boolean;
  /** Which update, from 1, and its learning rate. */
  readonly update: number;
  readonly rate: number;
}

/** What is computed of a batch of samples [rows, width]. */
export interface Objective {
  readonly model: TrainableModel;
  /** Random changes of a batch in training; null: none. Draws by the model's noise source. */
  readonly augment: ((x: tf.Tensor2D) => tf.Tensor2D) | null;
  /** The mean loss of a batch in training, with gradients by the weights; loss and metric of its rows go into `sums`. */
  meanLoss(x: tf.Tensor2D, y: Labels, sums: tf.Variable): tf.Scalar;
}

/** The data on the device. */
export interface StepData {
  /** [samples, width], of all parts; null: chunks bring the samples. */
  readonly x: tf.Tensor2D | null;
  readonly y: Labels;
  /** Of a sample. */
  readonly width: number;
  /** Samples of a chunk, at most. */
  readonly chunkRows: number;
  /** Rows that are looked at together, so that a look takes no more memory than a step. */
  readonly lookRows: number;
}

export interface Sums {
  /** Over rows; divided by the rows they are the means that are shown. */
  readonly loss: number;
  readonly metric: number;
  /** Euclidean norms of all gradients before clipping, over updates. */
  readonly gradientNorm: number;
}

export interface Steps {
  readonly path: StepPath | null;
  /** Bytes on the device beside data and model's activations in flight; null where it does not tell. */
  readonly bytes: number | null;
  /** Sums begin at 0. */
  beginEpoch(): void;
  /** Makes a chunk of the epoch the one that batches are of; what was submitted before still sees the one before. */
  load(chunk: Chunk): void;
  /** Submits the batches, in their order. */
  run(batches: readonly Batch[]): void;
  /**
   * Submits a look at rows as they lie, from `start` of all or of the chunk that was loaded last; `body` computes the same
   * of as many rows each time, in place, and is given all of them in pieces.
   */
  look(start: number, rows: number, body: (x: tf.Tensor2D, y: Labels) => void): void;
  /** What `body` makes of rows as they lie, [rows × units]; at most as many rows as the first time. */
  outputs(start: number, rows: number, body: (x: tf.Tensor2D) => tf.Tensor2D): Promise<Float32Array>;
  /** The epoch's sums so far; steps submitted after this call do not count. */
  readSums(): Promise<Sums>;
  readSlots(): Promise<Weights>;
  /** Resolves when all that was submitted is done. */
  settled(): Promise<void>;
  dispose(): void;
}

/** Gradients of a batch's mean loss by each trainable weight. */
export function gradientsOf({ model, meanLoss }: Objective, x: tf.Tensor2D, y: Labels, sums: tf.Variable): Gradients {
  const { value, grads } = tf.variableGrads(
    () => meanLoss(x, y, sums),
    model.trainable.map(({ variable }) => variable),
  );
  value.dispose();
  return grads;
}

/** Rows of samples or labels, as they lie. */
export const rowsOf = <T extends tf.Tensor>(all: T, start: number, rows: number): T =>
  tf.slice(all as tf.Tensor, [start, ...all.shape.slice(1).map(() => 0)], [rows, ...all.shape.slice(1)]) as T;
