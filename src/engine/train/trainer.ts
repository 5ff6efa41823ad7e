/**
 * @file One model, its optimizer and its data on the device, and what can be done with them: a step, a pass over a
 * part, the weights in and out. Nothing here waits for the device but the methods that return a promise.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Balanced } from "../../core/data/balance.ts";
import type { Task } from "../../core/data/types.ts";
import { AppError } from "../../core/fault.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import { chunkBytes as usualChunkBytes } from "../../core/training/estimate.ts";
import { losses, lossFor } from "../../core/training/losses.ts";
import type { PartCounts, StepPath, TrainingConfig } from "../../core/training/types.ts";
import { gpu, trim } from "../gpu/backend.ts";
import { setVariable } from "../gpu/inPlace.ts";
import { readWeights, type TrainableModel, writeWeights } from "../model/build.ts";
import { addSums, clearSums, type Labels, meanLoss, newSums, type Scoring, scored } from "../ops/loss.ts";
import type { Augment } from "./augment.ts";
import { Feed, inOrder } from "./feed.ts";
import { GpuSteps } from "./gpuSteps.ts";
import { activate } from "./losses.ts";
import { holdsSlots, storedSlots } from "./optimizer/optimizer.ts";
import { breathe } from "./pace.ts";
import { PlainSteps } from "./plainSteps.ts";
import type { SampleRows } from "./samples.ts";
import type { Batch, Steps, Sums } from "./steps.ts";

export interface TrainerData {
  /** The training part, then validation, then test. */
  readonly x: SampleRows;
  /** Class indices, or scaled values [samples × outputs]. */
  readonly y: Int32Array | Float32Array;
  readonly counts: PartCounts;
  readonly balance?: Balanced;
  /** What an error of each of several outputs counts in the metric; null or absent: 1. */
  readonly outputWeights?: readonly number[] | null;
}

export type Part = "train" | "validation" | "test";

/** Loss and metric summed over the rows of a part. */
export type PartSums = Pick<Sums, "loss" | "metric">;

/** Looks submitted together: a submit is to stay short. */
const mostLooks = 64;

interface Loaded {
  readonly index: number;
  readonly start: number;
}

export interface TrainerInput {
  readonly model: TrainableModel;
  readonly data: TrainerData;
  readonly task: Task;
  readonly config: TrainingConfig;
  /** The largest tensor the device takes. */
  readonly maxTensorBytes: number;
  /** Of samples that do not fit on the device, what lies there at a time. */
  readonly chunkBytes?: number;
  /** Random changes of a batch in training. */
  readonly augment?: Augment | null;
  /** On WebGPU too, operation by operation. */
  readonly eager?: boolean;
  /** Where a checkpoint goes on: epochs done, the optimizer's slots, and its updates since they began. */
  readonly restored?: { readonly updates: number; readonly epochs: number; readonly slots: Weights };
}

export class Trainer {
  readonly #model: TrainableModel;
  readonly #config: TrainingConfig;
  readonly #counts: PartCounts;
  readonly #samples: SampleRows;
  readonly #feed: Feed;
  /** All samples, where they fit on the device. */
  readonly #x: tf.Tensor2D | null;
  readonly #y: Labels;
  readonly #classWeights: tf.Tensor1D | null;
  readonly #scoring: Scoring;
  readonly #steps: Steps;
  readonly #partSums: tf.Variable;
  /** Rows of a part that are submitted together. */
  readonly #looksAt: number;
  /** The chunk that batches are of at present. */
  #chunk: Loaded | null = null;
  #updates: number;
  #batches: number;
  /** Both as they were when the running epoch began. */
  #before = { updates: 0, batches: 0 };
  #rateOf: (update: number) => number;

