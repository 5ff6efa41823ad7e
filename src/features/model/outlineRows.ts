/** @file The outline's rows: layers in the order they are computed, those of a block together under its name. */
import { blocksByNode } from "../../core/graph/blocks.ts";
import type { Block, Graph, NodeId } from "../../core/graph/types.ts";
import type { LayerNode } from "../../core/layers/index.ts";

interface Place {
  /** 1 outside a block, 2 within one. */
  readonly level: 1 | 2;
  /** Which of how many on its level, from 1 on. */
  readonly position: number;
  readonly size: number;
}

export type OutlineRow = Place &
  (
    | { readonly kind: "layer"; readonly key: NodeId; readonly node: LayerNode; readonly previous: NodeId | undefined }
    | { readonly kind: "block"; readonly key: string; readonly block: Block; readonly nodes: readonly NodeId[] }
  );

/** The layers that a row stands for. */
export const nodesOf = (row: OutlineRow): readonly NodeId[] => (row.kind === "layer" ? [row.node.id] : row.nodes);

export const blockKey = (id: string): string => JSON.stringify(["block", id]);

export function outlineRows(graph: Graph, blocks: readonly Block[], order: readonly NodeId[]): readonly OutlineRow[] {
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const owners = blocksByNode(blocks);
  const members = new Map<Block, LayerNode[]>();
  const top: (LayerNode | Block)[] = [];
  for (const id of order) {
    const node = known.get(id);
    if (node === undefined) continue;
    const block = owners.get(id);
    const inside = block === undefined ? undefined : members.get(block);
    if (inside !== undefined) inside.push(node);
    else if (block !== undefined) {
      members.set(block, [node]);
      top.push(block);
    } else top.push(node);
  }
  let previous: NodeId | undefined;
  const rowOf = (node: LayerNode, place: Place): OutlineRow => {
    const row = { kind: "layer" as const, key: node.id, node, previous, ...place };
    previous = node.id;
    return row;
  };
  return top.flatMap((entry, at): OutlineRow[] => {
    const place: Place = { level: 1, position: at + 1, size: top.length };
    if (!("collapsed" in entry)) return [rowOf(entry, place)];
    const inside = members.get(entry) ?? [];
    const head: OutlineRow = {
      kind: "block",
      key: blockKey(entry.id),
      block: entry,
      nodes: inside.map(({ id }) => id),
      ...place,
    };
    if (entry.collapsed) {
      previous = inside.at(-1)?.id;
      return [head];
    }
    return [head, ...inside.map((node, i) => rowOf(node, { level: 2, position: i + 1, size: inside.length }))];
  });
}
