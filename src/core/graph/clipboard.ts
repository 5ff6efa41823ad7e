/**
 * @file Layers on their way through the clipboard, as JSON text, between projects and tabs. What a foreign text may hold
 * is judged in `clipSchema.ts`, which is loaded with the validator.
 */
import { type LayerNode, specOf } from "../layers/index.ts";
import { anchorOf, joinBlockOf, newBlockId } from "./blocks.ts";
import { consumersOf, descendants, idMaker } from "./edit.ts";
import { nodeSize, placeOf, step } from "./layout.ts";
import type { Block, Graph, NodeId, Note, Point, Positions } from "./types.ts";

/** Everything on the canvas. */
export interface Sheet {
  readonly graph: Graph;
  readonly positions: Positions;
  readonly blocks: readonly Block[];
  readonly notes: readonly Note[];
}

/** Layers by the ids they had where they were copied; inputs that were not copied as well are left out. */
export interface Clip {
  readonly nodes: readonly LayerNode[];
  readonly positions: Positions;
  readonly blocks: readonly Block[];
  readonly notes: readonly Note[];
}

export const clipVersion = 1;
/** The most layers, blocks and notes a document holds. */
export const maxLayers = 10_000;
const maxBlocks = 1000;
export const maxNotes = 1000;

/** Input and output stay where they are: a model has one of each. */
const isCopyable = ({ kind }: LayerNode) => (specOf(kind)?.role ?? "hidden") === "hidden";

export function copied(sheet: Sheet, ids: readonly NodeId[], noteIds: readonly string[]): Clip {
  const wanted = new Set(ids);
  const chosen = sheet.graph.nodes.filter((node) => wanted.has(node.id) && isCopyable(node));
  const inside = new Set(chosen.map(({ id }) => id));
  return {
    nodes: chosen.map((node) => ({ ...node, inputs: node.inputs.filter((id) => inside.has(id)) })),
    positions: Object.fromEntries(chosen.map(({ id }) => [id, placeOf(sheet.positions, id)])),
    blocks: sheet.blocks.filter(({ nodes }) => nodes.length > 0 && nodes.every((id) => inside.has(id))),
    notes: sheet.notes.filter(({ id }) => noteIds.includes(id)),
  };
}

export const isEmptyClip = ({ nodes, notes }: Clip): boolean => nodes.length === 0 && notes.length === 0;

export const clipText = (clip: Clip): string =>
  JSON.stringify({ layerwise: "layers", version: clipVersion, ...clip }, null, 1);

