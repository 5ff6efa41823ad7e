/**
 * @file Divides whole groups: rows of one patient, shop or speaker stay in one part, so that a score tells how well a
 * model does on groups it has never met. Sizes and, where there are classes, the shares of each class come as near to the
 * fractions as whole groups allow, in the manner of scikit-learn's StratifiedGroupKFold: groups are dealt out in random
 * order, each where it brings the parts nearest to what they should hold, and then moved while that brings them nearer.
 */
import { blockRows, done, type Pieces, within } from "../../pieces.ts";
import { random, shuffle } from "../../random.ts";
import { rowsWhere } from "../gather.ts";
import { stream } from "./byRows.ts";
import {
  codeCount,
  countCodes,
  type Fractions,
  type Marks,
  markedParts,
  markParts,
  type Positions,
  positionsByCode,
} from "./positions.ts";

/** A group as the division sees it: its rows, and how many of them are of which class. */
interface Group {
  readonly rows: Uint32Array;
  readonly classes: readonly (readonly [index: number, count: number])[];
}

/** Passes over all groups in search of a better place; a handful always sufficed. */
const passes = 20;
/** So few groups are dealt out many times, for one order of them may end far from the best: the nearest is taken. */
const fewGroups = 40;
const attempts = 20;
/** Pairs of groups are exchanged too while there are not more of them than this: it takes the square of the time. */
const exchanged = 300;

/** Groups looked at in a piece: each is weighed against the parts, with all of its classes. */
const blockGroups = 256;
/** Rounding must not move a group back and forth for ever. */
const gain = -1e-12;

/** How far the parts are from what they should hold; groups can be put into parts and taken out again. */
class Shares {
  /** Of all rows first, then of each class. */
  readonly #wanted: readonly Float64Array[];
  readonly #held: readonly Float64Array[];
  /** Of a row in the distance: a rare class counts as much as a frequent one, and the sizes as much as all classes. */
  readonly #weights: Float64Array;

