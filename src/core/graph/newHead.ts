/**
 * @file Transfer learning: the head of a trained model is cut off, what is left keeps its weights, and a new Output for
 * the task at hand learns from it. Where the model's own Output is not the trained one (it was added, or belongs to other
 * data), the last layer with weights is the head.
 */
import { type LayerKind, type LayerNode, specOf } from "../layers/index.ts";
import { makeNode, newId, nodeById } from "./edit.ts";
import { ancestors } from "./order.ts";
import type { Graph, NodeId, Shape } from "./types.ts";

interface Known {
  /** Whether stored weights fit the layer. */
  readonly hasWeights: (id: NodeId) => boolean;
  /** How many numbers a layer learns or keeps; 0 where it has none, or none are known. */
  readonly parameters: (id: NodeId) => number;
  readonly shape: (id: NodeId) => Shape | null;
}

export interface NewHead {
  readonly graph: Graph;
  /** The last layer that is kept. */
  readonly end: NodeId;
  /** Layers with weights that are kept as they are. */
  readonly frozen: number;
}

/** null where there is nothing to keep: no Output, or none but it. */
export function newHead(graph: Graph, known: Known): NewHead | null {
  const output = graph.nodes.find(({ kind }) => specOf(kind)?.role === "output");
  const end = output === undefined ? null : bodyEnd(graph, output, known);
  const last = end === null ? null : nodeById(graph, end);
  if (output === undefined || end === null || last === null || specOf(last.kind)?.role !== "hidden") return null;
  const kept = ancestors(graph.nodes, end);
  let frozen = 0;
  const body = graph.nodes
    .filter(({ id }) => kept.has(id))
    .map((node): LayerNode => {
      if (specOf(node.kind)?.role !== "hidden" || known.parameters(node.id) === 0) return node;
      frozen += 1;
      return { ...node, frozen: true };
    });
  return { graph: withHead({ nodes: body }, graph, end, known.shape(end)), end, frozen };
}

/** The layer before the head. */
function bodyEnd(graph: Graph, output: LayerNode, { hasWeights, parameters }: Known): NodeId | null {
  const before = (id: NodeId) => nodeById(graph, id)?.inputs ?? [];
  const [first] = output.inputs;
  if (first === undefined || hasWeights(output.id)) return first ?? null;
  // Over what only reshapes or bends, to the last layer with weights, and it away as well.
  let at: NodeId = first;
  for (let steps = 0; steps < graph.nodes.length; steps++) {
    const [next, ...more] = before(at);
    if (next === undefined || more.length > 0) return first;
    // A frozen layer before an Output that is to learn: the head is new already.
    if (parameters(at) > 0 && nodeById(graph, at)?.frozen === true) return null;
    if (parameters(at) > 0) return hasWeights(at) ? next : first;
    at = next;
  }
  return first;
}

/** What makes a row of numbers of an image or a sequence, so that an Output can read it. */
function bridgeFor(shape: Shape | null): LayerKind | null {
  if (shape === null || shape.length === 1) return null;
  const spread = shape.slice(0, -1).some((n) => n > 1);
  const kind = !spread ? "flatten" : shape.length === 3 ? "globalAveragePooling2d" : "globalAveragePooling1d";
  return shape.length <= 3 && specOf(kind) !== null ? kind : "flatten";
}

/** Names that were never taken before: weights stored under the old ones are not the new head's. */
function withHead(body: Graph, before: Graph, end: NodeId, shape: Shape | null): Graph {
  const bridge = bridgeFor(shape);
  const between = bridge === null ? [] : [makeNode(bridge, newId(before, bridge), [end])];
  const head = makeNode("output", newId(before, "output"), [between[0]?.id ?? end]);
  return { nodes: [...body.nodes, ...between, head] };
}
