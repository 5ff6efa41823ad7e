/**
 * @file Changes of a graph, pure: `(graph, args) => graph`. A change that cannot be made returns the very graph it was
 * given, so that callers can tell. Positions are not touched: see `layout.ts`.
 */
import { type LayerKind, type LayerNode, layers, specOf } from "../layers/index.ts";
import { defaultsOf, type ParamValue } from "../params/fields.ts";
import type { Graph, NodeId } from "./types.ts";

/** "batch_normalization_2": the first free number for this kind. Also the Keras layer's name, hence the snake case. */
export const newId = (graph: Graph, kind: LayerKind): NodeId => idMaker(graph)(kind);

/** Gives one new id after another, as `newId` would. */
export function idMaker(graph: Graph): (kind: LayerKind) => NodeId {
  const taken = new Set(graph.nodes.map(({ id }) => id));
  const numbers = new Map<string, number>();
  return (kind) => {
    const base = kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    let number = numbers.get(base) ?? 1;
    while (taken.has(`${base}_${number}`)) number++;
    numbers.set(base, number + 1);
    return `${base}_${number}`;
  };
}

/** A node with its kind's default parameters. */
export function makeNode(kind: LayerKind, id: NodeId, inputs: readonly NodeId[], params: object = {}): LayerNode {
  // The kind and its parameters agree because both come from the same spec, which the union cannot express.
  return { id, kind, params: { ...defaultsOf(layers[kind].fields), ...params }, inputs } as unknown as LayerNode;
}

export const nodeById = (graph: Graph, id: NodeId): LayerNode | null =>
  graph.nodes.find((node) => node.id === id) ?? null;

/** The most inputs a node's kind takes; an unknown kind is taken for a link of a chain. */
const maxInputs = (node: LayerNode) => specOf(node.kind)?.inputs.max ?? 1;
const roleOf = (node: LayerNode) => specOf(node.kind)?.role ?? "hidden";

const mapNode = (graph: Graph, id: NodeId, change: (node: LayerNode) => LayerNode): Graph =>
  nodeById(graph, id) === null ? graph : { nodes: graph.nodes.map((node) => (node.id === id ? change(node) : node)) };

const withInputs = (node: LayerNode, inputs: readonly NodeId[]): LayerNode => ({ ...node, inputs });

/** The node itself and all that depends on it. */
export function descendants(graph: Graph, id: NodeId): ReadonlySet<NodeId> {
  const consumers = consumersOf(graph);
  const seen = new Set<NodeId>([id]);
  for (const next of seen) for (const consumer of consumers.get(next) ?? []) seen.add(consumer);
  return seen;
}

/** For each node that feeds others: whom. */
export function consumersOf(graph: Graph): ReadonlyMap<NodeId, readonly NodeId[]> {
  const consumers = new Map<NodeId, NodeId[]>();
  for (const node of graph.nodes) {
    for (const input of new Set(node.inputs)) {
      const list = consumers.get(input);
      if (list === undefined) consumers.set(input, [node.id]);
      else list.push(node.id);
    }
  }
  return consumers;
}

/** Why an edge cannot be drawn, or null. `from` replaces the input of a layer that takes one. */
export function whyNotConnect(
  graph: Graph,
  from: NodeId,
  to: NodeId,
): "cycle" | "takesNoInput" | "givesNoOutput" | "there" | null {
  const [source, target] = [nodeById(graph, from), nodeById(graph, to)];
  if (source === null || target === null || maxInputs(target) === 0) return "takesNoInput";
  if (roleOf(source) === "output") return "givesNoOutput";
  if (target.inputs.includes(from)) return "there";
  return descendants(graph, to).has(from) ? "cycle" : null;
}

export function connect(graph: Graph, { from, to }: { readonly from: NodeId; readonly to: NodeId }): Graph {
  if (whyNotConnect(graph, from, to) !== null) return graph;
  return mapNode(graph, to, (node) => withInputs(node, maxInputs(node) > 1 ? [...node.inputs, from] : [from]));
}

export function disconnect(graph: Graph, { from, to }: { readonly from: NodeId; readonly to: NodeId }): Graph {
  if (!nodeById(graph, to)?.inputs.includes(from)) return graph;
  return mapNode(graph, to, (node) =>
    withInputs(
      node,
      node.inputs.filter((id) => id !== from),
    ),
  );
}

/** Keeps only these inputs, in this order: what is dropped is disconnected. */
export const setInputs = (
  graph: Graph,
  { id, inputs }: { readonly id: NodeId; readonly inputs: readonly NodeId[] },
): Graph => mapNode(graph, id, (node) => withInputs(node, inputs));

