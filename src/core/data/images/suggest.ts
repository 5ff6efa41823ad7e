/** @file The input a model of images starts with: small enough to train in a browser, of the images' own shape if it can. */
import type { ImageInput, ImagesColumn } from "../types.ts";
import { countSizes } from "./column.ts";

/** Sides up to this are kept; larger images are brought to it. */
const side = 64;

export function suggestInput(column: ImagesColumn, name: string): ImageInput {
  const { sizes, colour } = countSizes(column);
  const usual = sizes[0] ?? { width: side, height: side };
  const small = usual.width <= side && usual.height <= side;
  const { width, height } = small ? usual : { width: side, height: side };
  const shape = width / height;
  const alike = sizes.every((size) => Math.abs(size.width / size.height / shape - 1) < 0.02);
  const policy = alike ? "stretch" : "crop";
  return { kind: "image", column: name, height, width, channels: colour ? 3 : 1, policy, scale: "unit" };
}
