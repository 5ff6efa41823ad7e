/** @file One image of a stored column: its bytes, its size, whether it is grey. What files mean is `header.ts`. */
import type { ImagesColumn } from "../types.ts";
import { readHeader } from "./header.ts";

/** The bytes of a row, in place; none where the row has no image. */
export const imageBytes = (column: ImagesColumn, row: number): Uint8Array =>
  column.bytes.subarray(column.offsets[row] as number, column.offsets[row + 1] as number);

export const hasImage = ({ offsets }: ImagesColumn, row: number): boolean =>
  (offsets[row + 1] as number) > (offsets[row] as number);

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** As it is shown; null where the row has no image. */
export function imageSize(column: ImagesColumn, row: number): ImageSize | null {
  if (!hasImage(column, row)) return null;
  const { raw, sizes } = column;
  return raw ?? { width: sizes[2 * row] as number, height: sizes[2 * row + 1] as number };
}

/** Whether a row's image has no colours, as its header tells; false where it does not tell. */
export function isGrey(column: ImagesColumn, row: number): boolean {
  if (column.raw !== null) return column.raw.channels === 1;
  const reading = readHeader(imageBytes(column, row));
  return reading.ok && reading.header.grey;
}

/** How many images have which size, the most frequent first, and whether any has colours. O(rows). */
export function countSizes(column: ImagesColumn): {
  readonly present: number;
  readonly sizes: readonly (ImageSize & { readonly count: number })[];
  readonly colour: boolean;
} {
  const counts = new Map<string, ImageSize & { count: number }>();
  let present = 0;
  let colour = false;
  for (let row = 0; row + 1 < column.offsets.length; row++) {
    const size = imageSize(column, row);
    if (size === null) continue;
    present++;
    colour ||= !isGrey(column, row);
    const { width, height } = size;
    const key = `${width} ${height}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { width, height, count: 1 });
    else known.count++;
  }
  const byArea = (size: ImageSize): number => size.width * size.height;
  const sizes = [...counts.values()].sort((a, b) => b.count - a.count || byArea(b) - byArea(a) || b.width - a.width);
  return { present, sizes, colour };
}