/** Changes the order in which a merging layer takes its inputs; of Concatenate it decides the order of columns. */
export function moveInput(
  graph: Graph,
  { id, index, by }: { readonly id: NodeId; readonly index: number; readonly by: -1 | 1 },
): Graph {
  const node = nodeById(graph, id);
  const [moved, other] = [node?.inputs[index], node?.inputs[index + by]];
  if (node === null || moved === undefined || other === undefined) return graph;
  const inputs = node.inputs.map((input, i) => (i === index ? other : i === index + by ? moved : input));
  return mapNode(graph, id, () => withInputs(node, inputs));
}

/** The place in the list of a new node: before the output, so that documents read from input to output. */
function insertNode(graph: Graph, node: LayerNode): Graph {
  const at = graph.nodes.findIndex((other) => roleOf(other) === "output");
  if (at < 0) return { nodes: [...graph.nodes, node] };
  return { nodes: [...graph.nodes.slice(0, at), node, ...graph.nodes.slice(at)] };
}

const isSettled = (graph: Graph, node: LayerNode | null): node is LayerNode =>
  node !== null && graph.nodes.includes(node);

/**
 * Adds a layer between `after` and everything it feeds. After the output, or with no `after`, the layer goes before the
 * output; in a graph without one it stays unconnected. Its id is `newId(graph, kind)`.
 */
export function addLayer(graph: Graph, { kind, after }: { readonly kind: LayerKind; readonly after?: NodeId }): Graph {
  const id = newId(graph, kind);
  const chosen = after === undefined ? null : nodeById(graph, after);
  const output = graph.nodes.find((node) => roleOf(node) === "output") ?? null;
  if (isSettled(graph, chosen) && roleOf(chosen) !== "output") {
    const rerouted = graph.nodes.map((node) =>
      node.inputs.includes(chosen.id)
        ? withInputs(
            node,
            node.inputs.map((input) => (input === chosen.id ? id : input)),
          )
        : node,
    );
    const added = makeNode(kind, id, layers[kind].inputs.max === 0 ? [] : [chosen.id]);
    const at = rerouted.findIndex((node) => node.id === chosen.id) + 1;
    return { nodes: [...rerouted.slice(0, at), added, ...rerouted.slice(at)] };
  }
  const before = output?.inputs[0];
  if (output === null || before === undefined) return insertNode(graph, makeNode(kind, id, []));
  return insertOnEdge(graph, { kind, from: before, to: output.id });
}

/** Adds a layer that nothing feeds yet: what a drop on the empty canvas means. */
export const addLoose = (graph: Graph, { kind }: { readonly kind: LayerKind }): Graph =>
  insertNode(graph, makeNode(kind, newId(graph, kind), []));

/** Adds a layer on one edge; the other edges of `from` stay. */
export function insertOnEdge(
  graph: Graph,
  {
    kind,
    from,
    to,
    params,
  }: { readonly kind: LayerKind; readonly from: NodeId; readonly to: NodeId; readonly params?: object },
): Graph {
  const target = nodeById(graph, to);
  if (!target?.inputs.includes(from)) return graph;
  const id = newId(graph, kind);
  const rerouted = mapNode(graph, to, (node) =>
    withInputs(
      node,
      node.inputs.map((input) => (input === from ? id : input)),
    ),
  );
  const at = rerouted.nodes.findIndex((node) => node.id === to);
  const added = makeNode(kind, id, [from], params);
  return { nodes: [...rerouted.nodes.slice(0, at), added, ...rerouted.nodes.slice(at)] };
}

/** Removes layers and joins what they fed to what fed them; a layer that takes one input keeps the first. */
export function removeNodes(graph: Graph, { ids }: { readonly ids: readonly NodeId[] }): Graph {
  const going = new Set(ids);
  const gone = new Map(graph.nodes.filter(({ id }) => going.has(id)).map((node) => [node.id, node]));
  if (gone.size === 0) return graph;
  const sources = (input: NodeId, seen: ReadonlySet<NodeId>): readonly NodeId[] => {
    const removed = gone.get(input);
    if (removed === undefined) return [input];
    if (seen.has(input)) return [];
    const deeper = new Set(seen).add(input);
    return removed.inputs.flatMap((next) => sources(next, deeper));
  };
  const heal = (node: LayerNode): LayerNode => {
    if (!node.inputs.some((input) => gone.has(input))) return node;
    const inputs = [...new Set(node.inputs.flatMap((input) => sources(input, new Set())))];
    return withInputs(node, inputs.slice(0, Math.max(1, maxInputs(node))));
  };
  return { nodes: graph.nodes.filter(({ id }) => !gone.has(id)).map(heal) };
}

/** Removes the later of two nodes that share an id. */
export const dropDuplicates = (graph: Graph): Graph => {
  const seen = new Set<NodeId>();
  return { nodes: graph.nodes.filter(({ id }) => !seen.has(id) && seen.add(id)) };
};

