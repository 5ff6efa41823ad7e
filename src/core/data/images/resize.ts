/**
 * @file Brings an image into an input's size: where it is cut or placed, grey or colours, then a separable triangle
 * filter that widens when it shrinks (antialiasing). Whole numbers throughout, so every browser gives the same bytes,
 * and those are the bytes of Pillow's `convert("L")` and `resize(…, BILINEAR)`, which exported programs use.
 *
 * Rows come in one after the other: a photograph of 64 million pixels is never whole in memory here.
 */
import { assertNever } from "../../fault.ts";
import type { ImageInput } from "../types.ts";

export type FittedSize = Pick<ImageInput, "height" | "width" | "channels" | "policy">;

export interface Placement {
  /** The part of the image that is used. */
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  /** What it is resized to. */
  readonly width: number;
  readonly height: number;
  /** Where that stands in the result; black beside it. */
  readonly left: number;
  readonly top: number;
}

/** Whole numbers, rounded as written, so that another program can repeat them. */
export function placement(width: number, height: number, to: Omit<FittedSize, "channels">): Placement {
  const whole = { left: 0, top: 0, width, height };
  const wide = width * to.height > height * to.width;
  switch (to.policy) {
    case "stretch":
      return { box: whole, width: to.width, height: to.height, left: 0, top: 0 };
    case "crop": {
      const cut = wide
        ? { width: Math.max(1, Math.floor((height * to.width) / to.height)), height }
        : { width, height: Math.max(1, Math.floor((width * to.height) / to.width)) };
      const box = { left: (width - cut.width) >> 1, top: (height - cut.height) >> 1, ...cut };
      return { box, width: to.width, height: to.height, left: 0, top: 0 };
    }
    case "pad": {
      const size = wide
        ? { width: to.width, height: Math.max(1, Math.floor((2 * height * to.width + width) / (2 * width))) }
        : { width: Math.max(1, Math.floor((2 * width * to.height + height) / (2 * height))), height: to.height };
      return { box: whole, ...size, left: (to.width - size.width) >> 1, top: (to.height - size.height) >> 1 };
    }
    default:
      return assertNever(to.policy);
  }
}

/** Weights are whole numbers in units of 2^-22: 8 bits of value and 2 for the sum's room are left of 32. */
const precision = 22;
const half = 1 << (precision - 1);

/** For each place of the result: the first source place, how many, and their weights (`stride` apart). */
interface Filter {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly weights: Int32Array;
  readonly stride: number;
}

/** Triangle of half-width max(1, from / to) around each place's middle; weights sum to 1, cut at the borders. */
function triangle(from: number, to: number): Filter {
  const scale = from / to;
  const support = Math.max(1, scale);
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(to);
  const counts = new Int32Array(to);
  const weights = new Int32Array(to * stride);
  const shares = new Float64Array(stride);
  for (let place = 0; place < to; place++) {
    const middle = (place + 0.5) * scale;
    const start = Math.max(0, Math.floor(middle - support + 0.5));
    const count = Math.min(from, Math.floor(middle + support + 0.5)) - start;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const share = Math.max(0, 1 - Math.abs((i + start - middle + 0.5) / support));
      shares[i] = share;
      sum += share;
    }
    starts[place] = start;
    counts[place] = count;
    for (let i = 0; i < count; i++) {
      weights[place * stride + i] = Math.floor(0.5 + ((shares[i] as number) / sum) * (1 << precision));
    }
  }
  return { starts, counts, weights, stride };
}