/** Whether a text says of itself that it holds layers; others are left to whoever knows them. */
export const saysItIsAClip = (text: string): boolean => /^\s*\{\s*"layerwise"\s*:\s*"layers"/.test(text.slice(0, 200));

export interface PastePlace {
  /** The middle of what is pasted comes here. */
  readonly at?: Point | undefined;
  /** What is pasted takes this layer's output, and feeds what the layer fed. */
  readonly after?: NodeId | undefined;
}

export interface Pasted {
  readonly sheet: Sheet;
  readonly ids: readonly NodeId[];
  readonly noteIds: readonly string[];
}

/** Puts a clip on the canvas, under new ids; edges within it are kept. `noteId` makes the id of a note. */
export function paste(sheet: Sheet, clip: Clip, place: PastePlace, noteId: () => string): Pasted {
  const idOf = idMaker(sheet.graph);
  const nodes = clip.nodes.filter(isCopyable);
  const renamed = new Map(nodes.map((node) => [node.id, idOf(node.kind)]));
  const fresh = nodes.map((node) => ({
    ...node,
    id: renamed.get(node.id) as NodeId,
    inputs: node.inputs.flatMap((id) => renamed.get(id) ?? []),
  }));
  const ids = fresh.map(({ id }) => id);
  const wired = wire(sheet.graph, fresh, place.after);
  const joined = place.after === undefined ? sheet.blocks : joinBlockOf(sheet.blocks, sheet.graph, place.after, ids);
  const blocks = withPastedBlocks(joined, clip.blocks, renamed);
  const old = Object.fromEntries([...renamed].map(([from, to]) => [to, placeOf(clip.positions, from)]));
  const below = wired.after === null ? null : placeOf(sheet.positions, wired.after);
  const offset = offsetOf(sheet, visiblePlaces(ids, old, blocks), clip.notes, place.at, below);
  const move = ({ x, y }: Point): Point => ({ x: Math.round(x + offset.x), y: Math.round(y + offset.y) });
  const placed = Object.fromEntries(Object.entries(old).map(([id, at]) => [id, move(at)]));
  const notes = clip.notes.map((note) => ({ ...note, ...move(note), id: noteId() }));
  const positions = { ...sheet.positions, ...placed };
  return {
    sheet: {
      graph: wired.graph,
      positions: wired.after === null ? positions : pushedDown(wired.graph, positions, ids, blocks),
      blocks,
      notes: [...sheet.notes, ...notes].slice(0, maxNotes),
    },
    ids,
    noteIds: notes.map(({ id }) => id),
  };
}

/** A layer is in the first block that claims it; a document holds so many blocks and no more. */
function withPastedBlocks(
  blocks: readonly Block[],
  pasted: readonly Block[],
  renamed: ReadonlyMap<NodeId, NodeId>,
): readonly Block[] {
  const all = [...blocks];
  const claimed = new Set<NodeId>();
  for (const block of pasted) {
    const inside = new Set(block.nodes.flatMap((id) => renamed.get(id) ?? []).filter((id) => !claimed.has(id)));
    for (const id of inside) claimed.add(id);
    if (inside.size > 0 && all.length < maxBlocks) all.push({ ...block, id: newBlockId(all), nodes: [...inside] });
  }
  return all;
}

interface Wired {
  readonly graph: Graph;
  /** The layer they follow; null where they stand alone. */
  readonly after: NodeId | null;
}

/** Adds the nodes before the output, or behind `after` where they begin and end in one layer each. */
function wire(graph: Graph, fresh: readonly LayerNode[], after: NodeId | undefined): Wired {
  const known = graph.nodes.find(({ id }) => id === after);
  const entries = fresh.filter((node) => node.inputs.length === 0 && (specOf(node.kind)?.inputs.max ?? 1) > 0);
  const [entry, ...more] = entries;
  const follows =
    known !== undefined && specOf(known.kind)?.role !== "output" && entry !== undefined && more.length === 0;
  if (!follows) {
    const output = graph.nodes.findIndex(({ kind }) => specOf(kind)?.role === "output");
    const at = output < 0 ? graph.nodes.length : output;
    return { graph: { nodes: [...graph.nodes.slice(0, at), ...fresh, ...graph.nodes.slice(at)] }, after: null };
  }
  const inner = consumersOf({ nodes: fresh });
  const exits = fresh.filter(({ id }) => !inner.has(id));
  const exit = exits.length === 1 ? exits[0]?.id : undefined;
  const nodes = graph.nodes.flatMap((node): LayerNode[] => {
    const rewired =
      exit !== undefined && node.inputs.includes(known.id)
        ? { ...node, inputs: node.inputs.map((id) => (id === known.id ? exit : id)) }
        : node;
    if (node.id !== known.id) return [rewired];
    return [rewired, ...fresh.map((added) => (added === entry ? { ...added, inputs: [known.id] } : added))];
  });
  return { graph: { nodes }, after: known.id };
}

/** The places of what is seen: of a collapsed block, its card's. */
function visiblePlaces(ids: readonly NodeId[], positions: Positions, blocks: readonly Block[]): readonly Point[] {
  const hidden = new Set<NodeId>();
  const anchors: Point[] = [];
  const mine = new Set(ids);
  for (const block of blocks) {
    if (!block.collapsed || !block.nodes.some((id) => mine.has(id))) continue;
    for (const id of block.nodes) hidden.add(id);
    anchors.push(anchorOf(block, positions));
  }
  return [...anchors, ...ids.filter((id) => !hidden.has(id)).map((id) => placeOf(positions, id))];
}

function offsetOf(
  sheet: Sheet,
  cards: readonly Point[],
  notes: readonly Note[],
  at: Point | undefined,
  below: Point | null,
): Point {
  const boxes = [...cards.map((point) => ({ ...point, ...nodeSize })), ...notes];
  const left = Math.min(...bounds(boxes, ({ x }) => x));
  const top = Math.min(...bounds(boxes, ({ y }) => y));
  if (below !== null) return { x: below.x - left, y: below.y + step.y - top };
  const right = Math.max(...bounds(boxes, ({ x, width }) => x + width));
  const bottom = Math.max(...bounds(boxes, ({ y, height }) => y + height));
  if (at !== undefined) return { x: at.x - (left + right) / 2, y: at.y - (top + bottom) / 2 };
  return { x: freeColumn(sheet, { left, right, top, bottom }), y: 0 };
}

/** The lowest and the highest of a measure; never spread a list of thousands over a call. */
function bounds<T>(items: readonly T[], of: (item: T) => number): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const item of items) {
    const value = of(item);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return items.length === 0 ? [0, 0] : [low, high];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far to the right a box must go to cover no card; 0 where it covers none. */
function freeColumn(sheet: Sheet, { left, right, top, bottom }: Box): number {
  const taken = Object.values(sheet.positions).filter(({ y }) => y < bottom && y + nodeSize.height > top);
  let by = 0;
  // Each turn passes at least one card for good; the bound is for places that are no numbers.
  for (let turn = 0; turn < 1000; turn++) {
    const hit = taken.find(({ x }) => x < right + by && x + nodeSize.width > left + by);
    if (hit === undefined) return by;
    by += step.x;
  }
  return by;
}

/** What depends on the new layers goes down as far as they need room. */
function pushedDown(graph: Graph, positions: Positions, ids: readonly NodeId[], blocks: readonly Block[]): Positions {
  const mine = new Set(ids);
  const bottom = Math.max(...bounds(visiblePlaces(ids, positions, blocks), ({ y }) => y));
  const consumers = consumersOf(graph);
  const outside = ids.flatMap((id) => consumers.get(id) ?? []).filter((id) => !mine.has(id));
  const below = new Set<NodeId>();
  for (const id of outside) if (!below.has(id)) for (const behind of descendants(graph, id)) below.add(behind);
  const nearest = bounds(outside, (id) => placeOf(positions, id).y)[0];
  const shift = outside.length === 0 ? 0 : Math.max(0, bottom + step.y - nearest);
  if (shift === 0) return positions;
  const moved: Record<NodeId, Point> = { ...positions };
  for (const id of below)
    if (!mine.has(id)) moved[id] = { x: placeOf(positions, id).x, y: placeOf(positions, id).y + shift };
  return moved;
}
