/**
 * @file The drawing as the canvas library takes it. A view, made anew from document and compilation whenever one of
 * them changes; nothing is ever read back from it.
 */
import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react";
import { anchorOf, type Link, type Shown, type ShownItem } from "../../core/graph/blocks.ts";
import type { Sheet } from "../../core/graph/clipboard.ts";
import type { Compiled, CompiledNode } from "../../core/graph/compile.ts";
import { nodeSize, placeOf } from "../../core/graph/layout.ts";
import type { Route } from "../../core/graph/routes.ts";
import type { Block, NodeId, Note, Point, Positions, Shape } from "../../core/graph/types.ts";
import { hasErrors } from "../../core/issue.ts";
import { type LayerNode, specOf } from "../../core/layers/index.ts";
import { groupColour } from "./groupStyle.ts";

export interface LayerData extends Record<string, unknown> {
  readonly node: LayerNode;
  readonly compiled: CompiledNode | undefined;
  /** Whether its problems are spelt out beside it; one node at a time, so that callouts do not cover one another. */
  readonly callout: boolean;
}
export type LayerFlowNode = Node<LayerData, "layer">;

export interface BlockData extends Record<string, unknown> {
  readonly block: Block;
  readonly layers: number;
  readonly parameters: number;
  readonly shape: Shape | null;
  readonly bad: boolean;
  readonly frozen: boolean;
}
export type BlockFlowNode = Node<BlockData, "block">;
/** The frame around the layers of an expanded block. */
export type FrameFlowNode = Node<{ readonly block: Block } & Record<string, unknown>, "frame">;
export type NoteFlowNode = Node<{ readonly note: Note } & Record<string, unknown>, "note">;
export type StudioFlowNode = LayerFlowNode | BlockFlowNode | FrameFlowNode | NoteFlowNode;

export interface ShapeData extends Record<string, unknown> {
  readonly text: string;
  readonly bad: boolean;
  /** Its way from card to card, as long as neither is being dragged. */
  readonly route: Route | null;
  /** The connections of the graph that it stands for. */
  readonly links: readonly [Link, ...Link[]];
}
export type ShapeFlowEdge = Edge<ShapeData, "shape">;

export const shapeText = (shape: Shape | null | undefined): string => (shape == null ? "?" : shape.join("×"));

export const edgeId = (from: NodeId, to: NodeId, index: number): string => JSON.stringify([from, to, index]);
export const noteItemId = (id: string): string => JSON.stringify(["note", id]);
export const frameItemId = (id: string): string => JSON.stringify(["frame", id]);

/** What is marked, as the canvas shows it. */
export interface Marks {
  readonly nodes: ReadonlySet<NodeId>;
  readonly notes: ReadonlySet<string>;
}

/** How things are called for those who do not see them. */
export interface Labels {
  readonly layer: (node: LayerNode, compiled: CompiledNode | undefined) => string;
  readonly block: (data: BlockData) => string;
  readonly note: (note: Note) => string;
}

/** A thing's place: a collapsed block stands where its topmost layer does. */
export const itemPlace = ({ id, block }: ShownItem, positions: Positions): Point =>
  block === null ? placeOf(positions, id) : anchorOf(block, positions);

export function flowNodes(
  sheet: Sheet,
  shown: Shown,
  compiled: Compiled,
  marks: Marks,
  labels: Labels,
): StudioFlowNode[] {
  const speaking = speaker(compiled, marks.nodes);
  const cards = shown.items.flatMap((item): (LayerFlowNode | BlockFlowNode)[] => {
    const [node] = item.nodes;
    if (item.block !== null) return [blockNode(item, item.block, sheet, compiled, marks, labels)];
    return node === undefined ? [] : [layerNode(node, sheet.positions, compiled, marks, labels, node.id === speaking)];
  });
  const frames = sheet.blocks.filter(({ collapsed }) => !collapsed).map((block) => frameNode(block, sheet.positions));
  return [...frames, ...cards, ...sheet.notes.map((note) => noteNode(note, marks, labels))];
}

const handleSize = 9;
/** Handles stand on the middle of a card's inside, which its borders move off its own: thick left, thin elsewhere. */
const [stripe, border] = [4, 1];
const handleAt = (type: "source" | "target", y: number): NodeHandle => ({
  type,
  position: type === "source" ? Position.Bottom : Position.Top,
  x: stripe + (nodeSize.width - stripe - border) / 2 - handleSize / 2,
  y: y - handleSize / 2,
  width: handleSize,
  height: handleSize,
});
const entry = handleAt("target", border);
const exit = handleAt("source", nodeSize.height - border);
const handles = { both: [entry, exit], first: [exit], last: [entry] };

/** Where lines begin and end, known beforehand: else the library draws each card once to measure it, out of view or not. */
function handlesOf(kind: string): NodeHandle[] {
  const spec = specOf(kind);
  if (spec?.inputs.max === 0) return handles.first;
  return spec?.role === "output" ? handles.last : handles.both;
}