/** A copy behind the original, fed by it. */
export function duplicate(graph: Graph, { id }: { readonly id: NodeId }): Graph {
  const node = nodeById(graph, id);
  if (node === null || specOf(node.kind)?.role !== "hidden") return graph;
  const copy = newId(graph, node.kind);
  if (maxInputs(node) > 1) return insertNode(graph, { ...node, id: copy });
  return mapNode(addLayer(graph, { kind: node.kind, after: id }), copy, (added) => ({
    ...node,
    id: copy,
    inputs: added.inputs,
  }));
}

export const setParam = (
  graph: Graph,
  { id, field, value }: { readonly id: NodeId; readonly field: string; readonly value: ParamValue },
): Graph => mapNode(graph, id, (node) => ({ ...node, params: { ...node.params, [field]: value } }) as LayerNode);

/** Back to the kind's defaults. */
export const resetParams = (graph: Graph, { id }: { readonly id: NodeId }): Graph =>
  mapNode(graph, id, (node) => makeNode(node.kind, node.id, node.inputs));

/** An empty text takes the label away: the layer then shows its kind's title. */
export const setLabel = (graph: Graph, { id, label }: { readonly id: NodeId; readonly label: string }): Graph =>
  mapNode(graph, id, (node) => {
    const { label: _old, ...rest } = node;
    return (label.trim() === "" ? rest : { ...rest, label: label.trim() }) as LayerNode;
  });

/** Frozen layers keep their weights while the model is trained. */
export const setFrozen = (
  graph: Graph,
  { ids, frozen }: { readonly ids: readonly NodeId[]; readonly frozen: boolean },
): Graph => {
  const chosen = new Set(ids);
  if (!graph.nodes.some((node) => chosen.has(node.id) && (node.frozen === true) !== frozen)) return graph;
  return {
    nodes: graph.nodes.map((node) => {
      if (!chosen.has(node.id) || (node.frozen === true) === frozen) return node;
      const { frozen: _old, ...rest } = node;
      return (frozen ? { ...rest, frozen } : rest) as LayerNode;
    }),
  };
};

/** Another kind at the same place, with its default parameters. */
export const replaceKind = (graph: Graph, { id, kind }: { readonly id: NodeId; readonly kind: LayerKind }): Graph =>
  mapNode(graph, id, (node) => makeNode(kind, id, node.inputs));

/** Moves a layer one place towards the input or the output of its chain; merging layers stay where they are. */
export function moveInChain(
  graph: Graph,
  { id, direction }: { readonly id: NodeId; readonly direction: "up" | "down" },
): Graph {
  const node = nodeById(graph, id);
  if (node === null || roleOf(node) !== "hidden" || maxInputs(node) !== 1) return graph;
  if (direction === "up") return swapUp(graph, node);
  const next = graph.nodes.find((other) => other.inputs.includes(id) && roleOf(other) === "hidden");
  if (next === undefined) return graph;
  if (maxInputs(next) === 1) return swapUp(graph, next);
  const [source] = node.inputs;
  if (source === undefined) return graph;
  // Below a merge: the merge takes what the layer took, the layer takes the merge.
  return settle(graph, node.id, next.id, (other) => {
    if (other.id === next.id) return other.inputs.map((input) => (input === id ? source : input));
    if (other.id === id) return [next.id];
    return other.inputs.map((input) => (input === next.id ? id : input));
  });
}

function swapUp(graph: Graph, node: LayerNode): Graph {
  const previous = node.inputs[0] === undefined ? null : nodeById(graph, node.inputs[0]);
  const before = previous?.inputs[0];
  if (previous === null || before === undefined || roleOf(previous) !== "hidden") return graph;
  return settle(graph, previous.id, node.id, (other) => {
    if (other.id === node.id) return [before];
    if (other.id === previous.id) return [node.id, ...previous.inputs.slice(1)];
    return other.inputs.map((input) => (input === node.id ? previous.id : input));
  });
}

/** Rewires, swaps the two in the list, and refuses what would close a circle. */
function settle(graph: Graph, first: NodeId, second: NodeId, inputsOf: (node: LayerNode) => readonly NodeId[]): Graph {
  const nodes = graph.nodes.map((node) => withInputs(node, inputsOf(node)));
  const [a, b] = [nodes.findIndex(({ id }) => id === first), nodes.findIndex(({ id }) => id === second)];
  const [nodeA, nodeB] = [nodes[a], nodes[b]];
  if (nodeA === undefined || nodeB === undefined) return graph;
  const rewired: Graph = { nodes: nodes.map((node, i) => (i === a ? nodeB : i === b ? nodeA : node)) };
  return [first, second].some((id) => feedsItself(rewired, id)) ? graph : rewired;
}

function feedsItself(graph: Graph, id: NodeId): boolean {
  const below = descendants(graph, id);
  return nodeById(graph, id)?.inputs.some((input) => below.has(input)) ?? false;
}
