/** @file What flowed through a graph for one row: each layer's output, small enough to be sent to the page and drawn. */
import type { NodeId, Shape } from "./types.ts";

export interface InspectedOutput {
  /** Without the batch axis, channels last. */
  readonly shape: Shape;
  /**
   * Row-major. At most `inspectedLimit` numbers: of more, whole channels are left out from the end (then from the
   * front axis), and `shown` says what is there.
   */
  readonly values: Float32Array;
  readonly shown: Shape;
  /** Of the whole output, left-out numbers included. NaN where a number is not finite. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export const inspectedLimit = 16_384;

export interface InspectedGraph {
  /** The row's number in the table, from 0. */
  readonly row: number;
  readonly outputs: Readonly<Record<NodeId, InspectedOutput>>;
}
