/**
 * @file What a layer put out as small pictures: bars for a few numbers, lines for a sequence of one or two features, a
 * heat map for more, an image a channel for feature maps. Pure; `SampleCanvas` paints them.
 */
import type { InspectedOutput } from "../../core/graph/inspected.ts";

export type Picture =
  | { readonly kind: "bars"; readonly values: Float32Array }
  | { readonly kind: "lines"; readonly steps: number; readonly series: readonly Float32Array[] }
  /** Row by row; NaN where there is no cell. */
  | { readonly kind: "cells"; readonly width: number; readonly height: number; readonly values: Float32Array };

/** More numbers than this are cells of a square instead of bars. */
const mostBars = 48;
/** More features than this are rows of a heat map instead of lines. */
const mostLines = 2;

/** At most `most` pictures: one, or one a channel. */
export function picturesOf({ shown, values }: InspectedOutput, most: number): readonly Picture[] {
  const [first = 1, second = 1, third = 1] = shown;
  switch (shown.length) {
    case 2:
      return [second <= mostLines ? linesOf(values, first, second) : heatOf(values, first, second)];
    case 3:
      return Array.from({ length: Math.min(most, third) }, (_, channel) =>
        channelOf(values, first, second, third, channel),
      );
    default:
      return [values.length <= mostBars ? { kind: "bars", values } : squareOf(values)];
  }
}

function linesOf(values: Float32Array, steps: number, features: number): Picture {
  const series = Array.from({ length: features }, (_, feature) =>
    Float32Array.from({ length: steps }, (_, step) => values[step * features + feature] ?? Number.NaN),
  );
  return { kind: "lines", steps, series };
}

/** Steps from left to right, features from top to bottom. */
function heatOf(values: Float32Array, steps: number, features: number): Picture {
  const cells = new Float32Array(steps * features);
  for (let step = 0; step < steps; step++) {
    for (let feature = 0; feature < features; feature++) {
      cells[feature * steps + step] = values[step * features + feature] ?? Number.NaN;
    }
  }
  return { kind: "cells", width: steps, height: features, values: cells };
}

function channelOf(values: Float32Array, height: number, width: number, channels: number, channel: number): Picture {
  const cells = new Float32Array(height * width);
  for (let at = 0; at < cells.length; at++) cells[at] = values[at * channels + channel] ?? Number.NaN;
  return { kind: "cells", width, height, values: cells };
}

function squareOf(values: Float32Array): Picture {
  const width = Math.ceil(Math.sqrt(values.length));
  const height = Math.ceil(values.length / width);
  const cells = new Float32Array(width * height).fill(Number.NaN);
  cells.set(values);
  return { kind: "cells", width, height, values: cells };
}

/** The first numbers with their places, for the table behind the picture: "2, 5, 0". */
export function firstNumbers({ shown, values }: InspectedOutput, most: number) {
  return Array.from(values.subarray(0, most), (value, at) => {
    const place: number[] = [];
    for (let axis = shown.length - 1, rest = at; axis >= 0; axis--) {
      const size = shown[axis] ?? 1;
      place.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return { place: place.join(", "), value };
  });
}
