/**
 * @file Small pictures of rows for the page. Without an input they are drawn by the browser, fast and smooth, the whole
 * image with nothing beside it; with one they show what the model is given, its pixels enlarged as they are.
 */
import { imageBytes } from "../../core/data/images/column.ts";
import { type FittedSize, fitImage, placement } from "../../core/data/images/resize.ts";
import type { Pictures } from "../../core/data/pictures.ts";
import type { ImageInput, ImagesColumn } from "../../core/data/types.ts";
import { decodeBytes, inParallel } from "./decode.ts";
import { browserDecode, type Decode } from "./decoder.ts";

/** Pictures made in one call, and their size: what a page shows at once. */
export const pictureLimit = 500;
const largestSize = 512;

export async function pictures(
  column: ImagesColumn,
  asked: readonly number[],
  wantedSize: number,
  as: ImageInput | undefined,
  signal: AbortSignal,
  decode: Decode = browserDecode,
): Promise<Pictures> {
  const rows = asked.slice(0, pictureLimit).filter((row) => row >= 0 && row + 1 < column.offsets.length);
  const size = Math.max(1, Math.min(largestSize, Math.round(wantedSize)));
  const rgba = new Uint8ClampedArray(rows.length * size * size * 4);
  const work = async (i: number): Promise<void> => {
    const bytes = imageBytes(column, rows[i] as number);
    const target = rgba.subarray(i * size * size * 4, (i + 1) * size * size * 4);
    if (bytes.length === 0) return;
    try {
      if (as !== undefined) drawPlain(await prepared(column, bytes, as, decode), as, target, size);
      else if (column.raw !== null) drawPlain(bytes, column.raw, target, size);
      else await drawFile(bytes, target, size, decode);
    } catch {
      // It stays empty, as the contract has it: reading has told of images that cannot be decoded.
      target.fill(0);
    }
  };
  const pixelsOf = (i: number): number => {
    const row = rows[i] as number;
    return column.raw === null ? (column.sizes[2 * row] as number) * (column.sizes[2 * row + 1] as number) : 0;
  };
  await inParallel(rows.length, pixelsOf, work, signal);
  return { width: size, height: size, rows, rgba };
}

async function prepared({ raw }: ImagesColumn, bytes: Uint8Array, as: FittedSize, decode: Decode): Promise<Uint8Array> {
  return raw === null ? decodeBytes(bytes, as, decode) : fitImage(bytes, raw, raw.channels, as);
}

async function drawFile(bytes: Uint8Array, target: Uint8ClampedArray, size: number, decode: Decode): Promise<void> {
  const image = await decode(bytes);
  try {
    const box = { left: 0, top: 0, width: image.width, height: image.height };
    const place = placement(image.width, image.height, { width: size, height: size, policy: "pad" });
    const drawn = image.scaled(box, place.width, place.height);
    for (let row = 0; row < place.height; row++) {
      const line = drawn.subarray(row * place.width * 4, (row + 1) * place.width * 4);
      target.set(line, ((place.top + row) * size + place.left) * 4);
    }
  } finally {
    image.close();
  }
}

interface Shape {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Small plain images are enlarged pixel by pixel, large ones drawn from their nearest pixels. */
const drawPlain = (bytes: Uint8Array, shape: Shape, target: Uint8ClampedArray, size: number): void => {
  const place = placement(shape.width, shape.height, { width: size, height: size, policy: "pad" });
  drawNearest(bytes, shape, target, size, place);
};

function drawNearest(
  bytes: Uint8Array,
  { width, height, channels }: Shape,
  target: Uint8ClampedArray,
  size: number,
  place: ReturnType<typeof placement>,
): void {
  for (let y = 0; y < place.height; y++) {
    const row = Math.floor(((y + 0.5) * height) / place.height);
    for (let x = 0; x < place.width; x++) {
      const from = (row * width + Math.floor(((x + 0.5) * width) / place.width)) * channels;
      const at = ((place.top + y) * size + place.left + x) * 4;
      for (let c = 0; c < 3; c++) target[at + c] = bytes[from + (channels === 1 ? 0 : c)] as number;
      target[at + 3] = 255;
    }
  }
}
