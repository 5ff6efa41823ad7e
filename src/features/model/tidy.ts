/** @file Lays a whole graph out anew, from input to output. Long edges weigh little, so that the chain stays straight. */
import dagre from "@dagrejs/dagre";
import { nodeSize, step } from "../../core/graph/layout.ts";
import { orderOf } from "../../core/graph/order.ts";
import type { Graph, NodeId, Point, Positions } from "../../core/graph/types.ts";

export function tidy(graph: Graph): Positions {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: "TB", nodesep: step.x - nodeSize.width, ranksep: step.y - nodeSize.height });
  layout.setDefaultEdgeLabel(() => ({}));
  const { order } = orderOf(graph.nodes, (id) => graph.nodes.find((node) => node.id === id)?.inputs.length === 0);
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const depth = new Map<NodeId, number>();
  for (const id of order) {
    const inputs = known.get(id)?.inputs ?? [];
    depth.set(
      id,
      inputs.reduce((deepest, input) => Math.max(deepest, (depth.get(input) ?? -1) + 1), 0),
    );
    layout.setNode(id, { ...nodeSize });
  }
  for (const id of order) {
    for (const input of known.get(id)?.inputs ?? []) {
      const length = (depth.get(id) ?? 0) - (depth.get(input) ?? 0);
      // Skip edges are drawn around the chain: they need no lane of their own.
      if (depth.has(input) && length === 1) layout.setEdge(input, id, { weight: 8 });
    }
  }
  dagre.layout(layout);
  const raw = new Map<NodeId, Point>();
  for (const id of order) {
    const { x, y } = layout.node(id) as Point;
    raw.set(id, { x, y });
  }
  const first = raw.get(order[0] ?? "") ?? { x: 0, y: 0 };
  const tidied: Record<NodeId, Point> = {};
  for (const [id, { x, y }] of raw) tidied[id] = { x: Math.round(x - first.x), y: Math.round(y - first.y) };
  return tidied;
}