  constructor(totals: readonly number[], fractions: Fractions) {
    this.#wanted = fractions.map((fraction) => Float64Array.from(totals, (total) => total * fraction));
    this.#held = fractions.map(() => new Float64Array(totals.length));
    const classes = Math.max(1, totals.length - 1);
    this.#weights = Float64Array.from(totals, (total, i) =>
      total === 0 ? 0 : 1 / total ** 2 / (i === 0 ? 1 : classes),
    );
  }

  put({ rows, classes }: Group, part: number, sign: 1 | -1 = 1): void {
    const held = this.#held[part] as Float64Array;
    held[0] = (held[0] as number) + sign * rows.length;
    for (const [index, count] of classes) held[index + 1] = (held[index + 1] as number) + sign * count;
  }

  /** Squared, over all parts. */
  distance(): number {
    return this.#held.reduce(
      (sum, held, part) =>
        held.reduce((of, count, i) => {
          const off = count - ((this.#wanted[part] as Float64Array)[i] as number);
          return of + (this.#weights[i] as number) * off * off;
        }, sum),
      0,
    );
  }

  /** What putting the group there adds to the squared distance. */
  cost({ rows, classes }: Group, part: number): number {
    const [wanted, held] = [this.#wanted[part] as Float64Array, this.#held[part] as Float64Array];
    const added = (i: number, count: number) =>
      (this.#weights[i] as number) * count * (2 * ((held[i] as number) - (wanted[i] as number)) + count);
    return classes.reduce((sum, [index, count]) => sum + added(index + 1, count), added(0, rows.length));
  }
}

function* groupsOf(codes: Int32Array, classOf: Int32Array | null, positions: Uint32Array): Pieces<Group[]> {
  const lists = yield* within(positionsByCode(codes, positions), 0, 0.5);
  const groups: Group[] = [];
  let seen = 0;
  for (const rows of lists) {
    const counts = new Map<number, number>();
    for (const row of rows) {
      if (classOf !== null) counts.set(classOf[row] ?? 0, (counts.get(classOf[row] ?? 0) ?? 0) + 1);
      if (++seen % blockRows === 0) yield 0.5 + (0.5 * seen) / positions.length;
    }
    groups.push({ rows, classes: [...counts] });
  }
  return groups;
}

/** `positions` whose code is below 0 belong to no group: they are trained on, and count as training rows already there. */
export function* splitGroups(
  codes: Int32Array,
  classOf: Int32Array | null,
  positions: Uint32Array,
  fractions: Fractions,
  seed: number,
): Pieces<Positions> {
  const groups = yield* within(groupsOf(codes, classOf, positions), 0, 0.2);
  const without = yield* within(
    rowsWhere(positions, (position) => (codes[position] ?? -1) < 0),
    0.2,
    0.25,
  );
  const [alone] = yield* within(groupsOf(new Int32Array(codes.length), classOf, without), 0.25, 0.3);
  const classes = classOf === null ? done([]) : countCodes(classOf, positions, codeCount(classOf));
  const classTotals = yield* within(classes, 0.3, 0.35);
  const parts = ([0, 1, 2] as const).filter((part) => (fractions[part] ?? 0) > 0);
  const source = random(seed, stream.groups);
  const attempt = (): Pieces<Attempt> => {
    const shares = new Shares([positions.length, ...classTotals], fractions);
    if (alone !== undefined) shares.put(alone, 0);
    return deal(shuffle([...groups], source), parts, shares);
  };
  const tries = groups.length > fewGroups ? 1 : 1 + attempts;
  let found: Attempt | null = null;
  for (let i = 0; i < tries; i++) {
    const other = yield* within(attempt(), 0.35 + (0.45 * i) / tries, 0.35 + (0.45 * (i + 1)) / tries);
    if (found === null || other.distance < found.distance + gain) found = other;
  }
  const { order, place } = found as Attempt;
  const marks: Marks = new Uint8Array(codes.length);
  yield* within(markParts(marks, without, [without.length]), 0.8, 0.85);
  for (const [i, { rows }] of order.entries()) {
    for (const row of rows) marks[row] = (place[i] as number) + 1;
    if (i % blockGroups === 0) yield 0.85;
  }
  return yield* within(markedParts(marks), 0.9, 1);
}

interface Attempt {
  readonly order: readonly Group[];
  /** The part of each group. */
  readonly place: readonly number[];
  readonly distance: number;
}

/** Deals the groups out in this order and moves them to better places. */
function* deal(order: readonly Group[], parts: readonly number[], shares: Shares): Pieces<Attempt> {
  const place: number[] = [];
  for (const group of order) {
    const part = best(parts, (candidate) => shares.cost(group, candidate));
    shares.put(group, part);
    if (place.push(part) % blockGroups === 0) yield place.length / order.length / (passes + 1);
  }
  fillEmpty(order, place, parts, shares);
  for (let pass = 1; pass <= passes; pass++) {
    const better = yield* within(improve(order, place, parts, shares), pass / (passes + 1), (pass + 1) / (passes + 1));
    if (!better) break;
  }
  return { order, place, distance: shares.distance() };
}

function best<T>(candidates: readonly T[], cost: (candidate: T) => number): T {
  let found = candidates[0] as T;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const here = cost(candidate);
    if (here < least) [found, least] = [candidate, here];
  }
  return found;
}

/** How many groups each part has. */
const partSizes = (place: readonly number[]): number[] =>
  [0, 1, 2].map((part) => place.reduce((count, other) => count + (other === part ? 1 : 0), 0));

/** A part that was asked for gets a group where there are enough of them, though none may come nearer to its fraction. */
function fillEmpty(groups: readonly Group[], place: number[], parts: readonly number[], shares: Shares): void {
  if (groups.length < parts.length) return;
  for (const part of parts) {
    const sizes = partSizes(place);
    if ((sizes[part] as number) > 0) continue;
    const spare = [...place.keys()].filter((i) => (sizes[place[i] as number] as number) > 1);
    const moved = best(spare, (i) => moveCost(groups[i] as Group, place[i] as number, part, shares));
    move(groups[moved] as Group, place[moved] as number, part, shares);
    place[moved] = part;
  }
}

function move(group: Group, from: number, to: number, shares: Shares): void {
  shares.put(group, from, -1);
  shares.put(group, to);
}

/** What moving the group adds to the squared distance. */
function moveCost(group: Group, from: number, to: number, shares: Shares): number {
  shares.put(group, from, -1);
  const cost = shares.cost(group, to) - shares.cost(group, from);
  shares.put(group, from);
  return cost;
}

/** Moves groups, and exchanges pairs of them, where that brings the parts nearer; whether anything was moved. */
function* improve(
  groups: readonly Group[],
  place: number[],
  parts: readonly number[],
  shares: Shares,
): Pieces<boolean> {
  let better = false;
  const sizes = partSizes(place);
  for (const [i, group] of groups.entries()) {
    if (i % blockGroups === 0) yield i / groups.length;
    const from = place[i] as number;
    if ((sizes[from] as number) > 1) {
      const to = best(parts, (part) => (part === from ? 0 : moveCost(group, from, part, shares)));
      if (to !== from && moveCost(group, from, to, shares) < gain) {
        move(group, from, to, shares);
        place[i] = to;
        sizes[from] = (sizes[from] as number) - 1;
        sizes[to] = (sizes[to] as number) + 1;
        better = true;
        continue;
      }
    }
    if (groups.length <= exchanged && exchange(groups, place, i, shares)) better = true;
  }
  return better;
}

/** Exchanges group i with the first one of another part for which that is better. */
function exchange(groups: readonly Group[], place: number[], i: number, shares: Shares): boolean {
  const [group, from] = [groups[i] as Group, place[i] as number];
  for (let j = i + 1; j < groups.length; j++) {
    const [other, to] = [groups[j] as Group, place[j] as number];
    if (to === from) continue;
    const there = moveCost(group, from, to, shares);
    move(group, from, to, shares);
    if (there + moveCost(other, to, from, shares) < gain) {
      move(other, to, from, shares);
      [place[i], place[j]] = [to, from];
      return true;
    }
    move(group, to, from, shares);
  }
  return false;
}

/** Rows of each group, by code; groups without rows have 0. */
export const groupSizes = (codes: Int32Array): Pieces<number[]> => countCodes(codes, null, codeCount(codes));
