/**
 * @file The order in which layers are computed, and what stands in its way. Linear in nodes and edges; nothing here
 * knows what a layer does.
 */
import type { NodeId } from "./types.ts";

interface Wired {
  readonly id: NodeId;
  readonly inputs: readonly NodeId[];
}

/** An edge that closes a circle. */
export interface BackEdge {
  readonly from: NodeId;
  readonly to: NodeId;
}

export interface Order {
  /** Inputs before consumers; what is in or behind a circle follows in the document's order. */
  readonly order: readonly NodeId[];
  /** What is in or behind a circle. */
  readonly unordered: ReadonlySet<NodeId>;
  readonly backEdges: readonly BackEdge[];
}

/** Kahn's algorithm, from the roots in `first` and then from the others, so that loose parts come last. */
export function orderOf(nodes: readonly Wired[], first: (id: NodeId) => boolean): Order {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const waitsFor = new Map<NodeId, number>();
  const feeds = new Map<NodeId, NodeId[]>();
  for (const node of known.values()) {
    const inputs = new Set(node.inputs.filter((id) => known.has(id)));
    waitsFor.set(node.id, inputs.size);
    for (const input of inputs) feeds.get(input)?.push(node.id) ?? feeds.set(input, [node.id]);
  }
  const roots = [...known.keys()].filter((id) => waitsFor.get(id) === 0);
  const order: NodeId[] = [];
  for (const root of [...roots.filter(first), ...roots.filter((id) => !first(id))]) {
    const start = order.length;
    order.push(root);
    for (let at = start; at < order.length; at++) {
      for (const consumer of feeds.get(order[at] as NodeId) ?? []) {
        const left = (waitsFor.get(consumer) ?? 0) - 1;
        waitsFor.set(consumer, left);
        if (left === 0) order.push(consumer);
      }
    }
  }
  const unordered = new Set([...known.keys()].filter((id) => (waitsFor.get(id) ?? 0) > 0));
  return { order: [...order, ...unordered], unordered, backEdges: backEdgesOf(known, unordered) };
}

/** One edge a circle: follows inputs until a node comes twice. Each node is walked over once. */
function backEdgesOf(known: ReadonlyMap<NodeId, Wired>, unordered: ReadonlySet<NodeId>): BackEdge[] {
  const found: BackEdge[] = [];
  const walked = new Set<NodeId>();
  for (const start of unordered) {
    const path = new Set<NodeId>();
    let at: NodeId | undefined = start;
    while (at !== undefined && !walked.has(at)) {
      walked.add(at);
      path.add(at);
      const to: NodeId = at;
      at = known.get(to)?.inputs.find((input) => unordered.has(input));
      if (at !== undefined && path.has(at)) found.push({ from: at, to });
    }
  }
  return found;
}

/** Everything `from` depends on, itself included. */
export function ancestors(nodes: readonly Wired[], from: NodeId): ReadonlySet<NodeId> {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const seen = new Set<NodeId>(known.has(from) ? [from] : []);
  for (const id of seen) for (const input of known.get(id)?.inputs ?? []) if (known.has(input)) seen.add(input);
  return seen;
}