  constructor({
    model,
    data,
    task,
    config,
    maxTensorBytes,
    augment = null,
    eager = false,
    chunkBytes = usualChunkBytes,
    restored,
  }: TrainerInput) {
    const { train, validation, test } = data.counts;
    const rows = train + validation + test;
    this.#samples = data.x;
    this.#feed = new Feed({
      samples: data.x,
      trainRows: train,
      drawn: data.balance?.train ?? null,
      batchSize: config.batchSize,
      seed: config.seed,
      deviceBytes: maxTensorBytes,
      chunkBytes: Math.min(chunkBytes, maxTensorBytes),
    });
    const batchBytes = model.widest * Math.min(config.batchSize, this.#feed.rows) * Float32Array.BYTES_PER_ELEMENT;
    if (batchBytes > maxTensorBytes) {
      model.dispose();
      throw new AppError("outOfMemory", { what: `${batchBytes} > ${maxTensorBytes}` });
    }
    this.#partSums = newSums();
    this.#model = model;
    this.#config = config;
    this.#counts = data.counts;
    const { resident, width } = data.x;
    this.#x = this.#feed.streamed || resident === null ? null : tf.tensor2d(resident, [rows, width]);
    this.#y = labelsOf(data.y, rows);
    this.#scoring = scoringOf(task, config, model.head, data.outputWeights ?? null);
    const classWeights = data.balance?.classWeights ?? null;
    this.#classWeights = classWeights === null ? null : tf.tensor1d(classWeights);
    const training = { ...this.#scoring, classWeights: this.#classWeights, labelSmoothing: config.labelSmoothing };
    const stored = storedSlots(restored?.slots ?? []);
    const goesOn = restored !== undefined && holdsSlots(config, model.trainable, stored);
    this.#updates = goesOn ? restored.updates : 0;
    this.#batches = (restored?.epochs ?? 0) * this.stepsPerEpoch;
    this.#rateOf = () => config.learningRate;
    const objective = {
      model,
      augment: augment === null ? null : (x: tf.Tensor2D) => augment(x, model.noise.step),
      meanLoss: (x: tf.Tensor2D, y: Labels, sums: tf.Variable) => {
        const { outputs, penalty } = this.#forward(x, true);
        return meanLoss(y, outputs, training, sums, penalty);
      },
    };
    // Some slots without the others, or without their updates, would be means of nothing.
    const slots = goesOn ? stored : storedSlots([]);
    const lookRows = Math.max(1, Math.min(config.batchSize, this.#feed.rows));
    const atOnce = Math.min(model.rowsAtOnce, mostLooks * lookRows);
    this.#looksAt = this.#feed.streamed ? Math.min(atOnce, this.#feed.capacity) : atOnce;
    const onDevice = {
      x: this.#x,
      y: this.#y,
      width,
      chunkRows: this.#feed.streamed ? this.#feed.capacity : this.#feed.rows,
      lookRows,
    };
    this.#steps =
      tf.getBackend() === "webgpu"
        ? new GpuSteps(objective, config, onDevice, slots, eager)
        : new PlainSteps(objective, config, onDevice, slots);
  }

  /** Batches of an epoch. */
  get stepsPerEpoch(): number {
    return Math.ceil(this.rowsPerEpoch / this.#config.batchSize);
  }

  /** Updates of an epoch: its last one may be of fewer batches than the others. */
  get updatesPerEpoch(): number {
    return Math.ceil(this.stepsPerEpoch / this.#config.accumulate);
  }

  /** Training samples an epoch goes through: balancing leaves some out, or takes some repeatedly. */
  get rowsPerEpoch(): number {
    return this.#feed.rows;
  }

  /**
   * Orders the training rows for an epoch (from 1) and sets the sums to zero. The order depends on seed and epoch alone.
   * `rateOf`: the learning rate of each of its updates, from 0; absent: the configured one.
   */
  beginEpoch(epoch: number, rateOf: (update: number) => number = () => this.#config.learningRate): void {
    this.#rateOf = rateOf;
    this.#before = { updates: this.#updates, batches: this.#batches };
    this.#feed.beginEpoch(epoch);
    this.#chunk = null;
    this.#steps.beginEpoch();
  }

  /** Submits `count` batches of the epoch from batch `first` on, without waiting; the rows in them. */
  run(first: number, count: number): number {
    const batches = Array.from({ length: count }, (_, at) => this.#batch(first + at));
    for (let from = 0; from < count; ) {
      const index = this.#feed.chunkOf((batches[from] as Batch).start);
      if (this.#chunk?.index !== index) this.#load(index);
      let end = from + 1;
      while (end < count && this.#feed.chunkOf((batches[end] as Batch).start) === index) end++;
      const { start } = this.#chunk as Loaded;
      this.#steps.run(batches.slice(from, end).map((batch) => ({ ...batch, start: batch.start - start })));
      this.#feed.readAhead(index);
      from = end;
    }
    this.#batches += count;
    this.#updates += batches.filter(({ last }) => last).length;
    return batches.reduce((sum, { rows }) => sum + rows, 0);
  }

  #load(index: number): void {
    const chunk = this.#feed.chunk(index);
    this.#steps.load(chunk);
    this.#chunk = { index, start: chunk.start };
  }

  /** `start` in the epoch's order. */
  #batch(index: number): Batch {
    const { batchSize, accumulate } = this.#config;
    const rowsFrom = (start: number, most: number) => Math.min(most, this.rowsPerEpoch - start);
    const start = index * batchSize;
    const rows = rowsFrom(start, batchSize);
    const firstOfUpdate = index - (index % accumulate);
    const ofEpoch = Math.floor(index / accumulate);
    return {
      step: this.#before.batches + index,
      start,
      rows,
      share: rows / rowsFrom(firstOfUpdate * batchSize, batchSize * accumulate),
      first: index === firstOfUpdate,
      last: index === firstOfUpdate + accumulate - 1 || index === this.stepsPerEpoch - 1,
      update: this.#before.updates + ofEpoch + 1,
      rate: this.#rateOf(ofEpoch),
    };
  }

  /** The epoch's sums so far; the steps submitted after this call do not count. */
  readSums = (): Promise<Sums> => this.#steps.readSums();

  /** Resolves when all submitted steps are done. */
  settled = (): Promise<void> => this.#steps.settled();

  /** How steps are carried out; null until the first. */
  get path(): StepPath | null {
    return this.#steps.path;
  }

  /** Bytes the run takes on the device; null where it does not tell. */
  get bytes(): number | null {
    return this.#steps.bytes;
  }

  /** Loss and metric summed over a part, with layers as in prediction; null for an empty part. What was cut off is not to be used. */
  async evaluate(part: Exclude<Part, "train">, keepGoing: () => boolean): Promise<PartSums | null> {
    if (this.#counts[part] === 0) return null;
    clearSums(this.#partSums);
    const score = (x: tf.Tensor2D, y: Labels) => {
      const { outputs, penalty } = this.#forward(x, false);
      addSums(this.#partSums, scored(y, outputs, this.#scoring), penalty);
    };
    let before = Promise.resolve();
    let submitted = false;
    for (const [start, rows] of this.#chunks(part, this.#looksAt)) {
      // One chunk is under way, one waits: they take memory, and frames of the page come in between.
      const done = submitted ? this.settled() : Promise.resolve();
      // Awaited a round later, or never, where something else ends the look.
      done.catch(() => undefined);
      await before;
      before = done;
      // A part of many chunks takes a while: a stop is heard between them.
      await breathe();
      if (!keepGoing()) break;
      submitted = true;
      this.#steps.look(this.#placed(start, rows), rows, score);
    }
    const [loss, metric] = await this.#partSums.data();
    return { loss: loss as number, metric: metric as number };
  }

  /** Predictions on a part, row-major [rows × units]. */
  async predict(part: Part): Promise<Float32Array> {
    const outputs: Float32Array[] = [];
    for (const [start, rows] of this.#chunks(part, this.#looksAt)) {
      const from = this.#placed(start, rows);
      outputs.push(await this.#steps.outputs(from, rows, (x) => this.#model.predict(x)));
    }
    return concatenate(outputs);
  }

  /** Copies that later steps do not change. */
  copyWeights(): tf.Tensor[] {
    return tf.tidy(() => this.#model.weights.map(({ variable }) => tf.add(variable, 0)));
  }

  restore(copies: readonly tf.Tensor[]): void {
    for (const [index, { variable }] of this.#model.weights.entries()) {
      setVariable(variable, copies[index] as tf.Tensor);
    }
  }

  readWeights = (): Promise<Weights> => readWeights(this.#model.weights);
  readSlots = (): Promise<Weights> => this.#steps.readSlots();
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
  /** Optimizer updates done since its slots began. */
  get updates(): number {
    return this.#updates;
  }

  dispose(): void {
    this.#steps.dispose();
    this.#partSums.dispose();
    this.#x?.dispose();
    this.#y.dispose();
    this.#classWeights?.dispose();
    this.#scoring.outputWeights?.dispose();
    this.#model.dispose();
    // What is left waiting for a next use has the sizes of this model.
    if (tf.getBackend() === "webgpu") trim(gpu());
  }

  /** What the loss takes: the network's outputs, through their activation where the loss has no form of its own for it. */
  #forward(x: tf.Tensor2D, training: boolean): { outputs: tf.Tensor2D; penalty: tf.Scalar | null } {
    const { outputs, penalty } = this.#model.forward(x, training);
    return { outputs: this.#scoring.natural ? outputs : activate(this.#model.head, outputs), penalty };
  }

  /** Where rows of any part lie for a look at them; such as are read come in the place of the epoch's chunk. */
  #placed(start: number, rows: number): number {
    if (!this.#feed.streamed) return start;
    this.#chunk = null;
    const inChunk = inOrder(rows);
    const inAll = inChunk.map((row) => start + row);
    this.#steps.load({ start, rows, x: this.#samples.read(start, rows), inChunk, inAll });
    return 0;
  }

  /** [first row, rows] of each chunk of a part. */
  *#chunks(part: Part, rowsAtOnce: number): Generator<readonly [number, number]> {
    const { train, validation, test } = this.#counts;
    const first = { train: 0, validation: train, test: train + validation }[part];
    const last = first + { train, validation, test }[part];
    for (let start = first; start < last; start += rowsAtOnce) yield [start, Math.min(rowsAtOnce, last - start)];
  }
}

function labelsOf(y: TrainerData["y"], rows: number): Labels {
  if (y instanceof Int32Array) return tf.tensor1d(y, "int32");
  return y.length === rows ? tf.tensor1d(y, "float32") : tf.tensor2d(y, [rows, y.length / rows], "float32");
}

/** How a part is looked at; in training classes may count unevenly and labels be smoothed. */
function scoringOf(
  task: Task,
  config: TrainingConfig,
  head: TrainableModel["head"],
  outputWeights: readonly number[] | null,
): Scoring {
  const loss = lossFor(task, config.loss);
  return {
    task,
    loss,
    natural: head !== "linear" && (losses[loss].activations as readonly string[]).includes(head),
    classWeights: null,
    outputWeights: outputWeights === null ? null : tf.tensor1d([...outputWeights]),
    labelSmoothing: 0,
  };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
