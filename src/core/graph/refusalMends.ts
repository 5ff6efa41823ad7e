/**
 * @file Mends of a layer that cannot take its inputs as they are. Each is proposed freely and then tried: only those
 * after which the layer's own shape rule accepts its inputs are offered.
 */
import type { Fix } from "../issue.ts";
import type { ModelContext, ShapeRefusal } from "../layers/define.ts";
import { type LayerKind, type LayerNode, specOf } from "../layers/index.ts";
import { checkField, type Field, type NestedLayer, type ParamValue } from "../params/fields.ts";
import { consumersOf, insertOnEdge, nodeById, replaceKind, setParam } from "./edit.ts";
import { fix, type GraphFix } from "./mends.ts";
import { imageShape, sequenceShape } from "./templates/adapt.ts";
import type { Graph, NodeId, Shape } from "./types.ts";

export type Refusal = Exclude<ShapeRefusal, { readonly code: "noInputShape" }>;
type Shapes = ReadonlyMap<NodeId, Shape | null>;

/** What is known where a layer refuses. */
interface Scene {
  readonly graph: Graph;
  readonly node: LayerNode;
  readonly shapes: Shapes;
  readonly context: ModelContext;
}

interface Proposal {
  readonly label: GraphFix;
  readonly graph: Graph;
  /** What the label names. */
  readonly names?: Readonly<Record<string, string>>;
}

/** What can be done where a layer cannot take its inputs as they are. */
export function forRefusal(
  graph: Graph,
  node: LayerNode,
  refusal: Refusal,
  shapes: Shapes,
  context: ModelContext,
): readonly Fix[] {
  // What the columns hold is settled with the data, not in the graph.
  if (refusal.code === "tokensExpected") {
    return [{ label: "graphIssues:fix.leaveUnscaled", edit: "removeSteps", args: { kind: "scale" } }];
  }
  const scene: Scene = { graph, node, shapes, context };
  const offered = new Map<GraphFix, Proposal>();
  for (const proposal of proposals(scene, refusal)) {
    if (!offered.has(proposal.label) && accepts(scene, proposal.graph)) offered.set(proposal.label, proposal);
  }
  return [...offered.values()].map(({ label, graph: changed, names }) => fix(label, changed, names));
}

/** Whether the layer takes its inputs in the changed graph. Only what differs from the old graph is worked out anew. */
function accepts({ graph, node, shapes, context }: Scene, changed: Graph): boolean {
  if (changed === graph) return false;
  const before = new Set(graph.nodes);
  const shapeOf = (id: NodeId, depth: number): Shape | null => {
    const at = nodeById(changed, id);
    if (at === null || depth > 8) return null;
    // The layer itself is asked anew: what feeds it may have changed.
    if (before.has(at) && id !== node.id) return shapes.get(id) ?? null;
    const inputs = at.inputs.map((input) => shapeOf(input, depth + 1));
    if (!inputs.every((shape) => shape !== null)) return null;
    const spec = specOf(at.kind);
    const params: Readonly<Record<string, unknown>> = at.params;
    const valid = Object.entries(spec?.fields ?? {}).every(([name, field]) => checkField(field, params[name]) === null);
    const result = valid ? spec?.shape({ params: at.params, inputs, context }) : undefined;
    return result?.ok === true ? result.shape : null;
  };
  return shapeOf(node.id, 0) !== null;
}

function proposals(scene: Scene, refusal: Refusal): readonly Proposal[] {
  switch (refusal.code) {
    case "rankMismatch":
      return [...siblings(scene), ...otherRanks(scene, [...new Set(scene.node.inputs)], refusal.context.rank)];
    case "shapesDiffer":
      return alike(scene);
    case "windowTooLarge":
      return [set(scene, "padSame", "padding", "same"), ...smallerWindow(scene)];
    case "cropTooLarge":
      return smallerCrop(scene);
    case "notDivisible":
      return divisors(refusal.context.size, refusal.context.by).map((divisor) =>
        set(scene, "nearestDivisor", refusal.context.field, divisor),
      );
    case "elementsDiffer":
      return refusal.field === undefined ? [] : shapeThatHolds(scene, refusal.field, refusal.context.elements);
    case "notAPermutation": {
      const order = Array.from({ length: refusal.context.rank }, (_, axis) => axis + 1);
      return refusal.field === undefined ? [] : [set(scene, "setToAllowed", refusal.field, order)];
    }
    case "axisOutOfRange":
      return refusal.field === undefined ? [] : lastAxis(scene, refusal.field);
    case "dotSizesDiffer":
      return refusal.field === undefined ? [] : matchingAxes(scene, refusal.field);
    case "vocabularyTooSmall":
      return refusal.field === undefined ? [] : [set(scene, "raiseVocabulary", refusal.field, refusal.context.needed)];
    case "fieldsConflict":
      return [refusal.context.field, refusal.context.other].map((field) =>
        set(scene, field === "strides" ? "strideOne" : "dilationOne", field, ones(scene.node, field)),
      );
    case "rangeEmpty":
      return [defaults(scene, "resetLayer", [refusal.context.field, refusal.context.other])];
    case "tokensExpected":
      return [];
  }
}

