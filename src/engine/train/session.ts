/**
 * @file The changing state of a run under way: history, best epoch, patience, checkpoints, and the pace at which work is
 * handed to the trainer. What comes before the first epoch and after the last is `train.ts`.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Parts } from "../../core/data/split.ts";
import type { Report } from "../../core/evaluation/types.ts";
import { AppError, assert, type Fault } from "../../core/fault.ts";
import type { KerasModel } from "../../core/graph/compile.ts";
import type { Checkpoint, Weights } from "../../core/training/checkpoint.ts";
import type { EpochRecord, Run, TrainEvent, TrainJob, TrainProgress } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import { baselineOf, metricUnit, outputWeights, reportOf } from "../evaluate/outcome.ts";
import { buildModel, writeMatching } from "../model/build.ts";
import type { Prepared } from "../prepare/prepare.ts";
import { augmentFor } from "./augment.ts";
import type { RunControl } from "./control.ts";
import { metricFor } from "./losses.ts";
import { Meter } from "./meter.ts";
import { createOptimizer } from "./optimizer.ts";
import { breathe, Pace } from "./pace.ts";
import { type Sums, Trainer } from "./trainer.ts";

/** Where runs are kept; storage in the studio, a map in tests. */
export interface RunStore {
  saveRun(run: Run): Promise<void>;
  loadRun(id: string): Promise<Run | null>;
  saveWeights(runId: string, weights: Weights): Promise<void>;
  saveParts(runId: string, parts: Parts): Promise<void>;
  loadWeights(id: string): Promise<Weights | null>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  loadCheckpoint(runId: string): Promise<Checkpoint | null>;
  deleteCheckpoint(runId: string): Promise<void>;
}

export interface TrainInput {
  readonly job: TrainJob;
  readonly dataset: Run["dataset"];
  /** Called once the run has begun, since it may take seconds. */
  readonly prepare: () => Promise<Prepared>;
  readonly device: Device;
  readonly control: RunControl;
  readonly store: RunStore;
  /** Milliseconds, for speed and pacing; `today` is the wall clock for the record. */
  readonly now: () => number;
  readonly today: () => number;
}

/** A checkpoint is written when the last one lies this many times its own cost back: it takes at most a tenth of the time. */
const checkpointShare = 10;
/** The page hears of progress, and of ended epochs, this often at most. */
const reportEveryMs = 100;

/** Steps that were submitted together, and the epoch's sums at their end. */
interface Window {
  readonly sums: Promise<Sums>;
  readonly steps: number;
  readonly rows: number;
  readonly stepsSoFar: number;
  readonly rowsSoFar: number;
}

/** The changing state of one run: history, best epoch, patience, and the trainer that holds the device's memory. */
export class Session {
  readonly baseline: number;
  #input: TrainInput;
  #prepared: Prepared;
  #keras: KerasModel;
  #earlier: Checkpoint | null;
  #start: Weights | null;
  #createdAt: number;
  #secondsBefore: number;
  #startedAt: number;
  #trainer: Trainer | null = null;
  #parameters = 0;
  #history: EpochRecord[];
  #best: { readonly epoch: number; readonly loss: number; readonly copies: tf.Tensor[] } | null = null;
  #wait = 0;
  #unreported: EpochRecord[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  #progressAt = Number.NEGATIVE_INFINITY;
  #pace: Pace;
  #meter = new Meter();
  /** Whether a window has been read: then every shader is compiled. */
  #warm = false;
  #lastCheckpoint: { readonly at: number; readonly cost: number } = { at: Number.NEGATIVE_INFINITY, cost: 0 };

  constructor(
    input: TrainInput,
    prepared: Prepared,
    keras: KerasModel,
    earlier: Checkpoint | null,
    earlierRun: Run | null,
    start: Weights | null,
  ) {
    this.#input = input;
    this.#prepared = prepared;
    this.#keras = keras;
    this.#earlier = earlier;
    this.#start = start;
    this.baseline = baselineOf(prepared);
    this.#createdAt = earlierRun?.createdAt ?? input.today();
    this.#history = earlierRun === null || earlier === null ? [] : earlierRun.history.slice(0, earlier.epoch);
    this.#secondsBefore = this.#history.reduce((sum, { seconds }) => sum + seconds, 0);
    this.#startedAt = input.now();
    this.#pace = new Pace(input.now);
  }

