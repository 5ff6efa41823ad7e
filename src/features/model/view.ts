/**
 * @file The drawing as the canvas library takes it. A view, made anew from document and compilation whenever one of
 * them changes; nothing is ever read back from it.
 */
import type { Edge, Node } from "@xyflow/react";
import type { Compiled, CompiledNode } from "../../core/graph/compile.ts";
import { nodeSize, step } from "../../core/graph/layout.ts";
import type { Graph, NodeId, Point, Positions, Shape } from "../../core/graph/types.ts";
import { hasErrors } from "../../core/issue.ts";
import type { LayerNode } from "../../core/layers/index.ts";

export interface LayerData extends Record<string, unknown> {
  readonly node: LayerNode;
  readonly compiled: CompiledNode | undefined;
  /** Whether its problems are spelt out beside it; one node at a time, so that callouts do not cover one another. */
  readonly callout: boolean;
}
export type LayerFlowNode = Node<LayerData, "layer">;

export interface ShapeData extends Record<string, unknown> {
  readonly text: string;
  readonly bad: boolean;
  /** How far around the layers between its ends the edge goes, in pixels; 0 is straight. */
  readonly detour: number;
}
export type ShapeFlowEdge = Edge<ShapeData, "shape">;

export const shapeText = (shape: Shape | null | undefined): string => (shape == null ? "?" : shape.join("×"));

export const edgeId = (from: NodeId, to: NodeId, index: number): string => JSON.stringify([from, to, index]);

export function flowNodes(
  graph: Graph,
  positions: Positions,
  compiled: Compiled,
  selection: ReadonlySet<NodeId>,
  ariaLabel: (node: LayerNode, compiled: CompiledNode | undefined) => string,
): LayerFlowNode[] {
  const speaking = speaker(compiled, selection);
  return graph.nodes.map((node) => ({
    id: node.id,
    type: "layer",
    position: positions[node.id] ?? { x: 0, y: 0 },
    data: dataOf(node, compiled.nodes.get(node.id), node.id === speaking),
    selected: selection.has(node.id),
    ariaLabel: ariaLabel(node, compiled.nodes.get(node.id)),
    zIndex: node.id === speaking ? 10 : 1,
    // Known beforehand: the library then need not measure before it draws.
    width: nodeSize.width,
    height: nodeSize.height,
    measured: nodeSize,
  }));
}

/** Whether a card shows the same; a compilation makes every node's result anew. */
function same(a: CompiledNode | undefined, b: CompiledNode | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  if (a.issues.length > 0 || b.issues.length > 0) return false;
  const line = ({ outputShape, trainable, fixed, badge, active }: CompiledNode) =>
    JSON.stringify([outputShape, trainable, fixed, badge, active]);
  return line(a) === line(b);
}

const known = new WeakMap<LayerNode, LayerData>();

/** The same object as long as nothing in it changed: a card is then not drawn again while another is dragged. */
function dataOf(node: LayerNode, compiled: CompiledNode | undefined, callout: boolean): LayerData {
  const before = known.get(node);
  if (before !== undefined && before.callout === callout && same(before.compiled, compiled)) return before;
  const data: LayerData = { node, compiled, callout };
  known.set(node, data);
  return data;
}

/** The node whose problems are spelt out: the selected one, else the first with an error. */
function speaker(compiled: Compiled, selection: ReadonlySet<NodeId>): NodeId | null {
  const chosen = [...selection].find((id) => (compiled.nodes.get(id)?.issues.length ?? 0) > 0);
  if (chosen !== undefined) return chosen;
  return compiled.order.find((id) => hasErrors(compiled.nodes.get(id)?.issues ?? [])) ?? null;
}

/** Problems of its inputs colour an edge; problems of a parameter do not. */
const inputProblems: ReadonlySet<string> = new Set([
  "shapesDiffer",
  "rankMismatch",
  "layerCycle",
  "layerTooManyInputs",
]);

export function flowEdges(
  graph: Graph,
  positions: Positions,
  compiled: Compiled,
  selected: string | null,
): ShapeFlowEdge[] {
  const known = new Set(graph.nodes.map(({ id }) => id));
  return graph.nodes.flatMap((node) => {
    const bad = compiled.nodes.get(node.id)?.issues.some(({ code }) => inputProblems.has(code)) ?? false;
    return node.inputs.flatMap((from, index) =>
      known.has(from)
        ? [
            {
              id: edgeId(from, node.id, index),
              type: "shape" as const,
              source: from,
              target: node.id,
              selected: edgeId(from, node.id, index) === selected,
              data: {
                text: shapeText(compiled.nodes.get(from)?.outputShape),
                bad,
                detour: detour(positions, from, node.id),
              },
            },
          ]
        : [],
    );
  });
}

/** An edge that would run through the layers between its ends goes around them, the longer the farther. */
function detour(positions: Positions, from: NodeId, to: NodeId): number {
  const [source, target] = [positions[from], positions[to]];
  if (source === undefined || target === undefined) return 0;
  const rows = (target.y - source.y) / step.y;
  if (rows < 1.5 || Math.abs(target.x - source.x) >= nodeSize.width) return 0;
  return throughAnother(positions, source, target, from, to) ? Math.min(52 + rows * 14, 160) : 0;
}

function throughAnother(positions: Positions, source: Point, target: Point, from: NodeId, to: NodeId): boolean {
  return Object.entries(positions).some(([id, { x, y }]) => {
    if (id === from || id === to || y <= source.y || y >= target.y) return false;
    const along = source.x + ((y - source.y) / (target.y - source.y)) * (target.x - source.x);
    return Math.abs(x - along) < nodeSize.width / 2 + 8;
  });
}
