/**
 * @file Finds test rows that training holds too: a score on them measures memory, not learning. Rows are compared by
 * the cells of their features and of their target, through two 32-bit hashes a row, so that nothing
 * is kept but those; among a million rows the chance of any false match is about one in 100,000.
 */
import { assertNever } from "../fault.ts";
import { inBlocks, type Pieces, within } from "../pieces.ts";
import { pcgHash } from "../random.ts";
import { RowHashes } from "./analysis/repeats.ts";
import { type CellSource, keyIndexer } from "./cellSource.ts";
import { blockOf, type Sources } from "./encode.ts";
import { cellKind, type FittedFeature, type Recipe } from "./recipe.ts";
import { encodeUtf8 } from "./utf8.ts";

/** How many of `test` equal some row of `train` in every feature and in the target. */
export function* countSameRows(
  recipe: Recipe,
  sources: Sources,
  train: Uint32Array,
  test: Uint32Array,
): Pieces<number> {
  if (test.length === 0) return 0;
  const hashes = new BlockHashes(rowValues(recipe, sources), blockOf(recipe));
  const seen = new HashTable(test.length);
  const slots = new Uint32Array(test.length);
  const share = test.length / (test.length + train.length);
  const place = inBlocks(
    test.length,
    (from, to) => {
      const block = hashes.of(test.subarray(from, to));
      for (let i = from; i < to; i++) slots[i] = seen.place(block[i - from] as number);
    },
    hashes.rows,
  );
  yield* within(place, 0, share);
  const find = inBlocks(
    train.length,
    (from, to) => {
      const block = hashes.of(train.subarray(from, to));
      for (let i = 0; i < to - from; i++) seen.mark(block[i] as number);
    },
    hashes.rows,
  );
  yield* within(find, share, 1);
  let count = 0;
  for (let i = 0; i < slots.length; i++) count += seen.marked[slots[i] as number] as number;
  return count;
}

/** Hashes of a block of rows at a time. */
class BlockHashes {
  readonly #readers: readonly ((row: number) => number)[];
  readonly #hashes: RowHashes;
  readonly #finished: Float64Array;
  readonly rows: number;

  constructor(readers: readonly ((row: number) => number)[], rows: number) {
    this.#readers = readers;
    this.rows = rows;
    this.#hashes = new RowHashes(rows);
    this.#finished = new Float64Array(rows);
  }

  /** Of `rows` or fewer; written over by the next call. */
  of(rows: Uint32Array): Float64Array {
    const hashes = this.#hashes;
    hashes.clear();
    for (const read of this.#readers) for (let i = 0; i < rows.length; i++) hashes.add(i, read(rows[i] as number));
    return hashes.finish(this.#finished);
  }
}

/** Hashes of 53 bits, each at a slot of its own, with whether it was found elsewhere. At most half full: a slot is near. */
class HashTable {
  /** −1: free. */
  readonly #hashes: Float64Array;
  readonly #mask: number;
  /** By slot: 1 once it was found. */
  readonly marked: Uint8Array;

  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * most));
    this.#mask = size - 1;
    this.#hashes = new Float64Array(size).fill(-1);
    this.marked = new Uint8Array(size);
  }

  #slot(hash: number): number {
    // The upper bits: `finish` makes them of one whole hash, the lowest of the other.
    let at = Math.floor(hash / 2 ** 21) & this.#mask;
    for (let other = this.#hashes[at]; other !== -1 && other !== hash; other = this.#hashes[at])
      at = (at + 1) & this.#mask;
    return at;
  }

  place(hash: number): number {
    const slot = this.#slot(hash);
    this.#hashes[slot] = hash;
    return slot;
  }

  mark(hash: number): void {
    const slot = this.#slot(hash);
    if (this.#hashes[slot] === hash) this.marked[slot] = 1;
  }
}

function rowValues({ features, target }: Recipe, sources: Sources): ((row: number) => number)[] {
  const readers = features.flatMap((feature) => {
    const source = sources(feature.column);
    return source ? [featureValue(feature, source)] : [];
  });
  const source = sources(target.column);
  if (!source) return readers;
  switch (target.kind) {
    case "classes":
      return [...readers, keyIndexer(source.categories, target.classes, -1)];
    case "number":
      return [...readers, source.number];
    case "numbers":
      return [...readers, ...target.outputs.flatMap(({ column }) => sources(column)?.number ?? [])];
    default:
      return assertNever(target);
  }
}

/** A missing cell equals a missing one only, not the value that stands for it. */
function featureValue(feature: FittedFeature, source: CellSource): (row: number) => number {
  const kind = cellKind(feature);
  switch (kind) {
    case "category":
      return source.categories.codeAt;
    case "number": {
      const read = source.number;
      return (row) => {
        const value = read(row);
        return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
      };
    }
    case "text":
      return (row) => hashOf(encodeUtf8(source.text(row) ?? ""));
    case "image":
      return (row) => hashOf(source.pixels?.(row) ?? new Uint8Array(0));
    default:
      return assertNever(kind);
  }
}

/** 32 bits of many bytes. */
function hashOf(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (const byte of bytes) hash = pcgHash((hash ^ byte) >>> 0);
  return hash;
}
