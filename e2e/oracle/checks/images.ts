/**
 * @file Random images brought to random sizes, larger and smaller, stretched, cut and padded, grey and coloured; hashes
 * of shape, duplicates among them, and pixels scaled by channel.
 */

import { findDuplicates, writeDifferenceHash } from "../../../src/core/data/images/hashes.ts";
import { encodePixels, fitPixels } from "../../../src/core/data/images/pixels.ts";
import { fitImage } from "../../../src/core/data/images/resize.ts";
import { type ResizePolicy, resizePolicies } from "../../../src/core/data/types.ts";
import { atOnce } from "../../../src/core/pieces.ts";
import { type Random, random } from "../../../src/core/random.ts";
import type { OracleCheck } from "../check.ts";

interface Resized {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** RGB, rows first, as hexadecimal digits. */
  readonly pixels: string;
  readonly to: {
    readonly width: number;
    readonly height: number;
    readonly channels: 1 | 3;
    readonly policy: ResizePolicy;
  };
  readonly result: string;
}

interface Hashed {
  readonly name: string;
  /** 9 × 8 grey bytes each. */
  readonly images: readonly string[];
  /** Two words of 32 bits each. */
  readonly hashes: readonly number[];
  readonly distance: number;
  readonly groups: readonly (readonly number[])[];
}

interface Scaled {
  readonly name: string;
  readonly channels: 1 | 3;
  readonly images: readonly string[];
  readonly trainRows: readonly number[];
  readonly offset: readonly number[];
  readonly scale: readonly number[];
  /** Of the first image. */
  readonly encoded: readonly number[];
}

interface Produced {
  readonly resized: readonly Resized[];
  readonly hashed: readonly Hashed[];
  readonly scaled: readonly Scaled[];
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Noise, hard edges or a smooth ramp: what filters blur differently. */
function drawImage(width: number, height: number, draw: Random): Uint8Array {
  const kind = draw.int(3);
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    if (kind === 0) pixels[i] = draw.int(256);
    else if (kind === 1) pixels[i] = (x + y + (i % 3)) % 2 === 0 ? 255 : 0;
    else pixels[i] = (x * 255) / width;
  }
  return pixels;
}

function resizedCase(index: number): Resized {
  const draw = random(21, index);
  const size = (): number => 1 + draw.int([8, 40, 150][draw.int(3)] ?? 8);
  const [width, height] = [size(), size()];
  const policy = resizePolicies[index % 3] ?? "stretch";
  const to = { width: size(), height: size(), channels: draw.int(2) === 0 ? 1 : 3, policy } as const;
  const pixels = drawImage(width, height, draw);
  const result = fitImage(pixels, { width, height }, 3, to);
  const name = `${width} × ${height} to ${to.width} × ${to.height}, ${policy}, ${to.channels} channels`;
  return { name, width, height, pixels: hex(pixels), to, result: hex(result) };
}

function hashedCase(index: number): Hashed {
  const draw = random(22, index);
  const count = 60 + draw.int(240);
  const distance = draw.int(6);
  const images: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const like = i > 0 && draw.next() < 0.5 ? images[draw.int(i)] : undefined;
    const image = like?.slice() ?? Uint8Array.from({ length: 72 }, () => draw.int(256));
    if (like !== undefined) for (let change = draw.int(4); change > 0; change--) image[draw.int(72)] = draw.int(256);
    images.push(image);
  }
  const hashes = new Uint32Array(count * 2);
  images.forEach((image, i) => {
    writeDifferenceHash(image, hashes, i * 2);
  });
  const groups = findDuplicates(hashes, distance);
  const name = `${count} images, distance ${distance}`;
  return { name, images: images.map(hex), hashes: [...hashes], distance, groups };
}

function scaledCase(index: number): Scaled {
  const draw = random(23, index);
  const channels = index % 2 === 0 ? 1 : 3;
  const [height, width] = [1 + draw.int(6), 1 + draw.int(6)];
  const constant = index % 3 === 0;
  const images = Array.from({ length: 8 }, () =>
    Uint8Array.from({ length: height * width * channels }, (_, i) =>
      constant && i % channels === 0 ? 77 : draw.int(256),
    ),
  );
  const trainRows = [0, 2, 3, 7].slice(0, 1 + draw.int(4));
  const input = {
    kind: "image",
    column: "image",
    height,
    width,
    channels,
    policy: "stretch",
    scale: "standard",
  } as const;
  const op = atOnce(fitPixels(input, (row) => images[row] ?? new Uint8Array(), Uint32Array.from(trainRows)));
  const encoded = new Float32Array(height * width * channels);
  encodePixels(op, images[0] ?? new Uint8Array(), encoded, 0);
  const name = `${height} × ${width} × ${channels}${constant ? ", a constant channel" : ""}`;
  return {
    ...{ name, channels, images: images.map(hex), trainRows },
    ...{ offset: op.offset, scale: op.scale, encoded: [...encoded] },
  };
}

const cases = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const changeFirst = (text: string, by: number): string =>
  ((Number.parseInt(text.slice(0, 2), 16) + by) & 255).toString(16).padStart(2, "0") + text.slice(2);

export const check: OracleCheck<Produced> = {
  produce: async () => ({
    produced: { resized: cases(180, resizedCase), hashed: cases(12, hashedCase), scaled: cases(12, scaledCase) },
  }),
  faults: {
    "a pixel is two levels off": (produced) => ({
      ...produced,
      resized: produced.resized.map((one) => ({ ...one, result: changeFirst(one.result, 2) })),
    }),
    "no antialiasing": (produced) => ({
      ...produced,
      resized: produced.resized.map((one) => ({ ...one, result: nearest(one) })),
    }),
    "a pair of duplicates is missed": (produced) => ({
      ...produced,
      hashed: produced.hashed.map((one) => ({ ...one, groups: one.groups.slice(1) })),
    }),
    "the deviation of a sample": (produced) => ({
      ...produced,
      scaled: produced.scaled.map((one) => ({ ...one, scale: one.scale.map((value) => value * 1.001) })),
    }),
  },
};

/** Each pixel of the result from the nearest of the image. */
function nearest({ pixels, width, height, to, result }: Resized): string {
  if (to.channels === 1) return result;
  let text = "";
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const at = (Math.floor((y * height) / to.height) * width + Math.floor((x * width) / to.width)) * 6;
      text += pixels.slice(at, at + 6);
    }
  }
  return text;
}