  get history(): readonly EpochRecord[] {
    return [...this.#history];
  }

  /** Builds model, optimizer and resident data; goes on at the checkpoint where there is one. */
  build(): void {
    const { job, device } = this.#input;
    const model = buildModel(this.#keras, job.config.seed);
    this.#parameters = model.parameters;
    const earlier = this.#earlier;
    const restored = earlier === null ? undefined : { step: earlier.step, slots: earlier.slots };
    const optimizer = createOptimizer(job.config, model.trainable, restored);
    const augment = augmentFor(job.data.augmentation, this.#prepared.recipe, job.config.seed);
    const data = { ...this.#prepared, outputWeights: outputWeights(this.#prepared) };
    this.#trainer = new Trainer(model, optimizer, data, job.task, job.config, device.maxTensorBytes, augment);
    if (earlier === null) {
      if (this.#start !== null) writeMatching(model.weights, this.#start);
      return;
    }
    if (earlier.best !== null) {
      this.#trainer.writeWeights(earlier.best.weights);
      this.#best = { epoch: earlier.best.epoch, loss: earlier.best.loss, copies: this.#trainer.copyWeights() };
    }
    this.#trainer.writeWeights(earlier.weights);
    this.#wait = earlier.wait;
  }

  async *epochs(): AsyncGenerator<TrainEvent, void, void> {
    const { job, control } = this.#input;
    const first = this.#history.length + 1;
    for (let epoch = first; epoch <= job.config.epochs && !this.#outOfPatience; epoch++) {
      const record = yield* this.#epoch(epoch);
      if (record === null) {
        if (this.#unreported.length > 0) yield this.#report();
        break;
      }
      this.#history.push(record);
      this.#keepBest(record);
      const last = epoch === job.config.epochs || this.#outOfPatience;
      this.#unreported.push(record);
      await this.#checkpoint(control.wish !== "run" || last);
      if (control.wish === "step" && !last) control.tell("pause");
      if (last || control.wish !== "run" || this.#input.now() - this.#reportedAt >= reportEveryMs) yield this.#report();
      this.#pace.restart();
    }
    if (control.wish === "stop") yield { type: "phase", phase: "stopping" };
  }

  #report(): TrainEvent {
    const records = this.#unreported;
    this.#unreported = [];
    this.#reportedAt = this.#input.now();
    return { type: "epochs", records, bestEpoch: this.#best?.epoch ?? this.#history.length };
  }

  get #outOfPatience(): boolean {
    const { patience } = this.#input.job.config;
    return patience !== null && this.#wait >= patience;
  }

  /** One epoch; null where the run was stopped inside it. */
  async *#epoch(epoch: number): AsyncGenerator<TrainEvent, EpochRecord | null, void> {
    const { now } = this.#input;
    const trainer = this.#running;
    const started = now();
    let idle = 0;
    let rows = 0;
    let pending: Window | null = null;
    trainer.beginEpoch(epoch);

    for (let step = 0; step < trainer.stepsPerEpoch; ) {
      const pausedAt = now();
      if (!(yield* this.#mayGoOn())) return null;
      idle += now() - pausedAt;
      const steps = Math.min(this.#pace.window, trainer.stepsPerEpoch - step);
      const before = rows;
      for (const end = step + steps; step < end; step++) rows += trainer.step(step);
      const submitted = { sums: trainer.readSums(), steps, rows: rows - before, rowsSoFar: rows, stepsSoFar: step };
      // Read one window later; if something else ends the run first, nobody waits for it.
      submitted.sums.catch(() => undefined);
      // The window before this one is awaited while this one runs: the device is never without work.
      if (pending !== null) yield* this.#read(pending, epoch);
      pending = submitted;
      await breathe();
    }
    assert(pending !== null, "an epoch has a step");
    const sums = yield* this.#read(pending, epoch);
    const validation = await trainer.evaluate("validation", () => this.#input.control.wish !== "stop");
    if (this.#input.control.wish === "stop") return null;
    this.#input.device.check();
    return this.#recordOf(epoch, sums, validation, (now() - started - idle) / 1000);
  }

  /** Waits for a window's sums, and tells of them if it is time to. */
  async *#read(window: Window, epoch: number): AsyncGenerator<TrainEvent, Sums, void> {
    const sums = await window.sums;
    const ms = this.#pace.read(window.steps);
    this.#input.device.check();
    if (this.#warm) this.#meter.add(window.rows, ms);
    // The first window held the compilation of shaders: it says nothing of the speed.
    else yield { type: "phase", phase: "training" };
    this.#warm = true;
    if (this.#progressDue()) yield { type: "progress", progress: this.#progress(window, epoch, sums.loss) };
    return sums;
  }

  /** Waits while paused; false once the run is to stop. */
  async *#mayGoOn(): AsyncGenerator<TrainEvent, boolean, void> {
    const { control } = this.#input;
    if (control.wish === "pause") {
      yield { type: "phase", phase: "paused" };
      await this.#checkpoint(true);
      while (control.wish === "pause") await control.next();
      this.#pace.restart();
      if (control.wish !== "stop") yield { type: "phase", phase: this.#warm ? "training" : "compiling" };
    }
    return control.wish !== "stop";
  }

  #recordOf(epoch: number, sums: Sums, validation: Sums | null, seconds: number): EpochRecord {
    const { counts } = this.#prepared;
    const unit = metricUnit(this.#prepared);
    const rows = this.#running.rowsPerEpoch;
    const record: EpochRecord = {
      epoch,
      loss: sums.loss / rows,
      metric: (sums.metric / rows) * unit,
      valLoss: validation === null ? null : validation.loss / counts.validation,
      valMetric: validation === null ? null : (validation.metric / counts.validation) * unit,
      seconds,
    };
    // Tested here, on the CPU: a shader may assume that there is no NaN.
    if (!Number.isFinite(record.loss) || (record.valLoss !== null && !Number.isFinite(record.valLoss))) {
      throw new AppError("lossNotFinite", { epoch });
    }
    return record;
  }

  #keepBest({ epoch, loss, valLoss }: EpochRecord): void {
    const score = valLoss ?? loss;
    if (this.#best !== null && score >= this.#best.loss) {
      this.#wait++;
      return;
    }
    tf.dispose(this.#best?.copies ?? []);
    this.#best = { epoch, loss: score, copies: this.#running.copyWeights() };
    this.#wait = 0;
  }

  /** Writes the state at the end of the last epoch, unless that would cost too much of the time. Never inside an epoch. */
  async #checkpoint(wanted: boolean): Promise<boolean> {
    const { job, device, store, now } = this.#input;
    const epoch = this.#history.length;
    const trainer = this.#running;
    const { at, cost } = this.#lastCheckpoint;
    // Inside an epoch the weights belong to no epoch's end; the checkpoint of the last one stands.
    const atEnd = trainer.updates === epoch * trainer.stepsPerEpoch;
    if (epoch === 0 || !atEnd || (!wanted && now() - at < cost * checkpointShare)) return false;
    const began = now();
    const best = this.#best;
    const checkpoint: Checkpoint = {
      runId: job.runId,
      epoch,
      step: trainer.updates,
      weights: await trainer.readWeights(),
      slots: await trainer.readSlots(),
      best:
        best === null ? null : { epoch: best.epoch, loss: best.loss, weights: await trainer.readCopies(best.copies) },
      wait: this.#wait,
    };
    // A run whose device was lost is resumed from here: what a failing device gave must not take a sound one's place.
    await device.settle();
    device.check();
    // The record first: a page that goes away between the two must not leave weights of epochs that no record tells of.
    await store.saveRun(this.record("running", null));
    await store.saveCheckpoint(checkpoint);
    this.#lastCheckpoint = { at: now(), cost: now() - began };
    return true;
  }

  #progress(window: Window, epoch: number, loss: number): TrainProgress {
    const { epochs } = this.#input.job.config;
    const rows = this.#running.rowsPerEpoch;
    const meter = this.#meter;
    return {
      epoch,
      epochs,
      step: window.stepsSoFar,
      stepsPerEpoch: this.#running.stepsPerEpoch,
      loss: loss / window.rowsSoFar,
      rowsPerSecond: meter.rowsPerSecond,
      etaSeconds: meter.secondsLeft(rows - window.rowsSoFar, epochs - epoch, rows, this.#meanEpochSeconds()),
    };
  }

  #progressDue(): boolean {
    const now = this.#input.now();
    if (now - this.#progressAt < reportEveryMs) return false;
    this.#progressAt = now;
    return true;
  }

  /** Over the last epochs, validation included; null until one has ended that held no compilation. */
  #meanEpochSeconds(): number | null {
    const recent = this.#history.slice(Math.max(1, this.#history.length - 10));
    return recent.length === 0 ? null : recent.reduce((sum, { seconds }) => sum + seconds, 0) / recent.length;
  }

  /** Restores the best weights, evaluates on the test part, stores weights and record. */
  async finish(): Promise<Run> {
    const { job, device, store, control } = this.#input;
    const trainer = this.#running;
    const stopped = control.wish === "stop";
    // Stopped before the first step: nothing was learned, and random weights deserve no report.
    if (trainer.updates === 0) {
      const run = this.record("stopped", null);
      await store.saveRun(run);
      return run;
    }
    if (this.#best !== null) trainer.restore(this.#best.copies);
    const outputs = await trainer.predict("test");
    const weights = await trainer.readWeights();
    await device.settle();
    device.check();
    const report = reportOf(this.#prepared, outputs);
    await store.saveWeights(job.runId, weights);
    const run = this.record(stopped ? "stopped" : "done", report);
    await store.saveRun(run);
    // A stopped run can be taken up again; one that ended by itself has nothing left to do.
    if (!stopped) await store.deleteCheckpoint(job.runId);
    return run;
  }

  record(status: Run["status"], report: Report | null, failure?: Fault): Run {
    const { job, dataset, device, now } = this.#input;
    return {
      id: job.runId,
      projectId: job.projectId,
      name: job.name,
      createdAt: this.#createdAt,
      status,
      job,
      dataset,
      counts: this.#prepared.counts,
      recipe: this.#prepared.recipe,
      metric: metricFor(job.task),
      baseline: this.baseline,
      device: device.info,
      parameters: this.#parameters,
      history: this.history,
      bestEpoch: this.#best?.epoch ?? null,
      seconds: this.#secondsBefore + (now() - this.#startedAt) / 1000,
      report,
      ...(failure === undefined ? {} : { failure }),
    };
  }

  get #running(): Trainer {
    assert(this.#trainer !== null, "the model was built");
    return this.#trainer;
  }

  dispose(): void {
    tf.dispose(this.#best?.copies ?? []);
    this.#trainer?.dispose();
  }
}
