/**
 * @file Arrays of any numbers as plain images: which axis is what, and how their values become 0 to 255. Bytes stay as
 * they are; other numbers follow from the least and the greatest of all arrays that belong together.
 */
import type { RawShape } from "../../../core/data/types.ts";
import { countOf, isText, type NamedArray, numberAt } from "./namedArray.ts";

export interface ImageLayout {
  readonly count: number;
  readonly raw: RawShape;
  /** Values of one pixel's channel: as in the array, which may have 4 (the last is transparency). */
  readonly channels: 1 | 3 | 4;
  readonly first: boolean;
}

/** Null where the shape is none of images. */
export function imageLayout(array: NamedArray): ImageLayout | null {
  const [count = 0, ...rest] = array.shape;
  if (isText(array) || count < 1 || countOf(rest) < 1) return null;
  if (rest.length === 2) {
    const [height = 0, width = 0] = rest;
    return { count, raw: { height, width, channels: 1 }, channels: 1, first: false };
  }
  if (rest.length !== 3) return null;
  const [a = 0, b = 0, c = 0] = rest;
  const layout = (height: number, width: number, channels: number, first: boolean): ImageLayout | null => {
    if (channels !== 1 && channels !== 3 && channels !== 4) return null;
    return { count, raw: { height, width, channels: channels === 1 ? 1 : 3 }, channels, first };
  };
  // Colours in front of an image four pixels wide are likelier than four channels behind one three pixels high.
  if (a === 3 && c === 4) return layout(b, c, a, true);
  return layout(a, b, c, false) ?? layout(b, c, a, true);
}

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** Null where a value is not finite. */
export function rangeOf(array: NamedArray): ValueRange | null {
  if (array.type.kind === "u" && array.type.size === 1) return { min: 0, max: 255 };
  const read = numberAt(array);
  const count = countOf(array.shape);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < count; i++) {
    const value = read(i);
    if (!Number.isFinite(value)) return null;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/** Values up to here are bytes; where all are smaller (0…16 of few shades), nothing would be seen of them. */
const leastByteRange = 64;

/** 0…255 stays, 0…1 and −1…1 are spread, anything else goes from its least to its greatest. */
export function byteScale({ min, max }: ValueRange): { readonly offset: number; readonly factor: number } {
  if (min >= 0 && max > leastByteRange && max <= 255) return { offset: 0, factor: 1 };
  if (min >= 0 && max <= 1) return { offset: 0, factor: 255 };
  if (min >= -1 && max <= 1) return { offset: -1, factor: 127.5 };
  return { offset: min, factor: max === min ? 0 : 255 / (max - min) };
}

const byte = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

/** Image `i` as plain bytes: rows first, channels last; what is transparent is white. */
export function imageReader(
  array: NamedArray,
  { raw, channels, first }: ImageLayout,
  scale: { readonly offset: number; readonly factor: number },
): (i: number) => Uint8Array {
  const pixels = raw.height * raw.width;
  const length = pixels * channels;
  const asIs = array.type.kind === "u" && array.type.size === 1;
  if (asIs && channels === raw.channels && (!first || channels === 1)) {
    return (i) => array.data.subarray(i * length, (i + 1) * length);
  }
  const read = numberAt(array);
  const [pixelStep, channelStep] = first ? [1, pixels] : [channels, 1];
  const value = (at: number): number => (asIs ? read(at) : byte((read(at) - scale.offset) * scale.factor));
  return (i) => {
    const bytes = new Uint8Array(pixels * raw.channels);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const at = i * length + pixel * pixelStep;
      const alpha = channels === 4 ? value(at + 3 * channelStep) / 255 : 1;
      for (let c = 0; c < raw.channels; c++) {
        bytes[pixel * raw.channels + c] = byte(value(at + c * channelStep) * alpha + 255 * (1 - alpha));
      }
    }
    return bytes;
  };
}
