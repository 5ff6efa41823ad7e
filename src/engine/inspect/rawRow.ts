/**
 * @file An encoded row turned back to the numbers of the table. Scaling takes a picture its look: each pixel is then
 * measured by its own mean and spread. Scaled, a digit is noise; as the table has it, it is a digit.
 */
import type { Recipe } from "../../core/data/recipe.ts";

/** How much wider than the upper quartile of all spreads one column's may be. */
const comparable = 4;

/**
 * The numbers before scaling, or null where they have nothing in common: categories, or columns in units so far apart
 * that a single one would be all that is seen.
 */
export function rawRow({ features }: Pick<Recipe, "features">, x: Float32Array): Float32Array | null {
  const scales: number[] = [];
  for (const feature of features) {
    if (feature.kind !== "number" || feature.type === "date") return null;
    scales.push(feature.scale);
  }
  scales.sort((a, b) => a - b);
  const [upper, widest] = [scales[Math.floor((scales.length - 1) * 0.75)] ?? 1, scales.at(-1) ?? 1];
  if (widest > comparable * upper) return null;
  return x.map((value, at) => {
    const feature = features[at];
    return feature?.kind === "number" ? value * feature.scale + feature.offset : value;
  });
}
