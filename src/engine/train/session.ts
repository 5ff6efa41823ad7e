/**
 * @file The changing state of a run under way: history, checkpoints, and the pace at which work is handed to the trainer.
 * `telling.ts` says how it goes on, `bestEpoch.ts` keeps the weights it will end with; what comes before the first epoch and
 * after the last is `train.ts`.
 */
import type { Report } from "../../core/evaluation/types.ts";
import { AppError, assert, type Fault } from "../../core/fault.ts";
import type { KerasModel } from "../../core/graph/compile.ts";
import type { Checkpoint, Weights } from "../../core/training/checkpoint.ts";
import type { EpochRecord, Run, TrainEvent } from "../../core/training/types.ts";
import { baselineOf, metricUnit, outputWeights, reportOf } from "../evaluate/outcome.ts";
import { buildModel, writeMatching } from "../model/build.ts";
import type { Prepared } from "../prepare/prepare.ts";
import { augmentFor } from "./augment.ts";
import { BestEpoch } from "./bestEpoch.ts";
import { metricFor } from "./losses.ts";
import { breathe, gpuRhythm, Pace, plainRhythm } from "./pace.ts";
import { Rates } from "./rates.ts";
import type { SampleRows } from "./samples.ts";
import type { Sums } from "./steps.ts";
import { type Place, reportEveryMs, Telling } from "./telling.ts";
import { type PartSums, Trainer } from "./trainer.ts";
import type { TrainInput } from "./trainInput.ts";

/** A checkpoint is written when the last one lies this many times its own cost back: it takes at most a tenth of the time. */
const checkpointShare = 10;
/** The training part of an epoch. */
interface Trained {
  readonly sums: Sums;
  /** Of the last update. */
  readonly rate: number;
  /** Shaders were compiled meanwhile: its speed says nothing. */
  readonly compiling: boolean;
  readonly seconds: number;
}

