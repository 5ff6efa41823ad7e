/**
 * @file A convolution's windows as the columns of a matrix, so that its gradients are matrix products. Channels last, no
 * dilation: what tfjs differentiates.
 */
import type { backend_util } from "@tensorflow/tfjs-core";

export type ConvInfo = backend_util.Conv2DInfo;

/** Numbers in a matrix of windows, so that it stays in the processor's cache: more images are taken in portions. */
const mostNumbers = 2 ** 18;

export const windowSize = ({ filterHeight, filterWidth, inChannels }: ConvInfo): number =>
  filterHeight * filterWidth * inChannels;

/** Portions of a batch, as [first image, images]. */
export function portionsOf(info: ConvInfo): readonly (readonly [number, number])[] {
  const perImage = windowSize(info) * info.outHeight * info.outWidth;
  const images = Math.max(1, Math.min(info.batchSize, Math.floor(mostNumbers / Math.max(1, perImage))));
  return Array.from({ length: Math.ceil(info.batchSize / images) }, (_, i) => {
    const first = i * images;
    return [first, Math.min(images, info.batchSize - first)];
  });
}

/** Fills `columns` [window, images × places] from x [batch, height, width, channels]. */
export function fillColumns(info: ConvInfo, x: Float32Array, columns: Float32Array, first: number, images: number) {
  const { filterHeight, outHeight, inHeight, strideHeight, padInfo } = info;
  const places = images * outHeight * info.outWidth;
  for (let image = 0; image < images; image++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const place = (image * outHeight + oy) * info.outWidth;
      for (let fy = 0; fy < filterHeight; fy++) {
        const y = oy * strideHeight + fy - padInfo.top;
        const row = y < 0 || y >= inHeight ? null : ((first + image) * inHeight + y) * info.inWidth;
        fillRow(info, x, columns, { fy, row, place, places });
      }
    }
  }
}

interface Row {
  /** Row of the filter. */
  readonly fy: number;
  /** Index of the input row's first place; null: it lies in the padding. */
  readonly row: number | null;
  /** Index of the output row's first place among all `places`. */
  readonly place: number;
  readonly places: number;
}

function fillRow(info: ConvInfo, x: Float32Array, columns: Float32Array, { fy, row, place, places }: Row): void {
  const { filterWidth, inChannels, outWidth, strideWidth } = info;
  const step = strideWidth * inChannels;
  for (let fx = 0; fx < filterWidth; fx++) {
    const [low, high] = row === null ? [outWidth, outWidth] : insideOf(info, fx);
    const first = ((row ?? 0) + low * strideWidth + fx - info.padInfo.left) * inChannels;
    let to = (fy * filterWidth + fx) * inChannels * places + place;
    for (let channel = 0; channel < inChannels; channel++, to += places) {
      for (let ox = 0; ox < low; ox++) columns[to + ox] = 0;
      for (let ox = low, from = first + channel; ox < high; ox++, from += step) columns[to + ox] = x[from] as number;
      for (let ox = high; ox < outWidth; ox++) columns[to + ox] = 0;
    }
  }
}

/** The output places whose window has column `fx` inside of the input. */
function insideOf({ strideWidth, padInfo, inWidth, outWidth }: ConvInfo, fx: number): readonly [number, number] {
  const offset = fx - padInfo.left;
  const low = Math.min(outWidth, Math.max(0, Math.ceil(-offset / strideWidth)));
  const high = Math.min(outWidth, Math.max(low, Math.floor((inWidth - 1 - offset) / strideWidth) + 1));
  return [low, high];
}

/** Adds windows [images × places, window] to where they lie in dx [batch, height, width, channels]. */
export function addWindows(info: ConvInfo, windows: Float32Array, dx: Float32Array, first: number, images: number) {
  const { filterHeight, outHeight, outWidth, inHeight, inWidth, inChannels, strideHeight, strideWidth, padInfo } = info;
  const span = info.filterWidth * inChannels;
  let from = 0;
  for (let image = first; image < first + images; image++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * strideWidth - padInfo.left;
        const start = Math.max(0, -left) * inChannels;
        const end = Math.min(info.filterWidth, inWidth - left) * inChannels;
        for (let fy = 0; fy < filterHeight; fy++, from += span) {
          const y = oy * strideHeight + fy - padInfo.top;
          if (y < 0 || y >= inHeight) continue;
          const to = ((image * inHeight + y) * inWidth + left) * inChannels;
          for (let i = start; i < end; i++) dx[to + i] = (dx[to + i] as number) + (windows[from + i] as number);
        }
      }
    }
  }
}
