/**
 * @file Finds test rows that training holds too: a score on them measures memory, not learning. Rows are compared by
 * the cells of their features and of their target, through two 32-bit hashes a row, so that nothing
 * is kept but those; among a million rows the chance of any false match is about one in 100,000.
 */
import { assertNever } from "../fault.ts";
import { pcgHash } from "../random.ts";
import { RowHashes } from "./analysis/repeats.ts";
import { type CellSource, keyIndexer } from "./cellSource.ts";
import type { Sources } from "./encode.ts";
import { cellKind, type FittedFeature, type Recipe } from "./recipe.ts";
import { encodeUtf8 } from "./utf8.ts";

/** Training rows hashed at a time: however many there are, what is kept of them stays small. */
const rowsAtOnce = 2 ** 20;

/** How many of `test` equal some row of `train` in every feature and in the target. */
export function countSameRows(recipe: Recipe, sources: Sources, train: Uint32Array, test: Uint32Array): number {
  if (test.length === 0) return 0;
  const readers = rowValues(recipe, sources);
  const tested = rowHashes(readers, test);
  const found = new Uint8Array(tested.length);
  for (let from = 0; from < train.length; from += rowsAtOnce) {
    const trained = rowHashes(readers, train.subarray(from, from + rowsAtOnce));
    let at = 0;
    for (let i = 0; i < tested.length; i++) {
      const hash = tested[i] as number;
      while (at < trained.length && (trained[at] as number) < hash) at++;
      if (trained[at] === hash) found[i] = 1;
    }
  }
  return found.reduce((sum, one) => sum + one, 0);
}

/** Ascending: sorted and walked side by side they need no set. */
function rowHashes(readers: readonly ((row: number) => number)[], rows: Uint32Array): Float64Array {
  const hashes = new RowHashes(rows.length);
  for (const readValue of readers) {
    for (let i = 0; i < rows.length; i++) hashes.add(i, readValue(rows[i] as number));
  }
  return hashes.finish().sort();
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