/** ITU-R 601-2 luma, as Pillow rounds it. */
const luma = (r: number, g: number, b: number): number => (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;

/** Takes an image's rows from the top and gives the result: height · width · channels bytes, channels last. */
export class Fitter {
  readonly #to: FittedSize;
  readonly #place: Placement;
  readonly #sourceWidth: number;
  readonly #across: Filter | null;
  /** Of the part that is used, already as wide as the result: its rows. */
  readonly #rows: Uint8Array;
  readonly #line: Uint8Array;

  constructor(width: number, height: number, to: FittedSize) {
    this.#to = to;
    this.#sourceWidth = width;
    const place = placement(width, height, to);
    this.#place = place;
    this.#across = place.box.width === place.width ? null : triangle(place.box.width, place.width);
    this.#rows = new Uint8Array(place.box.height * place.width * to.channels);
    this.#line = new Uint8Array(place.box.width * to.channels);
  }

  /** `count` rows from row `first` on, of `depth` bytes a pixel (1 grey; 3 or 4 red, green, blue, the fourth unused). */
  push(pixels: ArrayLike<number>, first: number, count: number, depth: 1 | 3 | 4): void {
    const { box, width } = this.#place;
    const { channels } = this.#to;
    const last = Math.min(first + count, box.top + box.height);
    for (let row = Math.max(first, box.top); row < last; row++) {
      readLine(pixels, ((row - first) * this.#sourceWidth + box.left) * depth, depth, this.#line, channels);
      const at = (row - box.top) * width * channels;
      if (this.#across === null) this.#rows.set(this.#line, at);
      else filterLine(this.#across, this.#line, channels, this.#rows, at);
    }
  }

  finish(): Uint8Array {
    const { box, width, height, left, top } = this.#place;
    const { channels } = this.#to;
    const line = width * channels;
    const fitted = box.height === height ? this.#rows : filterRows(triangle(box.height, height), this.#rows, line);
    if (width === this.#to.width && height === this.#to.height) return fitted;
    const result = new Uint8Array(this.#to.height * this.#to.width * channels);
    for (let row = 0; row < height; row++) {
      const at = ((top + row) * this.#to.width + left) * channels;
      result.set(fitted.subarray(row * line, (row + 1) * line), at);
    }
    return result;
  }
}

function readLine(pixels: ArrayLike<number>, at: number, depth: number, line: Uint8Array, channels: 1 | 3): void {
  let from = at;
  if (channels === 1) {
    for (let i = 0; i < line.length; i++, from += depth) {
      const value = pixels[from] as number;
      line[i] = depth === 1 ? value : luma(value, pixels[from + 1] as number, pixels[from + 2] as number);
    }
    return;
  }
  for (let i = 0; i < line.length; i += 3, from += depth) {
    const value = pixels[from] as number;
    line[i] = value;
    line[i + 1] = depth === 1 ? value : (pixels[from + 1] as number);
    line[i + 2] = depth === 1 ? value : (pixels[from + 2] as number);
  }
}

function filterLine(filter: Filter, line: Uint8Array, channels: 1 | 3, to: Uint8Array, at: number): void {
  const { starts, counts, weights, stride } = filter;
  for (let place = 0; place < starts.length; place++) {
    const count = counts[place] as number;
    let from = (starts[place] as number) * channels;
    let weightAt = place * stride;
    let [a, b, c] = [half, half, half];
    if (channels === 1) {
      for (let i = 0; i < count; i++) a += (line[from + i] as number) * (weights[weightAt + i] as number);
      to[at + place] = a >> precision;
      continue;
    }
    for (let i = 0; i < count; i++) {
      const weight = weights[weightAt++] as number;
      a += (line[from++] as number) * weight;
      b += (line[from++] as number) * weight;
      c += (line[from++] as number) * weight;
    }
    to[at + place * 3] = a >> precision;
    to[at + place * 3 + 1] = b >> precision;
    to[at + place * 3 + 2] = c >> precision;
  }
}

function filterRows({ starts, counts, weights, stride }: Filter, rows: Uint8Array, line: number): Uint8Array {
  const result = new Uint8Array(starts.length * line);
  const sums = new Int32Array(line);
  for (let place = 0; place < starts.length; place++) {
    sums.fill(half);
    const count = counts[place] as number;
    for (let i = 0; i < count; i++) {
      const weight = weights[place * stride + i] as number;
      const from = ((starts[place] as number) + i) * line;
      for (let x = 0; x < line; x++) sums[x] = (sums[x] as number) + (rows[from + x] as number) * weight;
    }
    const at = place * line;
    for (let x = 0; x < line; x++) result[at + x] = (sums[x] as number) >> precision;
  }
  return result;
}

/** A whole image in memory, of `depth` bytes a pixel, in the input's size. */
export function fitImage(
  pixels: ArrayLike<number>,
  { width, height }: { readonly width: number; readonly height: number },
  depth: 1 | 3 | 4,
  to: FittedSize,
): Uint8Array {
  const fitter = new Fitter(width, height, to);
  fitter.push(pixels, 0, height, depth);
  return fitter.finish();
}
