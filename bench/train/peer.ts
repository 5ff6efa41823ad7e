/** @file What is asked of everybody who trains in this benchmark, and the figures that are taken of them. */
import type { Problem, Rows } from "./models.ts";

/** One model in training. */
export interface Peer {
  /** Sets the epoch's sums to zero and its rows in order; not part of what is timed. */
  begin(epoch: number): void | Promise<void>;
  /** Does the next steps of the epoch; need not wait for the device. */
  step(count: number): void | Promise<void>;
  /** Mean loss of the epoch's rows so far; waits until every step has been done. */
  loss(): Promise<number>;
  /** Waits until nothing is under way. */
  settle(): Promise<void>;
  dispose(): void;
}

export type Notes = Readonly<Record<string, string>>;

export interface Opened {
  readonly peer: Peer;
  /** Which device it found, in its own words. */
  readonly device: string;
  /** What it says of itself once it has done steps, e.g. why a step could not be recorded. */
  readonly notes?: () => Notes;
  /** Bytes that it says it has on the device. */
  readonly bytes?: () => number | null;
}

/** `nothing`: Dawn's null adapter, which validates and computes nothing. */
export type Adapter = "nothing" | "software" | "gpu";

export type OpenPeer = (problem: Problem, rows: Rows, adapter: Adapter) => Promise<Opened>;

/** Of one epoch. */
export interface Timed {
  readonly loss: number;
  readonly wallMs: number;
  /** Processor time of the whole process; null in a browser, where it cannot be told apart. */
  readonly cpuMs: number | null;
  readonly notes: Notes;
}

/** Calls of WebGPU during one epoch. */
export interface Counts {
  readonly dispatches: number;
  readonly copies: number;
  readonly submits: number;
  readonly writes: number;
  readonly bindGroups: number;
  readonly buffers: number;
}

/** Buffers that exist, and the most there ever were. */
export interface Alive {
  readonly buffers: number;
  readonly bytes: number;
  readonly peakBytes: number;
  readonly heapBytes: number | null;
  readonly tensors: number | null;
  /** What the peer itself says it has on the device. */
  readonly told: number | null;
}

/** What trains a whole run instead of steps alone. */
export const wholeRun = "run";
/** What only measures the device. */
export const probe = "probe";
