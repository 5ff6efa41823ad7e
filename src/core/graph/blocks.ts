/**
 * @file Named groups of layers. A block is a way to look at a graph, which stays flat: collapsed, its layers are drawn
 * as one card; nothing that is trained or exported knows of it.
 */
import type { LayerNode } from "../layers/index.ts";
import { consumersOf, descendants } from "./edit.ts";
import { placeOf, step } from "./layout.ts";
import type { Block, Graph, NodeId, Point, Positions } from "./types.ts";

/** "block_2": the first free number. */
export function newBlockId(blocks: readonly Block[]): string {
  const taken = new Set(blocks.map(({ id }) => id));
  let number = 1;
  while (taken.has(`block_${number}`)) number++;
  return `block_${number}`;
}

/** The block that each layer is in. */
export function blocksByNode(blocks: readonly Block[]): ReadonlyMap<NodeId, Block> {
  const owners = new Map<NodeId, Block>();
  for (const block of blocks) for (const id of block.nodes) if (!owners.has(id)) owners.set(id, block);
  return owners;
}

/** A new block of these layers; they leave the blocks they were in, and a block that loses all is gone. */
export function groupNodes(blocks: readonly Block[], made: Omit<Block, "collapsed">): readonly Block[] {
  if (made.nodes.length === 0) return blocks;
  const taken = new Set(made.nodes);
  const others = blocks
    .map((block) => ({ ...block, nodes: block.nodes.filter((id) => !taken.has(id)) }))
    .filter(({ nodes }) => nodes.length > 0);
  return [...others, { ...made, nodes: [...taken], collapsed: false }];
}

/** The layers stay, the block goes. */
export const ungroup = (blocks: readonly Block[], id: string): readonly Block[] =>
  blocks.filter((block) => block.id !== id);

/** An empty name changes nothing. */
export const renameBlock = (blocks: readonly Block[], id: string, name: string): readonly Block[] =>
  name.trim() === ""
    ? blocks
    : blocks.map((block) => (block.id === id ? { ...block, name: name.trim().slice(0, 200) } : block));

/** Layers that were put between layers of one block belong to it as well. */
export function joinBlockOf(
  blocks: readonly Block[],
  before: Graph,
  after: NodeId,
  added: readonly NodeId[],
): readonly Block[] {
  const block = blocks.find(({ nodes }) => nodes.includes(after));
  const consumers = consumersOf(before).get(after) ?? [];
  if (block === undefined || consumers.length === 0 || !consumers.every((id) => block.nodes.includes(id)))
    return blocks;
  return blocks.map((other) => (other === block ? { ...block, nodes: [...block.nodes, ...added] } : other));
}

/** Where a block's card stands: at its topmost layer, the leftmost of several. */
export function anchorOf(block: Block, positions: Positions): Point {
  const points = block.nodes.map((id) => placeOf(positions, id));
  return points.reduce((first, at) => (at.y < first.y || (at.y === first.y && at.x < first.x) ? at : first));
}

/** The layers of a block that take something from outside or nothing, and those that nothing inside depends on. */
export function portsOf(graph: Graph, block: Block): { readonly entries: NodeId[]; readonly exits: NodeId[] } {
  const inside = new Set(block.nodes);
  const members = graph.nodes.filter(({ id }) => inside.has(id));
  const feeding = new Set(members.flatMap(({ inputs }) => inputs));
  return {
    entries: members.filter(({ inputs }) => !inputs.some((id) => inside.has(id))).map(({ id }) => id),
    exits: members.filter(({ id }) => !feeding.has(id)).map(({ id }) => id),
  };
}

/** Collapses or expands a block; what stands below it comes up, or makes room again. */
export function setCollapsed(
  { graph, positions, blocks }: Blocked,
  { id, collapsed }: { readonly id: string; readonly collapsed: boolean },
): { readonly positions: Positions; readonly blocks: readonly Block[] } {
  const block = blocks.find((other) => other.id === id);
  if (block === undefined || block.collapsed === collapsed) return { positions, blocks };
  const changed = blocks.map((other) => (other === block ? { ...block, collapsed } : other));
  const top = anchorOf(block, positions).y;
  const bottom = block.nodes.reduce((low, node) => Math.max(low, placeOf(positions, node).y), top);
  const below = behind(graph, block, blocks, positions).filter((node) => placeOf(positions, node).y > top);
  const nearest = below.reduce((near, node) => Math.min(near, placeOf(positions, node).y), Number.POSITIVE_INFINITY);
  const height = bottom - top;
  const overlaps = nearest < bottom + step.y;
  const shift = collapsed ? -Math.min(height, Math.max(0, nearest - top - step.y)) : overlaps ? height : 0;
  if (shift === 0 || below.length === 0) return { positions, blocks: changed };
  const moved: Record<NodeId, Point> = { ...positions };
  for (const node of below) {
    const { x, y } = placeOf(positions, node);
    moved[node] = { x, y: y + shift };
  }
  return { positions: moved, blocks: changed };
}

