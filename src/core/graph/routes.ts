/**
 * @file The ways of the connections on the canvas and in the exported picture. A connection never runs under a card or
 * along another layer's connection where there is any other way: it bends beside its ends, enters at a side, or takes a
 * lane beside the cards between. Of a few plain ways the cheapest is taken, the shortest connections first, so that long
 * ones lie outside. Connections into one layer enter it apart from one another.
 */
import { nodeSize } from "./layout.ts";
import { type Box, RouteSpace, segmentsOf } from "./routeSpace.ts";
import type { Point } from "./types.ts";

export interface Route {
  /** Upright and level pieces, from the card where it begins to the one where it ends. */
  readonly points: readonly Point[];
  /** The middle of the text that stands at it. */
  readonly label: Point;
  /** A point on it, for a button. */
  readonly grip: Point;
  /** The middles of the edges of the two cards that look at one another, for whoever moves the cards. */
  readonly ends: { readonly from: Point; readonly to: Point };
}

export interface RouteLine {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Off a card's edge: how far a connection runs before it bends, in the order in which they are tried. */
const levels = [21, 13, 29, 8] as const;
/** Down a card's side: where connections enter, and where they leave, which is never the same. */
const entries = [16, 27, 7] as const;
const exitDown = 42;
const laneOff = 22;
const laneStep = 13;
const slotStep = 26;
const cost = { bend: 30, card: 5000, along: 900, name: 30, side: 70, out: 200 } as const;

interface Ends {
  readonly line: RouteLine;
  readonly index: number;
  readonly source: Point;
  readonly target: Point;
}

/** The ways of these lines, in their order; null where an end is not there. */
export function routesOf(
  places: ReadonlyMap<string, Point>,
  lines: readonly RouteLine[],
  names: readonly Box[] = [],
): readonly (Route | null)[] {
  const space = new RouteSpace([...places.values()], names);
  const ends = lines.flatMap((line, index): Ends[] => {
    const [source, target] = [places.get(line.from), places.get(line.to)];
    return source === undefined || target === undefined ? [] : [{ line, index, source, target }];
  });
  const slots = slotsOf(ends);
  const ways = new Map<number, readonly Point[]>();
  for (const end of [...ends].sort((a, b) => lengthOf(a) - lengthOf(b))) {
    const points = wayOf(end, space, slots);
    ways.set(end.index, points);
    slots.take(end, points);
    space.occupy(points, end.line.from, end.index);
  }
  const found = new Map(ends.map((end) => [end.index, end]));
  return lines.map(({ text }, index) => {
    const [points, end] = [ways.get(index), found.get(index)];
    if (points === undefined || end === undefined) return null;
    return {
      points,
      ...labelled(points, text, index, space),
      ends: { from: footOf(end.source), to: headOf(end.target) },
    };
  });
}

const lengthOf = ({ source, target }: Ends): number =>
  Math.abs(target.y - source.y) + (Math.abs(target.x - source.x) < 1 ? 0 : Math.abs(target.x - source.x) + 1);

const footOf = (card: Point): Point => ({ x: middleOf(card), y: card.y + nodeSize.height });
const headOf = (card: Point): Point => ({ x: middleOf(card), y: card.y });
const middleOf = ({ x }: Point): number => x + nodeSize.width / 2;

/** Where along a card's top the next connection enters: from straight above in the middle, others to their side of it. */
function slotsOf(ends: readonly Ends[]) {
  const incoming = new Map<string, Ends[]>();
  for (const end of ends) {
    const list = incoming.get(end.line.to);
    if (list === undefined) incoming.set(end.line.to, [end]);
    else list.push(end);
  }
  const taken = new Map<string, Set<number>>();
  return {
    offset({ line, source, target }: Ends): number {
      const all = incoming.get(line.to) ?? [];
      const side = Math.sign(Math.round(source.x - target.x));
      if (all.length < 2) return 0;
      const straight = all.some((other) => Math.abs(other.source.x - other.target.x) < 1);
      const used = taken.get(line.to);
      for (let at = straight || side === 0 ? 0 : side * (slotStep / 2); ; at += (side === 0 ? 1 : side) * slotStep) {
        if (Math.abs(at) > nodeSize.width / 2 - 14) return at - Math.sign(at) * slotStep * 0.5;
        if (used?.has(at) !== true && !(straight && side !== 0 && at === 0)) return at;
      }
    },
    take({ line, target }: Ends, points: readonly Point[]): void {
      const last = points.at(-1);
      if (last === undefined || last.y !== target.y) return;
      const used = taken.get(line.to) ?? new Set<number>();
      taken.set(line.to, used.add(last.x - middleOf(target)));
    },
  };
}

function wayOf(end: Ends, space: RouteSpace, slots: ReturnType<typeof slotsOf>): readonly Point[] {
  const { source, target, line } = end;
  const from = footOf(source);
  const to = { x: middleOf(target) + slots.offset(end), y: target.y };
  const own = [source, target];
  let best: readonly Point[] = [from, to];
  let least = Number.POSITIVE_INFINITY;
  for (const points of candidates(end, from, to, space)) {
    let sum = points.at(-1)?.y === target.y ? 0 : cost.side;
    // Out at a side is plain for a skip within a column; elsewhere what goes on leaves below.
    if (points[0]?.y !== from.y && Math.abs(source.x - target.x) >= nodeSize.width) sum += cost.out;
    for (const [a, b] of segmentsOf(points)) {
      if (sum >= least) break;
      sum += Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + cost.bend;
      sum += cost.card * space.hits(a, b, own);
      if (space.runsAlong(a, b, line.from)) sum += cost.along;
      if (a.y === b.y && space.crossesName(a, b)) sum += cost.name;
    }
    if (sum < least) [best, least] = [points, sum];
    // Straight down, and nothing in the way.
    if (points.length === 2 && sum < cost.along) break;
  }
  return best;
}

function* candidates(end: Ends, from: Point, to: Point, space: RouteSpace): Generator<readonly Point[]> {
  const { source, target, line } = end;
  const level = (at: number, way: 1 | -1, x1: number, x2: number): number => {
    const heights = levels.map((off) => at + way * off);
    return heights.find((y) => !space.runsAlong({ x: x1, y }, { x: x2, y }, line.from)) ?? (heights[0] as number);
  };
  if (from.x === to.x && from.y < to.y) yield [from, to];
  if (from.y + 16 <= to.y && from.x !== to.x) {
    for (const y of [level(to.y, -1, from.x, to.x), level(from.y, 1, from.x, to.x)]) {
      yield [from, { x: from.x, y }, { x: to.x, y }, to];
    }
  }
  const sides = [target.x, target.x + nodeSize.width];
  for (const [i, side] of sides.entries()) {
    const outside = i === 0 ? from.x < side - laneOff : from.x > side + laneOff;
    if (!outside || from.y >= target.y) continue;
    for (const down of entries) {
      const y = target.y + down;
      yield [from, { x: from.x, y }, { x: side, y }];
    }
  }
  for (const lane of lanesOf(source, target, space)) {
    const [above, below] = [level(to.y, -1, lane, to.x), level(from.y, 1, from.x, lane)];
    const down = { x: from.x, y: below };
    yield [from, down, { x: lane, y: below }, { x: lane, y: above }, { x: to.x, y: above }, to];
    const side = sideTo(target, lane);
    const exit = sideTo(source, lane);
    if (side === null) continue;
    for (const entry of entries) {
      const y = target.y + entry;
      yield [from, down, { x: lane, y: below }, { x: lane, y }, { x: side, y }];
      const out = source.y + exitDown;
      if (exit !== null)
        yield [
          { x: exit, y: out },
          { x: lane, y: out },
          { x: lane, y },
          { x: side, y },
        ];
    }
  }
}

/** The side of a card that looks at a lane; null where the lane runs over it. */
function sideTo({ x }: Point, lane: number): number | null {
  if (lane <= x - laneOff) return x;
  return lane >= x + nodeSize.width + laneOff ? x + nodeSize.width : null;
}

const mostLanes = 18;

/** Beside the ends and the cards between them, the nearest first. */
function lanesOf(source: Point, target: Point, space: RouteSpace): readonly number[] {
  const between = space.between(Math.min(source.y, target.y), Math.max(source.y, target.y) + nodeSize.height);
  const columns = new Set([source.x, target.x, ...between.map(({ x }) => x)]);
  const lanes = [...columns].flatMap((x) =>
    [0, 1, 2, 3].flatMap((k) => [x - laneOff - k * laneStep, x + nodeSize.width + laneOff + k * laneStep]),
  );
  const middle = (middleOf(source) + middleOf(target)) / 2;
  const away = (lane: number) => Math.abs(lane - middle);
  return [...new Set(lanes)].sort((a, b) => away(a) - away(b) || a - b).slice(0, mostLanes);
}

const textHeight = 16;
const textWidth = (text: string): number => text.length * 6.7 + 10;

/** Finds a place for the text: upon a level piece, beside or upon an upright one, clear of what else is there. */
function labelled(
  points: readonly Point[],
  text: string,
  index: number,
  space: RouteSpace,
): Pick<Route, "label" | "grip"> {
  const width = textWidth(text);
  const boxAt = ({ x, y }: Point): Box => ({ x: x - width / 2, y: y - textHeight / 2, width, height: textHeight });
  const pieces = [...segmentsOf(points)].sort(([a, b], [c, d]) => manhattan(c, d) - manhattan(a, b));
  const first = pieces[0] ?? [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ];
  let best = { grip: mid(first, 0.5), label: mid(first, 0.5) };
  let least = Number.POSITIVE_INFINITY;
  for (const [rank, piece] of pieces.entries()) {
    const upright = piece[0].x === piece[1].x;
    if (!upright && manhattan(...piece) < width + 8) continue;
    for (const [i, share] of [0.5, 0.3, 0.7].entries()) {
      const grip = mid(piece, share);
      const beside = pieces.length === 1 || manhattan(...piece) < 60;
      const off = width / 2 + 8;
      const spots = upright ? (beside ? [off, -off] : [0, off, -off]) : [0];
      for (const [j, dx] of spots.entries()) {
        // Where the first place is free, no other is better.
        if (least <= rank * 4 + i * 2 + j) break;
        const label = { x: grip.x + dx, y: grip.y };
        const score = space.crowding(boxAt(label), index) + rank * 4 + i * 2 + j;
        if (score < least) [best, least] = [{ grip, label }, score];
      }
    }
    if (least < 4 * (rank + 1)) break;
  }
  if (text !== "") space.label(boxAt(best.label));
  return best;
}

const manhattan = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
const mid = ([a, b]: readonly [Point, Point], share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

const corner = 12;
const num = (value: number): string => String(Math.round(value * 100) / 100);

/** The way as SVG draws it, with round corners. */
export function routePath(points: readonly Point[]): string {
  return points
    .map((at, i) => {
      const [before, after] = [points[i - 1], points[i + 1]];
      if (before === undefined) return `M${num(at.x)} ${num(at.y)}`;
      if (after === undefined) return `L${num(at.x)} ${num(at.y)}`;
      const r = Math.min(corner, manhattan(before, at) / 2, manhattan(at, after) / 2);
      const towards = (other: Point): Point => ({
        x: at.x + Math.sign(other.x - at.x) * r,
        y: at.y + Math.sign(other.y - at.y) * r,
      });
      const [into, out] = [towards(before), towards(after)];
      return `L${num(into.x)} ${num(into.y)} Q${num(at.x)} ${num(at.y)} ${num(out.x)} ${num(out.y)}`;
    })
    .join(" ");
}
