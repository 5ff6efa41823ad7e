/**
 * @file A ready-made graph while it is drawn: layers one after another, with the shape each gives known at once, so that
 * a template can adapt to the data it is drawn for.
 */
import type { ModelContext } from "../../layers/define.ts";
import { type LayerKind, type LayerParams, specOf } from "../../layers/index.ts";
import { makeNode, newId } from "../edit.ts";
import { arrange, step } from "../layout.ts";
import type { Graph, NodeId, Point, Positions, Shape } from "../types.ts";

export interface Drawing {
  readonly graph: Graph;
  readonly positions: Positions;
}

/** How many numbers a shape holds. */
const elements = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

export class Sketch {
  #graph: Graph = { nodes: [] };
  #columns = new Map<NodeId, number>();
  #shapes = new Map<NodeId, Shape>();
  #last: NodeId = "";

  constructor(readonly context: ModelContext) {
    this.#put("input", [], {}, 0);
  }

  /** The layer drawn last. */
  get last(): NodeId {
    return this.#last;
  }

  /** What the layer gives; null where no data fix it. */
  shape(id: NodeId = this.#last): Shape | null {
    return this.#shapes.get(id) ?? null;
  }

  /** A layer fed by the last one, or by those named; it is the last one then. */
  add<K extends LayerKind>(
    kind: K,
    params: Partial<LayerParams<K>> = {},
    from: readonly NodeId[] = [this.#last],
  ): NodeId {
    return this.#put(kind, from, params, 0);
  }

  /** The same, drawn to the side of the main line: the short way of a skip connection. */
  beside<K extends LayerKind>(kind: K, params: Partial<LayerParams<K>>, from: readonly NodeId[]): NodeId {
    return this.#put(kind, from, params, 1);
  }

  /** A row of numbers, whatever the data's axes. */
  flat(): void {
    if ((this.shape()?.length ?? 1) > 1) this.add("flatten");
  }

  /** The same numbers in other axes; nothing where they are in them. */
  reshape(targetShape: Shape): void {
    const shape = this.shape();
    if (shape !== null && shape.length === targetShape.length && shape.every((n, i) => n === targetShape[i])) return;
    this.add("reshape", { targetShape });
  }

  /** Ends in the output. */
  done(): Drawing {
    this.add("output");
    const graph = this.#graph;
    const positions: Record<NodeId, Point> = {};
    for (const [id, { y }] of Object.entries(arrange(graph))) {
      positions[id] = { x: (this.#columns.get(id) ?? 0) * step.x, y };
    }
    return { graph, positions };
  }

  #put(kind: LayerKind, inputs: readonly NodeId[], params: object, column: number): NodeId {
    const node = makeNode(kind, newId(this.#graph, kind), inputs, params);
    this.#graph = { nodes: [...this.#graph.nodes, node] };
    this.#columns.set(node.id, column);
    const shapes = inputs.map((id) => this.#shapes.get(id));
    if (shapes.every((shape) => shape !== undefined)) {
      const result = specOf(kind)?.shape({ params: node.params, inputs: shapes, context: this.context });
      if (result?.ok === true) this.#shapes.set(node.id, result.shape);
    }
    this.#last = node.id;
    return node.id;
  }
}

/** How many numbers a row of the data holds; null before there are data. */
export const widthOf = ({ inputShape }: ModelContext): number | null =>
  inputShape === null ? null : elements(inputShape);
