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

/** How many of `test` equal some row of `train` in every feature and in the target. */
export function countSameRows(recipe: Recipe, sources: Sources, train: Uint32Array, test: Uint32Array): number {
  const trained = rowHashes(recipe, sources, train).sort();
  const tested = rowHashes(recipe, sources, test).sort();
  let count = 0;
  let at = 0;
  for (const hash of tested) {
    while (at < trained.length && (trained[at] as number) < hash) at++;
    if (trained[at] === hash) count++;
  }
  return count;
}

/** Sorted and walked side by side they need no set. */
function rowHashes(recipe: Recipe, sources: Sources, rows: Uint32Array): Float64Array {
  const hashes = new RowHashes(rows.length);
  for (const readValue of rowValues(recipe, sources)) {
    for (let i = 0; i < rows.length; i++) hashes.add(i, readValue(rows[i] as number));
  }
  return hashes.finish();
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
