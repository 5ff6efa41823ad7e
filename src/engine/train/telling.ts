/**
 * @file What the page hears while an epoch goes on: the epoch's sums up to a batch, read while the device works on, and the
 * speed they show. The first reading held the compilation of shaders: it says nothing of the speed.
 */
import { AppError } from "../../core/fault.ts";
import type { TrainEvent, TrainProgress } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import { Meter } from "./meter.ts";
import type { Sums } from "./steps.ts";
import type { Trainer } from "./trainer.ts";

/** The page hears of progress, and of ended epochs, this often at most. */
export const reportEveryMs = 100;

/** How far the running epoch was handed to the device. */
export interface Place {
  /** Batches, samples in them, and updates. */
  readonly step: number;
  readonly rows: number;
  readonly updates: number;
  /** The learning rate of the last update. */
  readonly rate: number;
}

interface Reading {
  readonly place: Place;
  readonly sums: Promise<Sums>;
  read: boolean;
}

/** What of the running epoch has been read so far. */
interface SoFar {
  readonly rows: number;
  readonly updates: number;
  readonly gradientNorm: number;
  readonly at: number;
}

/** What does not change from epoch to epoch. */
interface Told {
  readonly trainer: Trainer;
  readonly epochs: number;
  readonly device: Device;
  /** Milliseconds. */
  readonly now: () => number;
}

export class Telling {
  readonly #run: Told;
  readonly #meter = new Meter();
  #warm = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #epoch = 0;
  #meanEpochSeconds: number | null = null;
  #reading: Reading | null = null;
  #soFar: SoFar;

  constructor(run: Told) {
    this.#run = run;
    this.#soFar = begun(run.now());
  }

  /** Whether a reading came back: then every shader is compiled. */
  get warm(): boolean {
    return this.#warm;
  }

  /** `meanEpochSeconds`: of the epochs before, validation included; null where none says anything. */
  beginEpoch(epoch: number, meanEpochSeconds: number | null): void {
    this.#epoch = epoch;
    this.#meanEpochSeconds = meanEpochSeconds;
    this.#reading = null;
    this.#soFar = begun(this.#run.now());
  }

  /** Nothing was done for so many milliseconds. */
  paused(ms: number): void {
    this.#soFar = { ...this.#soFar, at: this.#soFar.at + ms };
  }

  /** Takes up a reading that has come back, or begins one where it is time. Waits for nothing. */
  async *look(place: Place): AsyncGenerator<TrainEvent, void, void> {
    const reading = this.#reading;
    if (reading?.read === true) {
      this.#reading = null;
      yield* this.#take(reading, false);
    } else if (reading === null && (!this.#warm || this.#run.now() - this.#soFar.at >= reportEveryMs)) {
      this.#reading = this.#begin(place);
    }
  }

  /** Waits for the sums up to here, and tells of them in any case. */
  async *tell(place: Place): AsyncGenerator<TrainEvent, void, void> {
    this.#reading = null;
    yield* this.#take(this.#begin(place), true);
  }

  /** The sums of the whole epoch. */
  async *end(place: Place): AsyncGenerator<TrainEvent, Sums, void> {
    const last = this.#begin(place);
    yield* this.#take(last, false);
    return last.sums;
  }

  #begin(place: Place): Reading {
    const reading: Reading = { place, sums: this.#run.trainer.readSums(), read: false };
    // A reading that fails is found by whoever awaits it, or by the device's own check.
    const done = () => {
      reading.read = true;
    };
    reading.sums.then(done, done);
    return reading;
  }

  async *#take({ place, sums: coming }: Reading, inAnyCase: boolean): AsyncGenerator<TrainEvent, void, void> {
    const sums = await coming;
    const { now, device } = this.#run;
    device.check();
    // What is no number stays none: the rest of a long epoch would be for nothing.
    if (!Number.isFinite(sums.loss)) throw new AppError("lossNotFinite", { epoch: this.#epoch });
    const before = this.#soFar;
    const at = now();
    this.#soFar = { rows: place.rows, updates: place.updates, gradientNorm: sums.gradientNorm, at };
    if (this.#warm) this.#meter.add(place.rows - before.rows, at - before.at);
    else {
      this.#warm = true;
      yield { type: "phase", phase: "training" };
    }
    const updates = place.updates - before.updates;
    const speed = {
      gradientNorm: updates === 0 ? null : (sums.gradientNorm - before.gradientNorm) / updates,
      stepsPerSecond: at > before.at && updates > 0 ? (updates * 1000) / (at - before.at) : null,
    };
    if (inAnyCase || this.#isDue()) {
      yield { type: "progress", progress: { ...this.#progress(place, sums.loss), ...speed } };
    }
  }

  #progress(place: Place, loss: number): Omit<TrainProgress, "gradientNorm" | "stepsPerSecond"> {
    const { epochs, trainer } = this.#run;
    const epoch = this.#epoch;
    const rows = trainer.rowsPerEpoch;
    return {
      epoch,
      epochs,
      step: place.step,
      stepsPerEpoch: trainer.stepsPerEpoch,
      loss: loss / place.rows,
      rowsPerSecond: this.#meter.rowsPerSecond,
      etaSeconds: this.#meter.secondsLeft(rows - place.rows, epochs - epoch, rows, this.#meanEpochSeconds),
      learningRate: place.rate,
      memoryBytes: trainer.bytes,
      path: trainer.path,
    };
  }

  #isDue(): boolean {
    const now = this.#run.now();
    if (now - this.#toldAt < reportEveryMs) return false;
    this.#toldAt = now;
    return true;
  }
}

const begun = (at: number): SoFar => ({ rows: 0, updates: 0, gradientNorm: 0, at });
