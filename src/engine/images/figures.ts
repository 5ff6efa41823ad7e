/**
 * @file What is understood of a column of images: the mean image of each class, and images that are the same or nearly
 * so. Each image is decoded once, small; candidates of equal shape hash are compared as 16 × 16 grey pixels.
 */
import type { ImageFigures } from "../../core/data/analysis.ts";
import { hasImage } from "../../core/data/images/column.ts";
import { findDuplicates, hashHeight, hashWidth, writeDifferenceHash } from "../../core/data/images/hashes.ts";
import { MeanImages } from "../../core/data/images/means.ts";
import { fitImage } from "../../core/data/images/resize.ts";
import type { ImagesColumn } from "../../core/data/types.ts";
import { eachImage } from "./decode.ts";
import { browserDecode, type Decode } from "./decoder.ts";

const meanSize = 32;
const thumbnail = 16;
/** Bits of 64 in which the hashes of near duplicates may differ. */
const hashTolerance = 4;
/** Root of the mean squared difference of two 16 × 16 thumbnails, in grey levels: saving as JPEG again makes about 2. */
const greyTolerance = 5;
/** Groups that are told one by one. */
const groupLimit = 20;

/**
 * `classOf` is a row's index in `classes`, −1 where it has none; no classes: one mean of all, named "". Decodes every
 * image; `told` hears how many are done. Throws AppError("cancelled").
 */
export async function imageFigures(
  column: ImagesColumn,
  classOf: (row: number) => number,
  classes: readonly string[],
  signal: AbortSignal,
  told: (done: number) => void = () => undefined,
  decode: Decode = browserDecode,
): Promise<ImageFigures> {
  const rows = Uint32Array.from(
    Array.from({ length: column.offsets.length - 1 }, (_, row) => row).filter((row) => hasImage(column, row)),
  );
  const means = new MeanImages(Math.max(1, classes.length), meanSize);
  const hashes = new Uint32Array(rows.length * 2);
  const thumbnails = new Uint8Array(rows.length * thumbnail * thumbnail);
  const square = { width: meanSize, height: meanSize };
  const grey = { channels: 1, policy: "stretch" } as const;
  let done = 0;
  const take = (i: number, pixels: Uint8Array): void => {
    means.add(classes.length === 0 ? 0 : classOf(rows[i] as number), pixels);
    const shape = fitImage(pixels, square, 3, { ...grey, width: hashWidth, height: hashHeight });
    writeDifferenceHash(shape, hashes, i * 2);
    const small = fitImage(pixels, square, 3, { ...grey, width: thumbnail, height: thumbnail });
    thumbnails.set(small, i * small.length);
    done++;
    if (done % 256 === 0) told(done);
  };
  await eachImage(column, rows, { ...square, channels: 3, policy: "stretch" }, take, signal, decode, "looks");
  const groups = findDuplicates(hashes, hashTolerance, (a, b) => looksSame(thumbnails, a, b));
  const names = classes.length === 0 ? [""] : classes;
  return {
    means: names.map((name, i) => ({ name, rgba: means.rgba(i) })),
    size: meanSize,
    duplicates: {
      groups: groups.slice(0, groupLimit).map((group) => group.map((i) => rows[i] as number)),
      rows: groups.reduce((sum, group) => sum + group.length, 0),
    },
  };
}

function looksSame(thumbnails: Uint8Array, a: number, b: number): boolean {
  const length = thumbnail * thumbnail;
  let squares = 0;
  for (let i = 0; i < length; i++) {
    squares += ((thumbnails[a * length + i] as number) - (thumbnails[b * length + i] as number)) ** 2;
  }
  return squares <= length * greyTolerance ** 2;
}
