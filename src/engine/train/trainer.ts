/**
 * @file One model, its optimizer and its data on the device, and what can be done with them: a step, a pass over a
 * part, the weights in and out. Nothing here waits for the device but the methods that return a promise.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Balanced } from "../../core/data/balance.ts";
import type { Task } from "../../core/data/types.ts";
import { AppError } from "../../core/fault.ts";
import { random, shuffle } from "../../core/random.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import { losses, lossFor } from "../../core/training/losses.ts";
import type { PartCounts, TrainingConfig } from "../../core/training/types.ts";
import { readWeights, type TrainableModel, writeWeights } from "../model/build.ts";
import { activate, metricSum, rowLoss } from "./losses.ts";
import type { Optimizer } from "./optimizer.ts";
import { breathe } from "./pace.ts";

/** Sums over rows; divided by the rows they are the means that are shown. */
export interface Sums {
  readonly loss: number;
  readonly metric: number;
}

export interface TrainerData {
  /** Row-major [samples × numbers of a sample]: the training part, then validation, then test. */
  readonly x: Float32Array;
  /** Class indices, or scaled values [samples × outputs]. */
  readonly y: Int32Array | Float32Array;
  readonly counts: PartCounts;
  readonly balance?: Balanced;
  /** What an error of each of several outputs counts in the metric; null or absent: 1. */
  readonly outputWeights?: readonly number[] | null;
}

/** Changes a batch at random, in training only; the same for the same step. */
export type Augment = (x: tf.Tensor2D, step: number) => tf.Tensor2D;

export type Part = "train" | "validation" | "test";

/** The stream of `core/random` that orders the rows of an epoch; others belong to the split and the weights. */
const orderStream = 0x10000;

export class Trainer {
  readonly #model: TrainableModel;
  readonly #optimizer: Optimizer;
  readonly #config: TrainingConfig;
  readonly #task: Task;
  readonly #counts: PartCounts;
  readonly #x: tf.Tensor2D;
  /** [samples], or [samples × outputs] where there are several. */
  readonly #y: tf.Tensor1D | tf.Tensor2D;
  /** Places in the training part that an epoch goes through; null: each once. */
  readonly #drawn: Int32Array | null;
  readonly #classWeights: tf.Tensor1D | null;
  readonly #outputWeights: tf.Tensor1D | null;
  readonly #augment: Augment | null;
  /** Whether the loss takes what the network gives without its output activation. */
  readonly #natural: boolean;
  #order: tf.Tensor1D | null = null;
  #sums: tf.Tensor1D;

  constructor(
    model: TrainableModel,
    optimizer: Optimizer,
    data: TrainerData,
    task: Task,
    config: TrainingConfig,
    maxTensorBytes: number,
    augment: Augment | null = null,
  ) {
    const rowsPerEpoch = data.balance?.train?.length ?? data.counts.train;
    const batchBytes = model.widest * Math.min(config.batchSize, rowsPerEpoch) * Float32Array.BYTES_PER_ELEMENT;
    for (const bytes of [data.x.byteLength, batchBytes]) {
      if (bytes > maxTensorBytes) throw new AppError("outOfMemory", { what: `${bytes} > ${maxTensorBytes}` });
    }
    this.#model = model;
    this.#optimizer = optimizer;
    this.#config = config;
    this.#task = task;
    this.#counts = data.counts;
    const { train, validation, test } = data.counts;
    const rows = train + validation + test;
    this.#x = tf.tensor2d(data.x, [rows, data.x.length / rows]);
    this.#y =
      data.y instanceof Int32Array
        ? tf.tensor1d(data.y, "int32")
        : data.y.length === rows
          ? tf.tensor1d(data.y, "float32")
          : tf.tensor2d(data.y, [rows, data.y.length / rows], "float32");
    this.#drawn = data.balance?.train ?? null;
    const weights = data.balance?.classWeights ?? null;
    this.#classWeights = weights === null ? null : tf.tensor1d(weights);
    this.#outputWeights = data.outputWeights == null ? null : tf.tensor1d([...data.outputWeights]);
    this.#augment = augment;
    this.#sums = tf.zeros([2]);
    const spec = losses[lossFor(task, config.loss)];
    this.#natural = model.head !== "linear" && (spec.activations as readonly string[]).includes(model.head);
  }

