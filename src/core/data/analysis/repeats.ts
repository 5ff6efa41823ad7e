/**
 * @file Finds rows that stand in the table more than once, exactly or nearly. Rows are compared by two 32-bit hashes of
 * their cells, so that nothing is kept but those. Coarse tables repeat by nature (three yes-or-no columns have eight
 * different rows), so what is found is measured against how often unrelated rows would agree.
 */
import { pcgHash } from "../../random.ts";

/** Hashes of rows, filled a column at a time. */
export class RowHashes {
  readonly #low: Uint32Array;
  readonly #high: Uint32Array;
  readonly #double = new Float64Array(1);
  readonly #bits = new Uint32Array(this.#double.buffer);

  constructor(rows: number) {
    this.#low = new Uint32Array(rows);
    this.#high = new Uint32Array(rows);
  }

  /** Takes the cell of a row in, as a number; NaN is missing. */
  add(row: number, value: number): void {
    // + 0: −0 and 0 are one value. Every NaN has the same bits here.
    this.#double[0] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value + 0;
    const [a, b] = [this.#bits[0] as number, this.#bits[1] as number];
    const [low, high] = [this.#low[row] as number, this.#high[row] as number];
    this.#low[row] = pcgHash(low ^ pcgHash(a) ^ Math.imul(b, 0x9e3779b9));
    this.#high[row] = pcgHash(high + pcgHash(b) + Math.imul(a, 0x85ebca6b));
  }

  /** Begins anew, with other rows. */
  clear(): void {
    this.#low.fill(0);
    this.#high.fill(0);
  }

  /** 53 bits of hash a row, into `hashes`. */
  finish(hashes: Float64Array = new Float64Array(this.#low.length)): Float64Array {
    for (let i = 0; i < hashes.length; i++) {
      hashes[i] = (this.#high[i] as number) * 2 ** 21 + ((this.#low[i] as number) >>> 11);
    }
    return hashes;
  }
}

/** A 53-bit hash of a text, as a number. */
export function textHash(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 13);
  }
  return ((a ^ (a >>> 16)) & 0x1fffff) * 4294967296 + (b >>> 0);
}

export interface Repeats {
  /** Rows that an earlier row equals, ascending. */
  readonly later: readonly number[];
  /** Pairs of equal rows. */
  readonly pairs: number;
  /** Rows of a part of higher number that a part of lower number holds too. */
  readonly across: number;
}

/** `partOf` numbers the part of each row (training lowest); 0: the row is in none. `live` rows are compared. */
export function findRepeats(hashes: Float64Array, live: Uint32Array, partOf: Uint8Array): Repeats {
  const sorted = new Float64Array(live.length);
  for (let i = 0; i < live.length; i++) sorted[i] = hashes[live[i] as number] as number;
  sorted.sort();
  const repeated = new Set<number>();
  let pairs = 0;
  let run = 1;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i] === sorted[i - 1]) {
      run++;
      continue;
    }
    if (run > 1) repeated.add(sorted[i - 1] as number);
    pairs += (run * (run - 1)) / 2;
    run = 1;
  }
  const later: number[] = [];
  let across = 0;
  const first = new Set<number>();
  const lowestPart = new Map<number, number>();
  for (const row of live) {
    const hash = hashes[row] as number;
    const part = partOf[row] as number;
    if (!repeated.has(hash) || part === 0) continue;
    const lowest = lowestPart.get(hash);
    if (lowest === undefined || part < lowest) lowestPart.set(hash, part);
  }
  for (const row of live) {
    const hash = hashes[row] as number;
    if (!repeated.has(hash)) continue;
    if (first.has(hash)) later.push(row);
    else first.add(hash);
    if ((partOf[row] as number) > (lowestPart.get(hash) ?? 255)) across++;
  }
  return { later, pairs, across };
}

/** Rows of a sample by which chance is judged. */
const sampledRows = 20_000;

/** How likely two rows drawn at random agree in a column. */
export function agreement(read: (row: number) => number, live: Uint32Array): number {
  const step = Math.max(1, Math.floor(live.length / sampledRows));
  const count = Math.floor((live.length + step - 1) / step);
  if (count < 2) return 1;
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = read(live[i * step] as number);
    values[i] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value + 0;
  }
  values.sort();
  let pairs = 0;
  let run = 1;
  for (let i = 1; i <= values.length; i++) {
    if (i < values.length && values[i] === values[i - 1]) run++;
    else {
      pairs += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  // None in the sample is not none: at most about one.
  return Math.max(1, pairs) / ((count * (count - 1)) / 2);
}

/** So many times the repeats that chance brings are no chance. Columns are not independent, hence the room. */
const beyondChance = 10;

/** Whether the repeats are worth telling: more than a few, and more than rows of such cells repeat anyway. */
export function isTelling({ later, pairs }: Repeats, rows: number, agreements: readonly number[]): boolean {
  if (later.length < Math.max(3, Math.min(20, rows * 0.025))) return false;
  const likely = agreements.reduce((product, share) => product * share, 1);
  return pairs > beyondChance * likely * ((rows * (rows - 1)) / 2);
}