interface Blocked {
  readonly graph: Graph;
  readonly positions: Positions;
  readonly blocks: readonly Block[];
}

/**
 * What depends on a block's lowest layer, with the whole of each collapsed block that has a part in it. Nothing, where
 * something else depends on the block as well: it may stand beside the block's rows, which are then not free while it is
 * collapsed, and cannot be given back.
 */
function behind(graph: Graph, block: Block, blocks: readonly Block[], positions: Positions): readonly NodeId[] {
  const inside = new Set(block.nodes);
  const takers = graph.nodes.filter(({ id, inputs }) => !inside.has(id) && inputs.some((from) => inside.has(from)));
  const exits = new Set(takers.flatMap(({ inputs }) => inputs.filter((from) => inside.has(from))));
  const bottom = block.nodes.reduce((low, id) => Math.max(low, placeOf(positions, id).y), Number.NEGATIVE_INFINITY);
  const lowest = [...exits].find((id) => placeOf(positions, id).y === bottom);
  if (lowest === undefined) return [];
  const found = new Set(descendants(graph, lowest));
  if (!takers.every(({ id }) => found.has(id))) return [];
  for (const other of blocks) {
    if (other.collapsed && other.nodes.some((id) => found.has(id))) for (const id of other.nodes) found.add(id);
  }
  return [...found].filter((id) => !inside.has(id));
}

/** One thing on the canvas: a layer, or a collapsed block with its layers. */
export interface ShownItem {
  readonly id: string;
  readonly block: Block | null;
  readonly nodes: readonly LayerNode[];
}

/** An edge of the graph; `index` is its place among the consumer's inputs. */
export interface Link {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly index: number;
}

/** A line between two things on the canvas, and the edges that it stands for: several where a block is collapsed. */
export interface ShownLine {
  readonly from: string;
  readonly to: string;
  readonly links: readonly [Link, ...Link[]];
}

export interface Shown {
  readonly items: readonly ShownItem[];
  /** The blocks whose layers are seen, within a frame. */
  readonly open: readonly Block[];
  readonly lines: readonly ShownLine[];
}

/** The id on the canvas of a collapsed block; no layer has one of this form unless it was made by hand. */
export const blockItemId = (id: string): string => JSON.stringify(["block", id]);

/** The graph as it is drawn, with the layers of collapsed blocks put together. */
export function shownGraph(graph: Graph, blocks: readonly Block[]): Shown {
  const collapsed = blocksByNode(blocks.filter((block) => block.collapsed));
  const itemOf = (id: NodeId) => {
    const block = collapsed.get(id);
    return block === undefined ? id : blockItemId(block.id);
  };
  const items = new Map<string, { id: string; block: Block | null; nodes: LayerNode[] }>();
  const known = new Set(graph.nodes.map(({ id }) => id));
  const lines = new Map<string, { from: string; to: string; links: [Link, ...Link[]] }>();
  for (const node of graph.nodes) {
    const to = itemOf(node.id);
    const block = collapsed.get(node.id) ?? null;
    const item = items.get(to);
    // Two layers of one id, which only a damaged document has, are two cards to look at.
    if (item === undefined || block === null)
      items.set(item === undefined ? to : `${to} `, { id: to, block, nodes: [node] });
    else item.nodes.push(node);
    for (const [index, input] of node.inputs.entries()) {
      const from = itemOf(input);
      if (!known.has(input) || (from === to && block !== null)) continue;
      const link = { from: input, to: node.id, index };
      // Within an open part of the graph each edge has its own line, even two between the same layers.
      const together = block !== null || collapsed.has(input);
      const key = JSON.stringify(together ? [from, to] : [from, to, index]);
      const line = lines.get(key);
      if (line === undefined) lines.set(key, { from, to, links: [link] });
      else line.links.push(link);
    }
  }
  return {
    items: [...items.values()],
    open: blocks.filter((block) => !block.collapsed),
    lines: [...lines.values()],
  };
}
