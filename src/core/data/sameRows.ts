/**
 * @file Finds test rows that training holds too: a score on them measures memory, not learning. Rows are compared by
 * the cells of their features and of their target, through two 32-bit hashes a row, so that nothing
 * is kept but those; among a million rows the chance of any false match is about one in 100,000.
 */
import { assertNever } from "../fault.ts";
import { pcgHash } from "../random.ts";
import { type CellSource, keyIndexer } from "./cellSource.ts";
import type { Sources } from "./encode.ts";
import type { FittedFeature, Recipe } from "./recipe.ts";

/** How many of `test` equal some row of `train` in every feature and in the target. */
export function countSameRows(recipe: Recipe, sources: Sources, train: Uint32Array, test: Uint32Array): number {
  const trained = new Set(rowHashes(recipe, sources, train));
  return rowHashes(recipe, sources, test).reduce((count, hash) => count + (trained.has(hash) ? 1 : 0), 0);
}

/** 53 bits of hash a row, as a number: cheap members of a Set. */
function rowHashes(recipe: Recipe, sources: Sources, rows: Uint32Array): Float64Array {
  const low = new Uint32Array(rows.length);
  const high = new Uint32Array(rows.length);
  const bits = new Uint32Array(2);
  const double = new Float64Array(bits.buffer);
  for (const readValue of rowValues(recipe, sources)) {
    for (let i = 0; i < rows.length; i++) {
      // + 0: −0 and 0 are one value.
      double[0] = readValue(rows[i] ?? 0) + 0;
      low[i] = pcgHash((low[i] ?? 0) ^ pcgHash(bits[0] ?? 0) ^ Math.imul(bits[1] ?? 0, 0x9e3779b9));
      high[i] = pcgHash((high[i] ?? 0) + pcgHash(bits[1] ?? 0) + Math.imul(bits[0] ?? 0, 0x85ebca6b));
    }
  }
  return Float64Array.from(low, (part, i) => (high[i] ?? 0) * 2 ** 21 + (part >>> 11));
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
    default:
      return assertNever(target);
  }
}

/** A missing cell equals a missing one only, not the value that stands for it. */
function featureValue(feature: FittedFeature, source: CellSource): (row: number) => number {
  if (feature.kind === "oneHot") return keyIndexer(source.categories, feature.values, feature.values.length);
  return (row) => {
    const value = source.number(row);
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
}
