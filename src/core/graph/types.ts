/**
 * @file A model as the user draws it. The graph is the model's only form in the document; positions on the canvas are
 * a side map, so that moving a node changes nothing that is trained.
 */
import type { LayerNode } from "../layers/index.ts";

export type NodeId = string;

export interface Graph {
  /** In no particular order; each node names where its inputs come from, in the order the layer takes them. */
  readonly nodes: readonly LayerNode[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Positions = Readonly<Record<NodeId, Point>>;

/** Without the batch axis: `[4]` is a row of four numbers. */
export type Shape = readonly number[];

/** "28×28×1" */
export const shapeText = (shape: Shape): string => shape.join("×");

/** A note on the canvas; of no effect on the model. Pixels of the canvas. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Layers that are shown as one card while `collapsed`. A view: the graph stays flat, so that nothing that is trained
 * depends on it. A layer is in one block at most.
 */
export interface Block {
  readonly id: string;
  readonly name: string;
  readonly collapsed: boolean;
  readonly nodes: readonly NodeId[];
}
