/**
 * @file What stands in the way of the connections: the cards, and the connections that have their way already. All
 * lines are upright or level. Looked up by height and by place, so that a graph of thousands of layers is no slower.
 */
import { nodeSize } from "./layout.ts";
import type { Point } from "./types.ts";

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface Segment {
  readonly a: Point;
  readonly b: Point;
  readonly source: string;
  readonly route: number;
}

/** How near a line may come to a card that is not its own. */
const clear = { x: 9, y: 6 } as const;
/** How near two lines that run along one another may come. */
const apart = 6;
/** How many cards one line is compared with at most; a longer one goes around in any case. */
export const mostCards = 300;
const cell = 64;

export class RouteSpace {
  private readonly cards: readonly Point[];
  private readonly segments = new Map<number, Segment[]>();
  private readonly labels = new Map<number, Box[]>();

  constructor(
    cards: readonly Point[],
    /** Names of blocks, which labels and level lines leave free where they can. */
    private readonly names: readonly Box[],
  ) {
    this.cards = [...cards].sort((a, b) => a.y - b.y);
  }

  /** The cards at these heights, from the top; no more than can be looked at. */
  between(top: number, bottom: number): readonly Point[] {
    let [low, high] = [0, this.cards.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cards[middle] as Point).y > top - nodeSize.height) high = middle;
      else low = middle + 1;
    }
    const found: Point[] = [];
    for (let at = low; at < this.cards.length && found.length < mostCards; at++) {
      const card = this.cards[at] as Point;
      if (card.y >= bottom) break;
      found.push(card);
    }
    return found;
  }

  /** How many cards a line runs through; its own it may touch. */
  hits(a: Point, b: Point, own: readonly Point[]): number {
    const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
    return this.between(top - clear.y, bottom + clear.y).filter((card) => {
      const mine = own.some(({ x, y }) => x === card.x && y === card.y);
      return through(card, a, b, mine ? { x: -1, y: -1 } : clear);
    }).length;
  }

  /** Whether a line would run along one from another layer, and could be taken for it. */
  runsAlong(a: Point, b: Point, source: string): boolean {
    const upright = a.x === b.x;
    return this.near(boxOf(a, b, apart)).some((other) => {
      if (other.source === source || (other.a.x === other.b.x) !== upright) return false;
      return upright
        ? Math.abs(other.a.x - a.x) < apart && overlap(other.a.y, other.b.y, a.y, b.y)
        : Math.abs(other.a.y - a.y) < apart && overlap(other.a.x, other.b.x, a.x, b.x);
    });
  }

  crossesName(a: Point, b: Point): boolean {
    const line = boxOf(a, b, 0);
    return this.names.some((name) => meet(name, line));
  }

  occupy(points: readonly Point[], source: string, route: number): void {
    for (const [a, b] of segmentsOf(points)) {
      put(this.segments, boxOf(a, b, 0), { a, b, source, route });
    }
  }

  /** How badly a text would stand here: under a card, upon another text, upon a block's name, upon a line. */
  crowding(box: Box, route: number): number {
    const cards = this.between(box.y, box.y + box.height).filter((card) => meet({ ...card, ...nodeSize }, box)).length;
    const texts = look(this.labels, box).filter((other) => meet(other, box)).length;
    const names = this.names.filter((name) => meet(name, box)).length;
    const lines = new Set(
      this.near(box)
        .filter((line) => line.route !== route && meet(boxOf(line.a, line.b, 0), box))
        .map((line) => line.route),
    ).size;
    return 100 * cards + 60 * texts + 40 * names + 15 * lines;
  }

  label(box: Box): void {
    put(this.labels, box, box);
  }

  private readonly near = (box: Box): readonly Segment[] => look(this.segments, box);
}

/** The straight pieces of a line that have a length. */
export const segmentsOf = (points: readonly Point[]): readonly (readonly [Point, Point])[] =>
  points.slice(1).flatMap((b, i) => {
    const a = points[i] as Point;
    return a.x === b.x && a.y === b.y ? [] : [[a, b] as const];
  });

function through(card: Point, a: Point, b: Point, margin: Point): boolean {
  return (
    Math.max(a.x, b.x) > card.x - margin.x &&
    Math.min(a.x, b.x) < card.x + nodeSize.width + margin.x &&
    Math.max(a.y, b.y) > card.y - margin.y &&
    Math.min(a.y, b.y) < card.y + nodeSize.height + margin.y
  );
}

const boxOf = (a: Point, b: Point, margin: number): Box => ({
  x: Math.min(a.x, b.x) - margin,
  y: Math.min(a.y, b.y) - margin,
  width: Math.abs(a.x - b.x) + 2 * margin,
  height: Math.abs(a.y - b.y) + 2 * margin,
});

const overlap = (a: number, b: number, c: number, d: number): boolean =>
  Math.max(a, b) > Math.min(c, d) && Math.max(c, d) > Math.min(a, b);

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + 0.5 && b.x < a.x + a.width + 0.5 && a.y < b.y + b.height + 0.5 && b.y < a.y + a.height + 0.5;

/** Beyond this many cells a line is looked at only where it begins: none so long can be followed by eye. */
const mostCells = 4000;
/** More than a drawing has rows of cells: a column and a row make one number. */
const rowsApart = 2 ** 24;

function* cellsOf({ x, y, width, height }: Box): Generator<number> {
  const [left, right] = [Math.floor(x / cell), Math.floor((x + width) / cell)];
  const [top, bottom] = [Math.floor(y / cell), Math.floor((y + height) / cell)];
  let count = 0;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      if (++count > mostCells) return;
      yield column * rowsApart + row;
    }
  }
}

function put<T>(cells: Map<number, T[]>, box: Box, value: T): void {
  for (const key of cellsOf(box)) {
    const list = cells.get(key);
    if (list === undefined) cells.set(key, [value]);
    else list.push(value);
  }
}

function look<T>(cells: ReadonlyMap<number, readonly T[]>, box: Box): readonly T[] {
  const found = new Set<T>();
  for (const key of cellsOf(box)) for (const value of cells.get(key) ?? []) found.add(value);
  return [...found];
}