const set = ({ graph, node }: Scene, label: GraphFix, field: string, value: ParamValue): Proposal => ({
  label,
  // A kind without the field must not get one.
  graph: Object.hasOwn(node.params, field) ? setParam(graph, { id: node.id, field, value }) : graph,
});

/** Some fields back to what they are at first. */
const defaults = (scene: Scene, label: GraphFix, names: readonly string[]): Proposal => ({
  label,
  graph: names.reduce((graph, field) => {
    const declared = specOf(scene.node.kind)?.fields[field];
    return declared === undefined ? graph : setParam(graph, { id: scene.node.id, field, value: declared.default });
  }, scene.graph),
});

/** The layer as one of the kinds that do the same with other inputs; what both kinds can be told is kept. */
function siblings({ graph, node }: Scene): readonly Proposal[] {
  return (specOf(node.kind)?.siblings ?? []).flatMap((sibling) => {
    const spec = specOf(sibling);
    if (spec === null) return [];
    const kind = spec.kind as LayerKind;
    const told = Object.entries(node.params as Readonly<Record<string, ParamValue>>);
    const changed = told.reduce(
      (done, [field, value]) => {
        const declared = spec.fields[field];
        const kept = declared === undefined ? undefined : likeField(declared, value);
        return kept === undefined ? done : setParam(done, { id: node.id, field, value: kept });
      },
      replaceKind(graph, { id: node.id, kind }),
    );
    const named = changed.nodes.map((other) => (other.id === node.id ? keptNames(node, other) : other));
    return [{ label: "useSibling", graph: { ...changed, nodes: named }, names: { kind: spec.title } }];
  });
}

const keptNames = ({ label, frozen }: LayerNode, node: LayerNode): LayerNode => ({
  ...node,
  ...(label === undefined ? {} : { label }),
  ...(frozen === undefined ? {} : { frozen }),
});

/** One number for all sides of a window, or a side's number for the one there is; undefined where it cannot be kept. */
function likeField(field: Field, value: ParamValue): ParamValue | undefined {
  const sides = field.type === "ints" && typeof field.length === "number" ? field.length : null;
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  const shaped =
    sides !== null && typeof value === "number"
      ? Array.from({ length: sides }, () => value)
      : field.type === "int" && typeof first === "number"
        ? first
        : value;
  return checkField(field, shaped) === null ? shaped : undefined;
}

const elements = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** One kind of mend for every input that has other axes: a layer may have several. */
function otherRanks(scene: Scene, inputs: readonly NodeId[], rank: number): readonly Proposal[] {
  const [from, ...others] = inputs.filter((id) => (scene.shapes.get(id)?.length ?? rank) !== rank);
  if (from === undefined) return [];
  return otherRank(scene, from, rank).map((first) =>
    others.reduce((done, other): Proposal => {
      const same = otherRank({ ...scene, graph: done.graph }, other, rank).find(({ label }) => label === done.label);
      return same ?? done;
    }, first),
  );
}

/** Layers between `from` and the one that refuses, which give the input other axes. */
function otherRank(scene: Scene, from: NodeId, rank: number): readonly Proposal[] {
  const { graph, node } = scene;
  const shape = scene.shapes.get(from) ?? null;
  if (shape === null || shape.length === rank) return [];
  const insert = (label: GraphFix, kind: LayerKind, params: object = {}): Proposal => ({
    label,
    graph: insertOnEdge(graph, { kind, from, to: node.id, params }),
  });
  const reshape = (targetShape: Shape) => insert("insertReshape", "reshape", { targetShape });
  const [first = 1, second = 1, third = 1] = shape;
  switch (`${shape.length} to ${rank}`) {
    case "3 to 1":
      return [insert("insertFlatten", "flatten"), insert("insertGlobalAveragePooling2d", "globalAveragePooling2d")];
    case "2 to 1":
      return [
        ...sequences(scene, from, false),
        insert("insertGlobalAveragePooling1d", "globalAveragePooling1d"),
        insert("insertFlatten", "flatten"),
      ];
    case "1 to 2":
      return [...sequences(scene, from, true), reshape(sequenceShape(first))];
    case "1 to 3":
      return [reshape(imageShape(first))];
    case "2 to 3":
      return [reshape(second === 1 ? imageShape(first) : [first, second, 1])];
    case "3 to 2":
      return [reshape([first, second * third])];
    default:
      return rank === 1 ? [insert("insertFlatten", "flatten")] : [];
  }
}

