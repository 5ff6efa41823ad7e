/**
 * @file Steps on WebGPU: the first batch of a size is recorded, all of them are replayed. What a step is stands in one
 * function, `#step`, which is recorded; where it cannot be, it is run operation by operation and the reason is told.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { StepPath } from "../../core/training/types.ts";
import { flush, type Gpu, gpu } from "../gpu/backend.ts";
import { writeNumbers } from "../gpu/inPlace.ts";
import { NotRecordable, Recorder, type Recording } from "../gpu/recorder.ts";
import { gatherBatch, putRows } from "../kernels/gatherBatch.ts";
import { clearSums, type Labels, newSums } from "../ops/loss.ts";
import type { Chunk } from "./feed.ts";
import { LoopState, mostRows } from "./loopState.ts";
import { columnsOf, GpuOptimizer, rowOf } from "./optimizer/gpuOptimizer.ts";
import type { OptimizerConfig, StoredSlots } from "./optimizer/optimizer.ts";
import { type Batch, gradientsOf, type Objective, type StepData, type Steps, type Sums } from "./steps.ts";

/** What tells recordings apart: batches of one size and role are the same commands. */
const roleOf = ({ rows, last }: Batch): string => `${rows} rows${last ? ", update" : ""}`;

export class GpuSteps implements Steps {
  path: StepPath | null = null;
  readonly #gpu: Gpu;
  readonly #objective: Objective;
  readonly #config: OptimizerConfig;
  readonly #state: LoopState;
  readonly #optimizer: GpuOptimizer;
  readonly #x: tf.Tensor2D;
  readonly #y: Labels;
  /** Whether chunks bring the samples. */
  readonly #streamed: boolean;
  readonly #lookRows: number;
  /** Of rows that were looked at together. */
  #outputs: tf.Tensor2D | null = null;
  /** For each place of the order: which sample of the chunk, and which of all. */
  readonly #inChunk: tf.Tensor1D;
  readonly #inAll: tf.Tensor1D;
  readonly #sums = newSums();
  /** Of the gradients' norms over the epoch's updates. */
  readonly #norms = tf.zeros([1]);
  readonly #recorder: Recorder;
  readonly #recordings = new Map<string, Recording>();

