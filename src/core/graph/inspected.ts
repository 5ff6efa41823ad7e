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
  /**
   * The row as the table has it, before scaling, for the input and for layers that hand its numbers on as they are: a
   * picture of pixels is then recognized. Absent where the columns' numbers cannot be compared.
   */
  readonly raw?: Readonly<Record<NodeId, InspectedOutput>>;
  /** What the model's head says of the row, in the target's own terms. */
  readonly answer?: InspectedAnswer;
}

/** A class's name, or a number in the target's unit. */
export type TargetValue = string | number;

export interface InspectedAnswer {
  /** The head. */
  readonly node: NodeId;
  /** The target's column. */
  readonly column: string;
  /** The row's own value; null: it has none. */
  readonly truth: TargetValue | null;
  readonly prediction: TargetValue;
  /** In the recipe's order; absent for a regression. */
  readonly classes?: readonly { readonly name: string; readonly share: number }[];
}
