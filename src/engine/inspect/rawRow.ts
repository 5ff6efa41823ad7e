/**
 * @file An encoded row turned back to the numbers of the table. Scaling takes a picture its look: each pixel is then
 * measured by its own mean and spread. Scaled, a digit is noise; as the table has it, it is a digit.
 */
import { cellKind, type FittedFeature, featureWidth, opOf, type Recipe } from "../../core/data/recipe.ts";

/** How much wider than the upper quartile of all spreads one column's may be. */
const comparable = 4;

/**
 * The numbers before scaling, or null where they have nothing in common: categories, or columns in units so far apart
 * that a single one would be all that is seen. An image's are its bytes / 255.
 */
export function rawRow({ features }: Pick<Recipe, "features">, x: Float32Array): Float32Array | null {
  const pixels = features[0] === undefined ? undefined : opOf(features[0], "pixels");
  if (pixels !== undefined) {
    const { channels, offset, scale } = pixels;
    return x.map((value, at) => value * (scale[at % channels] as number) + (offset[at % channels] as number));
  }
  const scalings = features.map(scalingOf);
  const known = scalings.filter((scaling) => scaling !== null);
  if (known.length < features.length) return null;
  const scales = known.map(({ scale }) => scale).sort((a, b) => a - b);
  const [upper, widest] = [scales[Math.floor((scales.length - 1) * 0.75)] ?? 1, scales.at(-1) ?? 1];
  if (widest > comparable * upper) return null;
  return x.map((value, at) => {
    const { offset, scale } = known[at % known.length] ?? { offset: 0, scale: 1 };
    return value * scale + offset;
  });
}

/** Where a feature is one number that was filled and scaled at most; else null: it cannot be turned back. */
function scalingOf(feature: FittedFeature): { readonly offset: number; readonly scale: number } | null {
  if (cellKind(feature) !== "number" || feature.type === "date" || featureWidth(feature) > 1) return null;
  if (!feature.ops.every(({ kind }) => kind === "impute" || kind === "scale")) return null;
  return feature.ops.reduce(
    (all, op) =>
      op.kind === "scale" ? { offset: all.offset + op.offset * all.scale, scale: all.scale * op.scale } : all,
    { offset: 0, scale: 1 },
  );
}
