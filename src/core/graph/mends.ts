/**
 * @file The one-click mends of graph issues, each a whole new graph. The text of a label stands beside the issues, in
 * `locales/<language>/graphIssues.ts`.
 */
import type { Fix } from "../issue.ts";
import type { ModelContext } from "../layers/define.ts";
import { type LayerNode, specOf } from "../layers/index.ts";
import { checkField, type Field, type IntsField, type ParamValue } from "../params/fields.ts";
import {
  connect,
  disconnect,
  dropDuplicates,
  makeNode,
  newId,
  removeNodes,
  resetParams,
  setInputs,
  setParam,
} from "./edit.ts";
import type { Graph, NodeId, Shape } from "./types.ts";

/** The buttons' labels; `locales/<language>/graphIssues.ts` must hold a text for each. */
export const graphFixes = [
  "addInput",
  "addOutput",
  "removeLayer",
  "disconnectLayer",
  "connectPrevious",
  "dropMissingInput",
  "insertConcatenate",
  "keepFirstInput",
  "skipConnection",
  "matchDense",
  "useConcatenate",
  "useSibling",
  "connectAgain",
  "insertFlatten",
  "insertGlobalAveragePooling1d",
  "insertGlobalAveragePooling2d",
  "insertReshape",
  "everyStep",
  "lastStep",
  "padSame",
  "smallerWindow",
  "cropLess",
  "nearestDivisor",
  "fittingShape",
  "lastAxis",
  "matchingAxes",
  "strideOne",
  "dilationOne",
  "leaveUnscaled",
  "raiseVocabulary",
  "setToAllowed",
  "followTask",
  "resetLayer",
  "unfreezeLayer",
] as const;
export type GraphFix = (typeof graphFixes)[number];

export const fix = (label: GraphFix, graph: Graph, names?: Readonly<Record<string, string>>): Fix => ({
  label: `graphIssues:fix.${label}`,
  ...(names === undefined ? {} : { names }),
  edit: "setGraph",
  args: { graph },
});

/** Input first, feeding every layer that has nothing. */
export function addInput(graph: Graph): Fix {
  const id = newId(graph, "input");
  const [first] = graph.nodes.filter((node) => node.inputs.length === 0);
  const nodes = graph.nodes.map((node) => (node === first ? { ...node, inputs: [id] } : node));
  return fix("addInput", { nodes: [makeNode("input", id, []), ...nodes] });
}

export function addOutput(graph: Graph, last: NodeId | null): Fix {
  const output = makeNode("output", newId(graph, "output"), last === null ? [] : [last]);
  return fix("addOutput", { nodes: [...graph.nodes, output] });
}

export const remove = (graph: Graph, id: NodeId): Fix => fix("removeLayer", removeNodes(graph, { ids: [id] }));
export const removeDuplicates = (graph: Graph): Fix => fix("removeLayer", dropDuplicates(graph));
export const cut = (graph: Graph, from: NodeId, to: NodeId): Fix =>
  fix("disconnectLayer", disconnect(graph, { from, to }));

export const connectPrevious = (graph: Graph, previous: NodeId, id: NodeId): Fix =>
  fix("connectPrevious", connect(graph, { from: previous, to: id }));

export const keepInputs = (graph: Graph, id: NodeId, inputs: readonly NodeId[]): Fix =>
  fix("dropMissingInput", setInputs(graph, { id, inputs }));

/** For a layer that has more inputs than it takes: join them before it, or keep the first. */
export function joinInputs(graph: Graph, node: LayerNode, max: number): readonly Fix[] {
  const join = newId(graph, "concatenate");
  const nodes = graph.nodes.flatMap((other) =>
    other === node ? [makeNode("concatenate", join, node.inputs), { ...node, inputs: [join] }] : [other],
  );
  return [
    ...(max === 1 ? [fix("insertConcatenate", { nodes })] : []),
    fix("keepFirstInput", setInputs(graph, { id: node.id, inputs: node.inputs.slice(0, max) })),
  ];
}

/** For a merging layer with one input: a second one that fits, from further up; or away with it. */
export function secondInput(
  graph: Graph,
  node: LayerNode,
  shapes: ReadonlyMap<NodeId, Shape | null>,
  context: ModelContext,
): readonly Fix[] {
  const [first] = node.inputs;
  const shape = first === undefined ? null : (shapes.get(first) ?? null);
  const [source] = first === undefined ? [] : (graph.nodes.find(({ id }) => id === first)?.inputs ?? []);
  const chain: NodeId[] = [];
  for (let at = source; at !== undefined && !chain.includes(at) && chain.length < 32; ) {
    chain.push(at);
    at = graph.nodes.find(({ id }) => id === at)?.inputs[0];
  }
  const fits = chain.find((id) => {
    const other = shapes.get(id) ?? null;
    if (shape === null || other === null) return false;
    return specOf(node.kind)?.shape({ params: node.params, inputs: [other, shape], context }).ok ?? false;
  });
  const away = remove(graph, node.id);
  return fits === undefined || first === undefined
    ? [away]
    : [fix("skipConnection", setInputs(graph, { id: node.id, inputs: [fits, first] })), away];
}

/**
 * A layer that leads nowhere goes back into the chain, with the loose layers before and behind it: on the last
 * connection where shapes stay as they are, else where what follows can take what it gives.
 */
