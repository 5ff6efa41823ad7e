/** @file Bytes of an image as the numbers a model takes, and how they are scaled: fitted on the training part. */
import { inBlocks, type Pieces } from "../../pieces.ts";
import type { PixelsOp } from "../recipe.ts";
import type { ImageInput } from "../types.ts";

const bytesOfPiece = 2 ** 20;

/**
 * `read` gives a row's image in the input's size: height · width · channels bytes. "standard": per channel the mean and
 * the population deviation of value / 255 over all pixels of `rows`, as numpy; a channel that does not vary keeps its unit.
 */
export function* fitPixels(
  { height, width, channels, policy, scale }: ImageInput,
  read: (row: number) => Uint8Array,
  rows: Uint32Array,
): Pieces<PixelsOp> {
  const op = { kind: "pixels", height, width, channels, policy } as const;
  if (scale === "unit") return { ...op, offset: Array(channels).fill(0), scale: Array(channels).fill(1) };
  // Bytes have 256 values: their counts give exact sums whatever the number of pixels.
  const counts = Array.from({ length: channels }, () => new Float64Array(256));
  const count = (row: number) => {
    const pixels = read(row);
    for (let i = 0; i < pixels.length; i++) {
      const channel = counts[i % channels] as Float64Array;
      const value = pixels[i] as number;
      channel[value] = (channel[value] as number) + 1;
    }
  };
  yield* inBlocks(
    rows.length,
    (from, to) => {
      for (let i = from; i < to; i++) count(rows[i] as number);
    },
    Math.max(1, Math.floor(bytesOfPiece / (height * width * channels))),
  );
  const moments = counts.map((channel) => {
    const total = channel.reduce((sum, count) => sum + count, 0);
    const mean = channel.reduce((sum, count, value) => sum + count * value, 0) / total;
    const variance = channel.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total;
    const deviation = Math.sqrt(variance) / 255;
    return total === 0 ? { mean: 0, deviation: 1 } : { mean: mean / 255, deviation: deviation === 0 ? 1 : deviation };
  });
  return { ...op, offset: moments.map(({ mean }) => mean), scale: moments.map(({ deviation }) => deviation) };
}

/** Writes height · width · channels numbers at `at`. */
export function encodePixels(
  { channels, offset, scale }: PixelsOp,
  pixels: Uint8Array,
  x: Float32Array,
  at: number,
): void {
  for (let i = 0; i < pixels.length; i++) {
    const channel = i % channels;
    x[at + i] = ((pixels[i] as number) / 255 - (offset[channel] as number)) / (scale[channel] as number);
  }
}