  constructor(
    objective: Objective,
    config: OptimizerConfig,
    { x, y, width, chunkRows, lookRows }: StepData,
    stored: StoredSlots,
    eager: boolean,
  ) {
    this.#gpu = gpu();
    this.#objective = objective;
    this.#config = config;
    this.#state = new LoopState(columnsOf(config));
    this.#optimizer = new GpuOptimizer(config, objective.model.trainable, this.#state, stored);
    this.#streamed = x === null;
    this.#lookRows = lookRows;
    this.#x = x ?? tf.zeros([chunkRows, width]);
    this.#y = y;
    this.#inChunk = tf.zeros([chunkRows], "int32");
    this.#inAll = this.#streamed ? tf.zeros([chunkRows], "int32") : this.#inChunk;
    for (const tensor of [this.#x, y, this.#inChunk, this.#inAll, this.#sums, this.#norms]) {
      this.#gpu.uploadToGPU(tensor.dataId);
    }
    this.#recorder = new Recorder(this.#gpu);
    if (eager) this.path = { kind: "eager", reason: "chosen" };
    objective.model.noise.step = this.#state.tensor;
  }

  get bytes(): number {
    const data = [this.#x, this.#y, this.#inChunk].reduce((sum, { size }) => sum + size * 4, 0);
    return data + this.#optimizer.bytes + this.#recorder.bytes;
  }

  beginEpoch(): void {
    clearSums(this.#sums);
    writeNumbers(this.#norms, new Float32Array(1));
  }

  load({ x, inChunk, inAll }: Chunk): void {
    if (x !== null) writeNumbers(this.#x, x);
    writeNumbers(this.#inChunk, inChunk);
    if (this.#streamed) writeNumbers(this.#inAll, inAll);
  }

  run(batches: readonly Batch[]): void {
    for (let from = 0; from < batches.length; from += mostRows) this.#submit(batches.slice(from, from + mostRows));
  }

  #submit(batches: readonly Batch[]): void {
    const [head] = batches;
    if (head === undefined) return;
    const recordings = this.#recorded(batches);
    const rows = batches.map((batch) => rowOf(this.#config, { ...batch, step: batch.update }));
    this.#state.write(head.step, head.start, rows);
    if (recordings === null) {
      for (const batch of batches) tf.tidy(() => this.#step(batch));
      flush(this.#gpu);
      return;
    }
    this.#replay(recordings);
  }

  #replay(recordings: readonly Recording[]): void {
    flush(this.#gpu);
    const encoder = this.#gpu.device.createCommandEncoder();
    for (const recording of recordings) recording.encode(encoder);
    this.#gpu.device.queue.submit([encoder.finish()]);
  }

  look(start: number, rows: number, body: (x: tf.Tensor2D, y: Labels) => void): void {
    this.#look("look at", start, rows, body);
  }

  async outputs(start: number, rows: number, body: (x: tf.Tensor2D) => tf.Tensor2D): Promise<Float32Array> {
    // Made outside of what is recorded, so that it lasts.
    this.#outputs ??= tf.tidy(() => {
      const [, units] = body(tf.zeros([1, this.#x.shape[1]])).shape;
      return tf.keep(tf.zeros([rows, units]));
    });
    const outputs = this.#outputs;
    this.#look("outputs of", start, rows, (x) => putRows(body(x), outputs, this.#state.tensor, this.#lookRows));
    return (await outputs.data()).slice(0, rows * outputs.shape[1]) as Float32Array;
  }

  #look(what: string, start: number, rows: number, body: (x: tf.Tensor2D, y: Labels) => void): void {
    const orders = this.#streamed ? ([this.#inChunk, this.#inAll] as const) : null;
    const taken = (count: number) => () => {
      body(...gatherBatch(this.#x, this.#y, orders, this.#state.tensor, count));
      this.#optimizer.advance(count);
    };
    const pieces = Array.from({ length: Math.ceil(rows / this.#lookRows) }, (_, at) =>
      Math.min(this.#lookRows, rows - at * this.#lookRows),
    );
    const recordings =
      this.path?.kind === "recorded"
        ? pieces.map((count) => this.#recordingOf(`${what} ${count} rows`, taken(count)))
        : [];
    // No step is under way between two submits: the next one writes counters of its own.
    this.#state.write(0, start, []);
    if (this.path?.kind === "recorded") this.#replay(recordings.filter((recording) => recording !== null));
    else {
      for (const count of pieces) tf.tidy(taken(count));
      flush(this.#gpu);
    }
  }

  /** The recording of each batch; null where steps cannot be recorded. */
  #recorded(batches: readonly Batch[]): readonly Recording[] | null {
    if (this.path?.kind === "eager") return null;
    const recordings: Recording[] = [];
    for (const batch of batches) {
      const recording = this.#recordingOf(roleOf(batch), () => this.#step(batch));
      if (recording === null) return null;
      recordings.push(recording);
    }
    this.path = { kind: "recorded" };
    return recordings;
  }

  /** Records at the first asking; null, and the reason in `path`, where that cannot be. */
  #recordingOf(key: string, body: () => void): Recording | null {
    const known = this.#recordings.get(key);
    if (known !== undefined) return known;
    try {
      const recording = this.#recorder.record(body);
      this.#recordings.set(key, recording);
      return recording;
    } catch (error) {
      if (!(error instanceof NotRecordable)) throw error;
      this.path = { kind: "eager", reason: "notRecordable", detail: error.message };
      return null;
    }
  }

  #step({ rows, last }: Batch): void {
    const { model, augment } = this.#objective;
    const [own, y] = gatherBatch(this.#x, this.#y, [this.#inChunk, this.#inAll], this.#state.tensor, rows);
    const x = augment === null ? own : augment(own);
    this.#optimizer.collect(gradientsOf(this.#objective, x, y, this.#sums));
    if (!last) {
      this.#optimizer.advance(rows);
      return;
    }
    this.#optimizer.finish(this.#norms, rows);
    this.#optimizer.update();
    model.limit();
  }

  async readSums(): Promise<Sums> {
    const [[loss, metric], [gradientNorm]] = await Promise.all([this.#sums.data(), this.#norms.data()]);
    return { loss: loss as number, metric: metric as number, gradientNorm: gradientNorm as number };
  }

  readSlots = () => this.#optimizer.readSlots();

  async settled(): Promise<void> {
    flush(this.#gpu);
    await this.#gpu.device.queue.onSubmittedWorkDone();
  }

  dispose(): void {
    this.#recorder.dispose();
    this.#optimizer.dispose();
    this.#state.dispose();
    tf.dispose([this.#inChunk, this.#sums, this.#norms]);
    this.#outputs?.dispose();
    if (this.#streamed) tf.dispose([this.#x, this.#inAll]);
  }
}