export function connectAgain(
  graph: Graph,
  node: LayerNode,
  shapes: ReadonlyMap<NodeId, Shape | null>,
  active: ReadonlySet<NodeId>,
  context: ModelContext,
): readonly Fix[] {
  const segment = looseSegment(graph, node, active);
  const [head, tail] = [segment[0], segment.at(-1)];
  if (head === undefined || tail === undefined) return [];
  const fed = head.inputs[0];
  const edges = graph.nodes
    .filter(({ id }) => active.has(id))
    .flatMap((to) => to.inputs.map((from) => ({ from, to })))
    .filter(({ from }) => active.has(from) && (fed === undefined || fed === from))
    .slice(-maxEdgesTried)
    .reverse();
  const results = edges.flatMap(({ from, to }) => {
    const before = shapes.get(from) ?? null;
    const after = segment.reduce<Shape | null>((shape, { kind, params }) => {
      const result = shape === null ? undefined : specOf(kind)?.shape({ params, inputs: [shape], context });
      return result?.ok === true ? result.shape : null;
    }, before);
    if (before === null || after === null) return [];
    const same = before.join() === after.join();
    return same || taken(graph, { from, to: to.id, gives: after }, shapes, context) ? [{ from, to, same }] : [];
  });
  const best = results.find(({ same }) => same) ?? results[0];
  if (best === undefined) return [];
  const nodes = graph.nodes.map((other) => {
    if (other.id === head.id) return { ...other, inputs: [best.from] };
    if (other.id !== best.to.id) return other;
    return { ...other, inputs: other.inputs.map((id) => (id === best.from ? tail.id : id)) };
  });
  return [fix("connectAgain", { nodes })];
}

/** Whether everything below an edge that gives another shape can still be computed. */
function taken(
  graph: Graph,
  edge: { readonly from: NodeId; readonly to: NodeId; readonly gives: Shape },
  shapes: ReadonlyMap<NodeId, Shape | null>,
  context: ModelContext,
): boolean {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const changed = new Map<NodeId, Shape>();
  // Shapes were found in an order in which each layer follows its inputs.
  for (const id of shapes.keys()) {
    const node = byId.get(id);
    if (node === undefined || (id !== edge.to && !node.inputs.some((input) => changed.has(input)))) continue;
    const inputs = node.inputs.map((input) =>
      id === edge.to && input === edge.from ? edge.gives : (changed.get(input) ?? shapes.get(input) ?? []),
    );
    const result = specOf(node.kind)?.shape({ params: node.params, inputs, context });
    if (result?.ok !== true) return false;
    changed.set(id, result.shape);
  }
  return changed.has(edge.to);
}
const maxEdgesTried = 16;
const maxSegment = 32;

/** The chain of layers with one input around a loose one, none of which leads to the output. */
function looseSegment(graph: Graph, node: LayerNode, active: ReadonlySet<NodeId>): readonly LayerNode[] {
  const byId = new Map(graph.nodes.map((other) => [other.id, other]));
  const link = (other: LayerNode | undefined): other is LayerNode =>
    other !== undefined && !active.has(other.id) && specOf(other.kind)?.inputs.max === 1 && roleOf(other) === "hidden";
  if (!link(node)) return [];
  const segment = [node];
  for (let above = byId.get(node.inputs[0] ?? ""); link(above); above = byId.get(above.inputs[0] ?? "")) {
    if (segment.includes(above) || segment.length >= maxSegment) break;
    segment.unshift(above);
  }
  const consumer = (id: NodeId) => graph.nodes.find((other) => other.inputs.includes(id));
  for (let below = consumer(node.id); link(below); below = consumer(below.id)) {
    if (segment.includes(below) || segment.length >= maxSegment) break;
    segment.push(below);
  }
  return segment;
}

const roleOf = (node: LayerNode) => specOf(node.kind)?.role;

/** The allowed value nearest to what is there; the default where nothing is near. */
export function setToAllowed(graph: Graph, id: NodeId, name: string, field: Field, value: unknown): Fix {
  return fix("setToAllowed", setParam(graph, { id, field: name, value: nearest(field, value) }));
}

function nearest(field: Field, value: unknown): ParamValue {
  if (field.type === "ints") return nearestList(field, value);
  if (field.type === "flag" || field.type === "choice" || field.type === "text" || field.type === "layer")
    return field.default;
  if (typeof value !== "number" || Number.isNaN(value)) return field.default;
  const clamped = Math.min(field.max, Math.max(field.min, value));
  if (field.type !== "float") return Math.round(clamped);
  const onOpenEnd =
    (field.exclusiveMin === true && clamped === field.min) || (field.exclusiveMax === true && clamped === field.max);
  return onOpenEnd ? field.default : clamped;
}

/** The list with each number moved into its range; the default where it is no list of the right length. */
function nearestList(field: IntsField, value: unknown): readonly number[] {
  if (!Array.isArray(value)) return field.default;
  const moved = (value as readonly unknown[]).map((n, i) =>
    typeof n === "number" && Number.isFinite(n)
      ? Math.round(Math.min(field.max, Math.max(field.min, n)))
      : (field.default[i] ?? field.min),
  );
  return checkField(field, moved) === null ? moved : field.default;
}

/** Gives a field of the output back to the task. */
export const followTask = (graph: Graph, id: NodeId, name: string, field: Field): Fix =>
  fix("followTask", setParam(graph, { id, field: name, value: field.default }));

export const reset = (graph: Graph, id: NodeId): Fix => fix("resetLayer", resetParams(graph, { id }));

/** Lets a frozen layer learn again. */
export const unfreeze = (graph: Graph, id: NodeId): Fix =>
  fix("unfreezeLayer", { nodes: graph.nodes.map((node) => (node.id === id ? { ...node, frozen: false } : node)) });