const isNested = (value: ParamValue): value is NestedLayer =>
  typeof value === "object" && value !== null && "params" in value;

const sequenceFlag = "returnSequences";

/** A recurrent layer that feeds this one, and this one alone, gives every step or only the last. */
function sequences({ graph, node }: Scene, from: NodeId, all: boolean): readonly Proposal[] {
  const source = nodeById(graph, from);
  const consumers = consumersOf(graph).get(from) ?? [];
  if (source === null || consumers.some((id) => id !== node.id)) return [];
  const label = all ? "everyStep" : "lastStep";
  for (const [field, value] of Object.entries(source.params as Readonly<Record<string, ParamValue>>)) {
    if (field === sequenceFlag && value === !all) {
      return [{ label, graph: setParam(graph, { id: from, field, value: all }) }];
    }
    // A layer inside it, which is the recurrent one.
    if (isNested(value) && value.params[sequenceFlag] === !all) {
      const inner: NestedLayer = { kind: value.kind, params: { ...value.params, [sequenceFlag]: all } };
      return [{ label, graph: setParam(graph, { id: from, field, value: inner }) }];
    }
  }
  return [];
}

/** Whether a layer could hand on every step and hands on the last one only. */
export function givesLastStepOnly({ params }: LayerNode): boolean {
  const values = Object.entries(params as Readonly<Record<string, ParamValue>>);
  return values.some(([field, value]) =>
    field === sequenceFlag ? value === false : isNested(value) && value.params[sequenceFlag] === false,
  );
}

const joining: LayerKind = "concatenate";

/** Inputs that differ in their last axis alone are made alike by Dense, which works on that axis; or they are joined. */
function alike({ graph, node, shapes }: Scene): readonly Proposal[] {
  const inputs = node.inputs.map((id) => shapes.get(id) ?? []);
  const wanted = inputs.at(-1) ?? [];
  const units = wanted.at(-1);
  if (units === undefined || units < 1) return [];
  const before = (shape: Shape) => shape.slice(0, -1).join();
  const found: Proposal[] = [];
  if (inputs.every((shape) => shape.length === wanted.length && before(shape) === before(wanted))) {
    const params = { units, activation: "linear" };
    const matched = node.inputs.reduce((changed, from, i) => {
      const differs = inputs[i]?.at(-1) !== units;
      return differs ? insertOnEdge(changed, { kind: "dense", from, to: node.id, params }) : changed;
    }, graph);
    found.push({ label: "matchDense", graph: matched });
  }
  if (node.kind !== joining) {
    found.push({ label: "useConcatenate", graph: replaceKind(graph, { id: node.id, kind: joining }) });
  } else if (inputs.some((shape) => shape.length > 1)) {
    const flat = node.inputs.reduce(
      (changed, from, i) =>
        (inputs[i]?.length ?? 1) > 1 ? insertOnEdge(changed, { kind: "flatten", from, to: node.id }) : changed,
      graph,
    );
    found.push({ label: "insertFlatten", graph: flat });
  }
  return found;
}

const numbers = (value: unknown): readonly number[] | null =>
  typeof value === "number" ? [value] : Array.isArray(value) ? (value as readonly number[]) : null;

/** As the field held it: one number, or a list. */
const likeBefore = (before: unknown, list: readonly number[]): ParamValue =>
  typeof before === "number" ? (list[0] ?? before) : list;

/**
 * Where the window does not lie inside the input, one that covers half of it: as large as it could be, it would leave
 * nothing to the layers that follow.
 */