function layerNode(
  node: LayerNode,
  positions: Positions,
  compiled: Compiled,
  marks: Marks,
  labels: Labels,
  speaks: boolean,
): LayerFlowNode {
  return {
    id: node.id,
    type: "layer",
    position: placeOf(positions, node.id),
    data: dataOf(node, compiled.nodes.get(node.id), speaks),
    selected: marks.nodes.has(node.id),
    ariaLabel: labels.layer(node, compiled.nodes.get(node.id)),
    zIndex: speaks ? 10 : 1,
    // Known beforehand: the library then need not measure before it draws.
    width: nodeSize.width,
    height: nodeSize.height,
    measured: nodeSize,
    handles: handlesOf(node.kind),
  };
}

function blockNode(
  item: ShownItem,
  block: Block,
  { positions }: Sheet,
  compiled: Compiled,
  marks: Marks,
  labels: Labels,
): BlockFlowNode {
  const results = item.nodes.map(({ id }) => compiled.nodes.get(id));
  const inside = new Set(item.nodes.flatMap(({ inputs }) => inputs));
  const exits = item.nodes.filter(({ id }) => !inside.has(id));
  const [exit] = exits;
  const data: BlockData = {
    block,
    layers: item.nodes.length,
    parameters: results.reduce((sum, result) => sum + (result?.trainable ?? 0) + (result?.fixed ?? 0), 0),
    shape: exits.length === 1 && exit !== undefined ? (compiled.nodes.get(exit.id)?.outputShape ?? null) : null,
    bad: results.some((result) => hasErrors(result?.issues ?? [])),
    frozen: item.nodes.every((node) => node.frozen === true),
  };
  return {
    id: item.id,
    type: "block",
    position: itemPlace(item, positions),
    data,
    selected: item.nodes.every(({ id }) => marks.nodes.has(id)),
    ariaLabel: labels.block(data),
    zIndex: 1,
    width: nodeSize.width,
    height: nodeSize.height,
    measured: nodeSize,
    handles: handles.both,
  };
}

/** How far a frame stands off its layers; above them there is its name. */
const frameSpace = { side: 18, top: 38, bottom: 18 } as const;

export function frameNode(block: Block, positions: Positions): FrameFlowNode {
  const first = placeOf(positions, block.nodes[0] ?? "");
  let [left, right, top, bottom] = [first.x, first.x, first.y, first.y];
  for (const id of block.nodes) {
    const { x, y } = placeOf(positions, id);
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const width = right - left + nodeSize.width + 2 * frameSpace.side;
  const height = bottom - top + nodeSize.height + frameSpace.top + frameSpace.bottom;
  return {
    id: frameItemId(block.id),
    type: "frame",
    position: { x: left - frameSpace.side, y: top - frameSpace.top },
    data: { block },
    // What is drawn is dragged and marked by its layers.
    draggable: false,
    selectable: false,
    focusable: false,
    zIndex: -1,
    width,
    height,
    measured: { width, height },
    handles: [],
  };
}

/** How wide a letter of a block's name is, and what stands beside the name. */
const nameSize = { letter: 7.5, aside: 52, height: 28 } as const;

/** Where the name of an open block stands, which lines and their shapes leave free if they can. */
export function frameName(block: Block, positions: Positions) {
  const { position, width = 0 } = frameNode(block, positions);
  const wide = Math.min(width, Array.from(block.name).length * nameSize.letter + nameSize.aside);
  return { ...position, width: wide, height: nameSize.height };
}

function noteNode(note: Note, marks: Marks, labels: Labels): NoteFlowNode {
  return {
    id: noteItemId(note.id),
    type: "note",
    position: { x: note.x, y: note.y },
    data: { note },
    connectable: false,
    selected: marks.notes.has(note.id),
    ariaLabel: labels.note(note),
    zIndex: 2,
    width: note.width,
    height: note.height,
    measured: { width: note.width, height: note.height },
    handles: [],
  };
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
  const [chosen] = selection.size === 1 ? selection : [];
  if (chosen !== undefined && (compiled.nodes.get(chosen)?.issues.length ?? 0) > 0) return chosen;
  return compiled.order.find((id) => hasErrors(compiled.nodes.get(id)?.issues ?? [])) ?? null;
}

/** The colour of a thing on the small map: a layer's group, a note's paper; a frame is not drawn. */
export function miniColour(node: StudioFlowNode): string {
  switch (node.type) {
    case "layer":
      return groupColour(specOf(node.data.node.kind)?.group);
    case "note":
      return "color-mix(in srgb, var(--warn) 40%, transparent)";
    case "frame":
      return "color-mix(in srgb, var(--accent) 10%, transparent)";
    default:
      return "var(--io)";
  }
}
