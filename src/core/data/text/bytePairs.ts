/**
 * @file Byte-pair encoding (Sennrich, Haddow & Birch, 2016) over characters: the pair of neighbouring symbols that is most
 * frequent becomes a symbol, again and again. Counts are kept up to date instead of counted anew, so that thousands of
 * merges over a large text take seconds. Equal counts go by code points: the same texts give the same merges everywhere.
 */
import { type Pieces, within } from "../../pieces.ts";
import { compareCodePoints } from "../cellSource.ts";

export type Merge = readonly [left: string, right: string];

/** Most frequent first, ties by code point; at most `limit`. */
export const mostFrequent = (counts: ReadonlyMap<string, number>, limit: number): string[] =>
  [...counts]
    .sort(([a, m], [b, n]) => n - m || compareCodePoints(a, b))
    .slice(0, limit)
    .map(([token]) => token);

export interface BytePairs {
  /** Characters, the most frequent first, then what each merge made. */
  readonly vocabulary: readonly string[];
  readonly merges: readonly Merge[];
}

/** A pair that stands once is no pattern. */
const leastCount = 2;
/** Pieces taken in before a stop. */
const piecesAtOnce = 2048;
/** Above any number of symbols: two of them are one key. */
const base = 2 ** 24;

/**
 * Learns from pieces and how often each stands, until there are `limit` symbols or no pair is left that stands twice.
 * Characters beyond the limit are unknown, and never merged.
 */
export function* learnBytePairs(pieces: ReadonlyMap<string, number>, limit: number): Pieces<BytePairs> {
  const characters = new Map<string, number>();
  for (const [piece, count] of pieces)
    for (const character of piece) characters.set(character, (characters.get(character) ?? 0) + count);
  const symbols = mostFrequent(characters, limit);
  const idOf = new Map(symbols.map((symbol, id) => [symbol, id]));
  const pairs = new Pairs(symbols);
  yield* within(pairs.fill(pieces, idOf), 0, 0.3);
  const merges: Merge[] = [];
  const learnt = new Set<number>();
  while (symbols.length < limit) {
    const best = pairs.mostFrequent();
    if (best === null || best.count < leastCount) break;
    const [left, right] = [Math.floor(best.key / base), best.key % base];
    const made = (symbols[left] as string) + (symbols[right] as string);
    let id = idOf.get(made);
    if (id === undefined) {
      id = symbols.length;
      symbols.push(made);
      idOf.set(made, id);
    }
    // A merge may make a pair again that was merged before: it is carried out, and learnt already.
    if (!learnt.has(best.key)) merges.push([symbols[left] as string, symbols[right] as string]);
    learnt.add(best.key);
    pairs.merge(left, right, id);
    yield 0.3 + (0.7 * symbols.length) / limit;
  }
  return { vocabulary: symbols, merges };
}

interface Entry {
  readonly key: number;
  readonly count: number;
}