function smallerWindow(scene: Scene): readonly Proposal[] {
  const { node, shapes } = scene;
  const params = node.params as Readonly<Record<string, ParamValue>>;
  const [shape] = node.inputs.map((id) => shapes.get(id) ?? []);
  const dilation = numbers(params.dilationRate) ?? [];
  return ["kernelSize", "poolSize"].flatMap((field) => {
    const window = numbers(params[field]);
    if (window === null || shape === undefined) return [];
    const fitting = window.map((cells, axis) => {
      const largest = Math.floor(((shape[axis] ?? 1) - 1) / (dilation[axis] ?? 1)) + 1;
      return cells <= largest ? cells : Math.max(1, Math.ceil(largest / 2));
    });
    return [set(scene, "smallerWindow", field, likeBefore(params[field], fitting))];
  });
}

/** Crops are lists of two numbers an axis; each pair leaves at least one cell. */
function smallerCrop(scene: Scene): readonly Proposal[] {
  const { node, shapes } = scene;
  const [shape = []] = node.inputs.map((id) => shapes.get(id) ?? []);
  return Object.entries(node.params as Readonly<Record<string, ParamValue>>).flatMap(([field, value]) => {
    const crop = numbers(value);
    if (crop === null || crop.length < 2) return [];
    const perAxis = crop.length / Math.max(1, shape.length - 1);
    const less = crop.map((cells, i) => {
      const axis = Math.floor(i / perAxis);
      const free = Math.max(0, (shape[axis] ?? 1) - 1);
      const first = Math.min(crop[axis * perAxis] ?? 0, free);
      return i % perAxis === 0 ? first : Math.min(cells, free - first);
    });
    return [set(scene, "cropLess", field, less)];
  });
}

/** The divisors, the nearest to what was asked for first. */
function divisors(size: number, by: number): readonly number[] {
  const all = Array.from({ length: Math.min(size, 4096) }, (_, i) => i + 1).filter((n) => size % n === 0);
  return all.sort((a, b) => Math.abs(a - by) - Math.abs(b - by) || a - b);
}

/** A shape of as many axes that holds all numbers: one axis takes what the others leave, the later the better. */
function shapeThatHolds(scene: Scene, field: string, have: number): readonly Proposal[] {
  const wanted = numbers((scene.node.params as Readonly<Record<string, unknown>>)[field]) ?? [];
  const kept = wanted.map((n) => Math.max(1, n));
  const byAxis = [...kept.keys()].flatMap((axis) => {
    const rest = elements(kept.filter((_, other) => other !== axis));
    return have % rest === 0 ? [kept.map((n, other) => (other === axis ? have / rest : n))] : [];
  });
  const fallback = kept.length === 3 ? imageShape(have) : kept.length === 2 ? sequenceShape(have) : [have];
  const [best = fallback] = byAxis.sort((a, b) => distance(a, kept) - distance(b, kept));
  return [set(scene, "fittingShape", field, best)];
}

/** How far two shapes lie apart, by the size of their largest change. */
const distance = (a: Shape, b: Shape): number =>
  Math.max(...a.map((n, axis) => Math.abs(Math.log(n / (b[axis] ?? 1)))));

function lastAxis(scene: Scene, field: string): readonly Proposal[] {
  const before = (scene.node.params as Readonly<Record<string, unknown>>)[field];
  const last = numbers(before)?.map(() => -1);
  const [shape = []] = scene.node.inputs.map((id) => scene.shapes.get(id) ?? []);
  if (last === undefined) return [];
  // Axes are counted from the end by some layers and from 1 by others, and a list may not name one twice.
  const fromOne = (numbers(before) ?? []).filter((axis) => axis >= 1 && axis <= shape.length);
  return [likeBefore(before, last), likeBefore(before, fromOne)].map((value, i) =>
    set(scene, i === 0 ? "lastAxis" : "setToAllowed", field, value),
  );
}

/** The first pair of axes that are of one size. */
function matchingAxes(scene: Scene, field: string): readonly Proposal[] {
  const [first = [], second = []] = scene.node.inputs.map((id) => scene.shapes.get(id) ?? []);
  const pairs = [...first.keys()].flatMap((a) => [...second.keys()].map((b) => [a, b] as const));
  const [pair] = pairs.reverse().filter(([a, b]) => first[a] === second[b]);
  return pair === undefined ? [] : [set(scene, "matchingAxes", field, [pair[0] + 1, pair[1] + 1])];
}

/** As many ones as the field holds numbers. */
function ones(node: LayerNode, field: string): ParamValue {
  const before = (node.params as Readonly<Record<string, unknown>>)[field];
  return likeBefore(
    before,
    (numbers(before) ?? [1]).map(() => 1),
  );
}
