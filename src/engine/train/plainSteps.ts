/** @file Steps operation by operation, for devices without WebGPU. */
import * as tf from "@tensorflow/tfjs-core";
import type { StepPath } from "../../core/training/types.ts";
import { clearSums, type Labels, newSums } from "../ops/loss.ts";
import type { Chunk } from "./feed.ts";
import type { OptimizerConfig, StoredSlots } from "./optimizer/optimizer.ts";
import { PlainOptimizer } from "./optimizer/plainOptimizer.ts";
import { type Batch, gradientsOf, type Objective, rowsOf, type StepData, type Steps, type Sums } from "./steps.ts";

export class PlainSteps implements Steps {
  readonly path: StepPath = { kind: "eager", reason: "noWebGPU" };
  readonly bytes = null;
  readonly #objective: Objective;
  readonly #optimizer: PlainOptimizer;
  readonly #y: Labels;
  /** Whether chunks bring the samples. */
  readonly #streamed: boolean;
  #x: tf.Tensor2D | null;
  #inChunk: tf.Tensor1D | null = null;
  #inAll: tf.Tensor1D | null = null;
  readonly #sums = newSums();
  /** Of the gradients' norms over the epoch's updates. */
  readonly #norms = tf.tidy(() => tf.variable(tf.scalar(0), false));

  constructor(objective: Objective, config: OptimizerConfig, { x, y }: StepData, stored: StoredSlots) {
    this.#objective = objective;
    this.#optimizer = new PlainOptimizer(config, objective.model.trainable, stored);
    this.#x = x;
    this.#streamed = x === null;
    this.#y = y;
  }

  beginEpoch(): void {
    clearSums(this.#sums);
    tf.tidy(() => this.#norms.assign(tf.scalar(0)));
  }

  load({ rows, x, inChunk, inAll }: Chunk): void {
    this.#forget();
    if (x !== null) this.#x = tf.tensor2d(x, [rows, x.length / rows]);
    this.#inChunk = tf.tensor1d(inChunk, "int32");
    this.#inAll = tf.tensor1d(inAll, "int32");
  }

  #forget(): void {
    if (this.#streamed) this.#x?.dispose();
    this.#inChunk?.dispose();
    this.#inAll?.dispose();
  }

  run(batches: readonly Batch[]): void {
    for (const batch of batches) this.#step(batch);
  }

  #step({ step, start, rows, share, last, update, rate }: Batch): void {
    const { model, augment } = this.#objective;
    model.noise.step = step;
    tf.tidy(() => {
      const own = tf.gather(this.#x as tf.Tensor2D, tf.slice(this.#inChunk as tf.Tensor1D, start, rows));
      const y = tf.gather(this.#y, tf.slice(this.#inAll as tf.Tensor1D, start, rows));
      const x = augment === null ? own : augment(own);
      this.#optimizer.collect(gradientsOf(this.#objective, x, y, this.#sums), share);
      if (!last) return;
      this.#norms.assign(tf.add(this.#norms, this.#optimizer.update(rate, update)));
      model.limit();
    });
  }

  look(start: number, rows: number, body: (x: tf.Tensor2D, y: Labels) => void): void {
    tf.tidy(() => {
      const y = this.#streamed
        ? tf.gather(this.#y, rowsOf(this.#inAll as tf.Tensor1D, start, rows))
        : rowsOf(this.#y, start, rows);
      body(rowsOf(this.#x as tf.Tensor2D, start, rows), y);
    });
  }

  async outputs(start: number, rows: number, body: (x: tf.Tensor2D) => tf.Tensor2D): Promise<Float32Array> {
    const output = tf.tidy(() => body(rowsOf(this.#x as tf.Tensor2D, start, rows)));
    try {
      return Float32Array.from((await output.data()) as Float32Array);
    } finally {
      output.dispose();
    }
  }

  async readSums(): Promise<Sums> {
    // What a variable is assigned later is another tensor; these keep their values.
    const [sums, norms] = [tf.clone<tf.Tensor>(this.#sums), tf.clone<tf.Tensor>(this.#norms)];
    try {
      const [[loss, metric], [gradientNorm]] = await Promise.all([sums.data(), norms.data()]);
      return { loss: loss as number, metric: metric as number, gradientNorm: gradientNorm as number };
    } finally {
      tf.dispose([sums, norms]);
    }
  }

  readSlots = () => this.#optimizer.readSlots();

  async settled(): Promise<void> {
    // Reading is the only fence these devices have.
    await this.readSums();
  }

  dispose(): void {
    this.#forget();
    tf.dispose([this.#sums, this.#norms]);
    this.#optimizer.dispose();
  }
}