/** All pieces as symbols, and of each pair how often it stands and in which pieces. */
class Pairs {
  readonly #pieces: number[][] = [];
  readonly #counts: number[] = [];
  readonly #totals = new Map<number, number>();
  /** May name pieces that no longer hold the pair. */
  readonly #where = new Map<number, number[]>();
  /** A heap; an entry whose count is no longer the pair's is put back with the right one when it comes up. */
  readonly #heap: Entry[] = [];
  readonly #symbols: readonly string[];

  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
  }

  *fill(pieces: ReadonlyMap<string, number>, idOf: ReadonlyMap<string, number>): Pieces<void> {
    let seen = 0;
    for (const [piece, count] of pieces) {
      if (++seen % piecesAtOnce === 0) yield seen / pieces.size;
      const ids = Array.from(piece, (character) => idOf.get(character) ?? -1);
      if (ids.length < 2) continue;
      const at = this.#pieces.push(ids) - 1;
      this.#counts.push(count);
      this.#each(ids, (key) => {
        this.#totals.set(key, (this.#totals.get(key) ?? 0) + count);
        this.#place(key, at);
      });
    }
    for (const [key, count] of this.#totals) this.#push({ key, count });
  }

  #each(ids: readonly number[], take: (key: number) => void): void {
    for (let i = 1; i < ids.length; i++) {
      const [left, right] = [ids[i - 1] as number, ids[i] as number];
      if (left >= 0 && right >= 0) take(left * base + right);
    }
  }

  #place(key: number, piece: number): void {
    const known = this.#where.get(key);
    if (known === undefined) this.#where.set(key, [piece]);
    else if (known.at(-1) !== piece) known.push(piece);
  }

  mostFrequent(): Entry | null {
    for (;;) {
      const top = this.#pop();
      if (top === null) return null;
      const count = this.#totals.get(top.key) ?? 0;
      if (count === top.count) return top;
      if (count > 0) this.#push({ key: top.key, count });
    }
  }

  /** Puts symbol `made` in the place of each pair, from the left. */
  merge(left: number, right: number, made: number): void {
    const key = left * base + right;
    const changed = new Set<number>();
    const places = this.#where.get(key) ?? [];
    this.#where.delete(key);
    for (const at of places) {
      const old = this.#pieces[at] as number[];
      const ids = merged(old, left, right, made);
      if (ids.length === old.length) continue;
      const count = this.#counts[at] as number;
      this.#each(old, (pair) => this.#totals.set(pair, (this.#totals.get(pair) ?? 0) - count));
      this.#each(ids, (pair) => {
        this.#totals.set(pair, (this.#totals.get(pair) ?? 0) + count);
        if (Math.floor(pair / base) !== made && pair % base !== made) return;
        this.#place(pair, at);
        changed.add(pair);
      });
      this.#pieces[at] = ids;
    }
    for (const pair of changed) this.#push({ key: pair, count: this.#totals.get(pair) ?? 0 });
    // The pair is gone, unless merging made the same one anew.
    if ((this.#totals.get(key) ?? 0) <= 0) this.#totals.delete(key);
  }

  #before(a: Entry, b: Entry): boolean {
    if (a.count !== b.count) return a.count > b.count;
    const name = (key: number, side: "left" | "right") =>
      this.#symbols[side === "left" ? Math.floor(key / base) : key % base] as string;
    const order =
      compareCodePoints(name(a.key, "left"), name(b.key, "left")) ||
      compareCodePoints(name(a.key, "right"), name(b.key, "right"));
    return order < 0;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(entry, heap[parent] as Entry)) break;
      heap[at] = heap[parent] as Entry;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): Entry | null {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined) return null;
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      if (left >= heap.length) break;
      const child = right < heap.length && this.#before(heap[right] as Entry, heap[left] as Entry) ? right : left;
      if (!this.#before(heap[child] as Entry, last)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function merged(symbols: readonly number[], left: number, right: number, made: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && i + 1 < symbols.length && symbols[i + 1] === right) {
      result.push(made);
      i++;
    } else result.push(symbols[i] as number);
  }
  return result;
}

/** Pieces repeat: what each becomes is remembered, up to a bound. */
const rememberedPieces = 100_000;

/** Cuts a piece to symbols: of the merges that are possible the one learnt first is carried out, until none is. */
export function pieceCutter(merges: readonly Merge[]): (piece: string) => readonly string[] {
  const symbols: string[] = [];
  const ids = new Map<string, number>();
  const idOf = (symbol: string): number => {
    const known = ids.get(symbol);
    if (known !== undefined) return known;
    ids.set(symbol, symbols.length);
    return symbols.push(symbol) - 1;
  };
  const learnt = merges.map(([left, right]) => [idOf(left), idOf(right), idOf(left + right)] as const);
  const ranks = new Map<number, number>();
  for (const [rank, [left, right]] of learnt.entries()) {
    const key = left * base + right;
    if (!ranks.has(key)) ranks.set(key, rank);
  }
  const known = new Map<string, readonly string[]>();
  return (piece) => {
    const seen = known.get(piece);
    if (seen !== undefined) return seen;
    let own = Array.from(piece, idOf);
    for (;;) {
      let best = merges.length;
      for (let i = 1; i < own.length; i++) {
        const rank = ranks.get((own[i - 1] as number) * base + (own[i] as number));
        if (rank !== undefined && rank < best) best = rank;
      }
      const merge = learnt[best];
      if (merge === undefined) break;
      own = merged(own, ...merge);
    }
    const cut = own.map((id) => symbols[id] as string);
    if (known.size >= rememberedPieces) known.clear();
    known.set(piece, cut);
    return cut;
  };
}