/** What there is once the model is built. */
interface Built {
  readonly trainer: Trainer;
  readonly telling: Telling;
  readonly best: BestEpoch;
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
  /** Milliseconds for which the run was paused. */
  #pausedMs = 0;
  #built: Built | null = null;
  #parameters = 0;
  #history: EpochRecord[];
  #unreported: EpochRecord[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  #rates: Rates;
  readonly #pace: Pace;
  /** Whether a batch of the running epoch was submitted. */
  #insideEpoch = false;
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
    this.#createdAt = earlierRun?.id === input.job.runId ? earlierRun.createdAt : input.today();
    this.#history = earlierRun === null || earlier === null ? [] : earlierRun.history.slice(0, earlier.epoch);
    // A run that goes on has taken what its record says; one that was forked begins with the epochs it was given.
    const goesOn = earlier !== null && earlierRun?.id === input.job.runId;
    this.#secondsBefore = goesOn ? earlierRun.seconds : this.#history.reduce((sum, { seconds }) => sum + seconds, 0);
    this.#startedAt = input.now();
    this.#pace = new Pace(input.now, input.device.info.backend === "webgpu" ? gpuRhythm : plainRhythm);
    this.#rates = new Rates(input.job.config);
    if (earlier !== null && earlier.runId === input.job.runId) this.#rates.resume(earlier, earlierRun?.rateChanges);
    else if (earlier !== null) this.#rates.fork(earlier);
  }

  get history(): readonly EpochRecord[] {
    return [...this.#history];
  }

  /** Builds model, optimizer and resident data; goes on at the checkpoint where there is one. */
  build(samples: SampleRows): void {
    const { job, device, now } = this.#input;
    const model = buildModel(this.#keras, job.config.seed);
    this.#parameters = model.parameters;
    const earlier = this.#earlier;
    const trainer = new Trainer({
      model,
      data: { ...this.#prepared, x: samples, outputWeights: outputWeights(this.#prepared) },
      task: job.task,
      config: job.config,
      maxTensorBytes: device.maxTensorBytes,
      augment: augmentFor(job.data.augmentation, this.#prepared.recipe, job.config.seed),
      ...(earlier === null ? {} : { restored: { updates: earlier.step, epochs: earlier.epoch, slots: earlier.slots } }),
    });
    const telling = new Telling({ trainer, epochs: job.config.epochs, device, now });
    const best = new BestEpoch(trainer);
    this.#built = { trainer, telling, best };
    if (earlier === null) {
      if (this.#start !== null) writeMatching(model.weights, this.#start);
      return;
    }
    best.resume(earlier);
    trainer.writeWeights(earlier.weights);
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
      this.#insideEpoch = false;
      this.#running.best.ended(record);
      const last = epoch === job.config.epochs || this.#outOfPatience;
      this.#rates.ended(record.valLoss ?? record.loss);
      this.#unreported.push(record);
      const { checkpointEvery } = job.config;
      if (checkpointEvery !== null && epoch % checkpointEvery === 0) yield* this.#keep(epoch);
      await this.#checkpoint(control.wish !== "run" || last);
      if (!last) control.done("step");
      if (last || control.wish !== "run" || this.#input.now() - this.#reportedAt >= reportEveryMs) yield this.#report();
    }
    if (control.wish === "stop") yield { type: "phase", phase: "stopping" };
  }

  #report(): TrainEvent {
    const records = this.#unreported;
    this.#unreported = [];
    this.#reportedAt = this.#input.now();
    return { type: "epochs", records, bestEpoch: this.#running.best.epoch ?? this.#history.length };
  }

  get #outOfPatience(): boolean {
    const { patience } = this.#input.job.config;
    return patience !== null && this.#running.best.epochsSince >= patience;
  }

  /** One epoch; null where the run was stopped inside it. */
  async *#epoch(epoch: number): AsyncGenerator<TrainEvent, EpochRecord | null, void> {
    const { now, control, device } = this.#input;
    const { trainer, telling } = this.#running;
    const { stepsPerEpoch, updatesPerEpoch } = trainer;
    const { accumulate } = this.#input.job.config;
    const rateOf = (update: number) => this.#rates.at(epoch, update, updatesPerEpoch);
    const pace = this.#pace;
    const compiling = !telling.warm;
    const started = now();
    const pausedBefore = this.#pausedMs;
    let rows = 0;
    let step = 0;
    trainer.beginEpoch(epoch, rateOf);
    telling.beginEpoch(epoch, this.#meanEpochSeconds());
    const place = (): Place => {
      const updates = Math.ceil(step / accumulate);
      return { step, rows, updates, rate: rateOf(updates - 1) };
    };

    while (step < stepsPerEpoch) {
      const paused = this.#pausedMs;
      if (!(yield* this.#mayGoOn())) return null;
      telling.paused(this.#pausedMs - paused);
      const rate = control.takeRate();
      if (rate !== null) {
        const update = (epoch - 1) * updatesPerEpoch + Math.floor(step / accumulate);
        yield { type: "rate", change: this.#rates.change(update, rate) };
      }
      // What is wished meanwhile holds for the next submit.
      const single = control.wish === "batch";
      const steps = single ? 1 : Math.min(pace.steps, stepsPerEpoch - step);
      this.#insideEpoch = true;
      rows += trainer.run(step, steps);
      step += steps;
      pace.submitted(steps, trainer.settled());
      await (single ? pace.idle() : pace.room());
      await breathe();
      device.check();
      yield* single ? telling.tell(place()) : telling.look(place());
      if (single) control.done("batch");
    }
    await pace.idle();
    const sums = yield* telling.end(place());
    const workedFor = () => (now() - started - (this.#pausedMs - pausedBefore)) / 1000;
    const seconds = workedFor();
    const trained = { sums, rate: rateOf(updatesPerEpoch - 1), compiling, seconds };
    const validation = await trainer.evaluate("validation", () => control.wish !== "stop");
    if (control.wish === "stop") return null;
    device.check();
    return this.#recordOf(epoch, trained, validation, workedFor());
  }

  /** Waits while paused; false once the run is to stop. */
  async *#mayGoOn(): AsyncGenerator<TrainEvent, boolean, void> {
    const { control, now } = this.#input;
    if (control.wish === "pause") {
      const since = now();
      yield { type: "phase", phase: "paused" };
      await this.#checkpoint(true);
      while (control.wish === "pause") await control.next();
      this.#pausedMs += now() - since;
      if (control.wish !== "stop")
        yield { type: "phase", phase: this.#running.telling.warm ? "training" : "compiling" };
    }
    return control.wish !== "stop";
  }

  #recordOf(epoch: number, trained: Trained, validation: PartSums | null, seconds: number): EpochRecord {
    const { counts } = this.#prepared;
    const unit = metricUnit(this.#prepared);
    const { rowsPerEpoch: rows, updatesPerEpoch: updates, bytes } = this.#running.trainer;
    const { sums, rate, compiling } = trained;
    const record: EpochRecord = {
      epoch,
      loss: sums.loss / rows,
      metric: (sums.metric / rows) * unit,
      valLoss: validation === null ? null : validation.loss / counts.validation,
      valMetric: validation === null ? null : (validation.metric / counts.validation) * unit,
      seconds,
      learningRate: rate,
      gradientNorm: Number.isFinite(sums.gradientNorm) ? sums.gradientNorm / updates : null,
      stepsPerSecond: compiling || trained.seconds <= 0 ? null : updates / trained.seconds,
      memoryBytes: bytes,
    };
    // Tested here, on the CPU: a shader may assume that there is no NaN.
    if (!Number.isFinite(record.loss) || (record.valLoss !== null && !Number.isFinite(record.valLoss))) {
      throw new AppError("lossNotFinite", { epoch });
    }
    return record;
  }

  /** The state at the end of the last epoch, read from a device that has raised no fault so far. */
  async #state(): Promise<Checkpoint> {
    const { job, device } = this.#input;
    const { trainer, best } = this.#running;
    const checkpoint: Checkpoint = {
      runId: job.runId,
      epoch: this.#history.length,
      step: trainer.updates,
      weights: await trainer.readWeights(),
      slots: await trainer.readSlots(),
      ...(await best.kept()),
      ...this.#rates.kept,
    };
    // A run whose device was lost is resumed from here: what a failing device gave must not take a sound one's place.
    await device.settle();
    device.check();
    return checkpoint;
  }

  /** Writes the state at the end of the last epoch, unless that would cost too much of the time. Never inside an epoch. */
  async #checkpoint(wanted: boolean): Promise<void> {
    const { store, now } = this.#input;
    const { at, cost } = this.#lastCheckpoint;
    // Inside an epoch the weights belong to no epoch's end; the checkpoint of the last one stands.
    if (this.#history.length === 0 || this.#insideEpoch || (!wanted && now() - at < cost * checkpointShare)) return;
    const began = now();
    const checkpoint = await this.#state();
    // The record first: a page that goes away between the two must not leave weights of epochs that no record tells of.
    await store.saveRun(this.record("running", null));
    await store.saveCheckpoint(checkpoint);
    this.#lastCheckpoint = { at: now(), cost: now() - began };
  }

  /** Keeps the state after this epoch, to fork from. */
  async *#keep(epoch: number): AsyncGenerator<TrainEvent, void, void> {
    await this.#input.store.saveKept(await this.#state());
    yield { type: "checkpoint", epoch };
  }

  /** Over the last epochs, validation included; null until one has ended that held no compilation. */
  #meanEpochSeconds(): number | null {
    const recent = this.#history.slice(Math.max(1, this.#history.length - 10));
    return recent.length === 0 ? null : recent.reduce((sum, { seconds }) => sum + seconds, 0) / recent.length;
  }

  /** Restores the best weights, evaluates on the test part, stores weights and record. */
  async finish(): Promise<Run> {
    const { job, device, store, control } = this.#input;
    const { trainer, best } = this.#running;
    const stopped = control.wish === "stop";
    // Stopped before the first step: nothing was learned, and random weights deserve no report.
    if (trainer.updates === 0 && this.#history.length === 0) {
      const run = this.record("stopped", null);
      await store.saveRun(run);
      return run;
    }
    best.restore();
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
    const path = this.#built?.trainer.path ?? null;
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
      bestEpoch: this.#built?.best.epoch ?? null,
      seconds: this.#secondsBefore + (now() - this.#startedAt - this.#pausedMs) / 1000,
      report,
      ...(failure === undefined ? {} : { failure }),
      ...(this.#rates.changes.length === 0 ? {} : { rateChanges: this.#rates.changes }),
      ...(path === null ? {} : { path }),
    };
  }

  get #running(): Built {
    assert(this.#built !== null, "the model was built");
    return this.#built;
  }

  dispose(): void {
    this.#built?.best.dispose();
    this.#built?.trainer.dispose();
  }
}
