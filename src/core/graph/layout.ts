/**
 * @file Where nodes stand on the canvas. Only what must be known when a graph changes: where a new node goes, and a
 * plain arrangement in rows. Tidying a tangled graph is left to the canvas, which has a library for it.
 */
import { consumersOf, descendants } from "./edit.ts";
import { orderOf } from "./order.ts";
import type { Graph, NodeId, Point, Positions } from "./types.ts";

/** The size of a node's card in pixels, which the canvas's style repeats. */
export const nodeSize = { width: 206, height: 54 } as const;
/** From the top of one card to the top of the next below, and to the side of the next beside. */
export const step = { x: 256, y: 96 } as const;

/** A node's place; a document may lack it. */
export const placeOf = (positions: Positions, id: NodeId): Point =>
  (Object.hasOwn(positions, id) ? positions[id] : undefined) ?? { x: 0, y: 0 };

const grid = 2;
const snap = (n: number) => Math.round(n / grid) * grid;

/** Rows by depth (longest way from a root); nodes of one row side by side, the first straight below its input. */
export function arrange(graph: Graph): Positions {
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const { order } = orderOf(graph.nodes, (id) => known.get(id)?.inputs.length === 0);
  const depth = new Map<NodeId, number>();
  const perRow = new Map<number, number>();
  const positions: Record<NodeId, Point> = {};
  for (const id of order) {
    const inputs = known.get(id)?.inputs ?? [];
    const row = inputs.reduce((deepest, input) => Math.max(deepest, (depth.get(input) ?? -1) + 1), 0);
    const place = perRow.get(row) ?? 0;
    depth.set(id, row);
    perRow.set(row, place + 1);
    positions[id] = { x: place * step.x, y: row * step.y };
  }
  return positions;
}

/**
 * Positions of exactly the graph's nodes: what is missing is placed below its first input, beside what is there, and an
 * Input above what it feeds. A layer
 * that a mend or a line of code put between two others gets a row of its own, as one put there by hand does.
 */
export function placeMissing(graph: Graph, positions: Positions): Positions {
  const has = (id: NodeId) => Object.hasOwn(positions, id);
  if (graph.nodes.length > 0 && !graph.nodes.some(({ id }) => has(id))) return arrange(graph);
  if (graph.nodes.every(({ id }) => has(id))) return positions;
  const placed: Record<NodeId, Point> = { ...positions };
  const { order } = orderOf(graph.nodes, () => true);
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const consumers = consumersOf(graph);
  for (const id of order) {
    if (Object.hasOwn(placed, id)) continue;
    const above = known
      .get(id)
      ?.inputs.map((input) => placed[input])
      .find((point) => point !== undefined);
    if (above !== undefined && consumers.get(id)?.some((other) => Object.hasOwn(placed, other))) {
      Object.assign(placed, makeRoom(graph, placed, id));
      continue;
    }
    const first = above === undefined ? topOf(consumers.get(id) ?? [], placed) : null;
    if (first !== null) {
      placed[id] = freePlace({ x: first.x, y: first.y - step.y }, placed);
      continue;
    }
    const lowest = Object.values(placed).reduce((low, { y }) => Math.max(low, y), -step.y);
    placed[id] = freePlace(
      above === undefined ? { x: 0, y: lowest + step.y } : { x: above.x, y: above.y + step.y },
      placed,
    );
  }
  return placed;
}

/** The highest of these places; null where there is none. */
function topOf(ids: readonly NodeId[], placed: Positions): Point | null {
  const points = ids.flatMap((id) => (Object.hasOwn(placed, id) ? (placed[id] ?? []) : []));
  return points.reduce<Point | null>((top, at) => (top === null || at.y < top.y ? at : top), null);
}

function freePlace(wanted: Point, placed: Positions): Point {
  const taken = Object.values(placed);
  let { x } = wanted;
  while (
    taken.some((other) => Math.abs(other.x - x) < nodeSize.width && Math.abs(other.y - wanted.y) < nodeSize.height)
  ) {
    x += step.x;
  }
  return { x: snap(x), y: snap(wanted.y) };
}

/** After `id` was added between two layers: places it below its input and moves what depends on it down a row. */
export function makeRoom(graph: Graph, positions: Positions, id: NodeId): Positions {
  const node = graph.nodes.find((other) => other.id === id);
  const above = node?.inputs.map((input) => positions[input]).find((point) => point !== undefined);
  if (node === undefined || above === undefined) return placeMissing(graph, positions);
  const place: Point = { x: above.x, y: above.y + step.y };
  const below = descendants(graph, id);
  const nearest = (consumersOf(graph).get(id) ?? []).reduce(
    (near, consumer) => Math.min(near, positions[consumer]?.y ?? Number.POSITIVE_INFINITY),
    Number.POSITIVE_INFINITY,
  );
  const shift = nearest < place.y + step.y ? place.y + step.y - nearest : 0;
  const moved: Record<NodeId, Point> = {};
  for (const [other, point] of Object.entries(positions)) {
    moved[other] = other !== id && below.has(other) ? { x: point.x, y: point.y + shift } : point;
  }
  const { [id]: _self, ...others } = moved;
  return { ...others, [id]: freePlace(place, others) };
}

/** After `removed` went: what stood below them comes up by the rows that are free now. */
export function closeGaps(before: Graph, positions: Positions, removed: readonly NodeId[]): Positions {
  const gone = new Set(removed);
  const kept: Record<NodeId, Point> = {};
  for (const [id, point] of Object.entries(positions)) if (!gone.has(id)) kept[id] = point;
  for (const id of removed) {
    const hole = positions[id];
    if (hole === undefined) continue;
    const inRow = (point: Point) => Math.abs(point.y - hole.y) < nodeSize.height;
    if (Object.values(kept).some(inRow)) continue;
    for (const other of descendants(before, id)) {
      const point = kept[other];
      if (point !== undefined && point.y > hole.y) kept[other] = { x: point.x, y: point.y - step.y };
    }
  }
  return kept;
}