  get stepsPerEpoch(): number {
    return Math.ceil(this.rowsPerEpoch / this.#config.batchSize);
  }

  /** Training samples an epoch goes through: balancing leaves some out, or takes some repeatedly. */
  get rowsPerEpoch(): number {
    return this.#drawn?.length ?? this.#counts.train;
  }

  /** Orders the training rows for an epoch (from 1) and sets the sums to zero. The order depends on seed and epoch alone. */
  beginEpoch(epoch: number): void {
    const order = this.#drawn?.slice() ?? Int32Array.from({ length: this.#counts.train }, (_, row) => row);
    shuffle(order, random(this.#config.seed, orderStream + epoch));
    this.#order?.dispose();
    this.#order = tf.tensor1d(order, "int32");
    this.#sums.dispose();
    this.#sums = tf.zeros([2]);
  }

  /** Submits one update on batch `index` of the epoch; returns the rows in it. */
  step(index: number): number {
    const { batchSize } = this.#config;
    const start = index * batchSize;
    const rows = Math.min(batchSize, this.rowsPerEpoch - start);
    this.#model.noise.step = this.#optimizer.step;
    const sums = tf.tidy(() => {
      const chosen = tf.slice(this.#order as tf.Tensor1D, start, rows);
      const own = tf.gather(this.#x, chosen);
      const x = this.#augment === null ? own : this.#augment(own, this.#optimizer.step);
      const y = tf.gather(this.#y, chosen);
      let batch: tf.Tensor | undefined;
      const { value, grads } = tf.variableGrads(
        () => {
          const { loss, metric } = this.#score(x, y, true);
          batch = tf.keep(tf.stack([loss, metric]));
          return tf.div(loss, rows) as tf.Scalar;
        },
        this.#model.trainable.map(({ variable }) => variable),
      );
      value.dispose();
      this.#optimizer.apply(grads);
      this.#model.limit();
      const total = tf.add(this.#sums, batch as tf.Tensor) as tf.Tensor1D;
      batch?.dispose();
      return total;
    });
    this.#sums.dispose();
    this.#sums = sums;
    return rows;
  }

  /** The epoch's sums so far; the steps submitted after this call do not count. */
  async readSums(): Promise<Sums> {
    const snapshot = tf.clone(this.#sums);
    try {
      return sumsOf(await snapshot.data());
    } finally {
      snapshot.dispose();
    }
  }

  /** Loss and metric summed over a part, with layers as in prediction; null for an empty part. What was cut off is not to be used. */
  async evaluate(part: Exclude<Part, "train">, keepGoing: () => boolean): Promise<Sums | null> {
    if (this.#counts[part] === 0) return null;
    let total: tf.Tensor = tf.zeros([2]);
    for (const [start, rows] of this.#chunks(part)) {
      // A part of many chunks takes a while to submit: a stop is heard between them.
      await breathe();
      if (!keepGoing()) break;
      const sums = tf.tidy(() => {
        const { loss, metric } = this.#score(
          tf.slice(this.#x, [start, 0], [rows, -1]),
          this.#labels(start, rows),
          false,
        );
        return tf.add(total, tf.stack([loss, metric]));
      });
      total.dispose();
      total = sums;
    }
    try {
      return sumsOf(await total.data());
    } finally {
      total.dispose();
    }
  }

  /** Predictions on a part, row-major [rows × units]. */
  async predict(part: Part): Promise<Float32Array> {
    const outputs: Float32Array[] = [];
    for (const [start, rows] of this.#chunks(part)) {
      const output = tf.tidy(() => this.#model.predict(tf.slice(this.#x, [start, 0], [rows, -1])));
      outputs.push((await output.data()) as Float32Array);
      output.dispose();
    }
    return concatenate(outputs);
  }

  /** Copies that later steps do not change. */
  copyWeights(): tf.Tensor[] {
    return tf.tidy(() => this.#model.weights.map(({ variable }) => tf.add(variable, 0)));
  }

  restore(copies: readonly tf.Tensor[]): void {
    for (const [index, { variable }] of this.#model.weights.entries()) {
      tf.tidy(() => variable.assign(tf.add(copies[index] as tf.Tensor, 0)));
    }
  }

  readWeights = (): Promise<Weights> => readWeights(this.#model.weights);
  readSlots = (): Promise<Weights> => readWeights(this.#optimizer.slots);
  /** Reads copies made by `copyWeights` under the weights' names. */
  async readCopies(copies: readonly tf.Tensor[]): Promise<Weights> {
    const values = await Promise.all(copies.map((copy) => copy.data()));
    return this.#model.weights.map(({ name, variable }, index) => ({
      name,
      shape: [...variable.shape],
      values: Float32Array.from(values[index] as Float32Array),
    }));
  }
  writeWeights = (weights: Weights): void => writeWeights(this.#model.weights, weights);
  /** Optimizer updates done. */
  get updates(): number {
    return this.#optimizer.step;
  }

  dispose(): void {
    tf.dispose([this.#x, this.#y, this.#sums]);
    this.#classWeights?.dispose();
    this.#outputWeights?.dispose();
    this.#order?.dispose();
    this.#optimizer.dispose();
    this.#model.dispose();
  }

  /** Sums over the rows. Penalties are part of the loss, in training and validation alike, as Keras counts. */
  #score(x: tf.Tensor2D, y: tf.Tensor1D | tf.Tensor2D, training: boolean): { loss: tf.Scalar; metric: tf.Scalar } {
    const { outputs: raw, penalty } = this.#model.forward(x, training);
    const outputs = this.#natural ? raw : activate(this.#model.head, raw);
    const rows = rowLoss(lossFor(this.#task, this.#config.loss))(y, outputs, this.#natural);
    // Keras's class_weight: in training a row's loss counts as often as its class says; the divisor stays the rows.
    const weighted =
      training && this.#classWeights !== null ? tf.mul(rows, tf.gather(this.#classWeights, y as tf.Tensor1D)) : rows;
    const sum = tf.sum(weighted) as tf.Scalar;
    const loss = penalty === null ? sum : (tf.add(sum, tf.mul(penalty, y.shape[0])) as tf.Scalar);
    return { loss, metric: metricSum(this.#task, y, outputs, this.#natural, this.#outputWeights) };
  }

  #labels(start: number, rows: number): tf.Tensor1D | tf.Tensor2D {
    return this.#y.rank === 1
      ? tf.slice(this.#y as tf.Tensor1D, start, rows)
      : tf.slice(this.#y as tf.Tensor2D, [start, 0], [rows, -1]);
  }

  /** [first row, rows] of each chunk of a part. */
  *#chunks(part: Part): Generator<readonly [number, number]> {
    const { train, validation, test } = this.#counts;
    const first = { train: 0, validation: train, test: train + validation }[part];
    const last = first + { train, validation, test }[part];
    const { rowsAtOnce } = this.#model;
    for (let start = first; start < last; start += rowsAtOnce) yield [start, Math.min(rowsAtOnce, last - start)];
  }
}

const sumsOf = (values: ArrayLike<number>): Sums => ({ loss: values[0] as number, metric: values[1] as number });

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
