/** @file One sample as it is and as the augmentation changes it: what the gallery on the Data step shows. */
import * as tf from "@tensorflow/tfjs-core";
import type { AugmentedPreview } from "../../core/data/previews.ts";
import { inputShapeOf, opOf, type Recipe } from "../../core/data/recipe.ts";
import type { AugmentationStep } from "../../core/data/types.ts";
import { augmentFor } from "../train/augment.ts";

interface Asked {
  readonly steps: readonly AugmentationStep[];
  readonly recipe: Recipe;
  /** The encoded sample. */
  readonly x: Float32Array;
  readonly row: number;
  readonly count: number;
  readonly seed: number;
}

/** `count` changes of one sample. Series are shown by their first column of numbers. */
export async function previewAugmented({ steps, recipe, x, row, count, seed }: Asked): Promise<AugmentedPreview> {
  const augment = augmentFor(steps, recipe, seed);
  const changed = tf.tidy(() => {
    const one = tf.tensor2d(x, [1, x.length]);
    const batch = tf.tile(one, [count, 1]) as tf.Tensor2D;
    return tf.concat([one, augment === null ? batch : augment(batch, 0)]);
  });
  let values: Float32Array;
  try {
    values = (await changed.data()) as Float32Array;
  } finally {
    changed.dispose();
  }
  const samples = Array.from({ length: count + 1 }, (_, i) => values.subarray(i * x.length, (i + 1) * x.length));
  const shape = inputShapeOf(recipe);
  if (shape.length === 3) {
    const [height, width] = shape as readonly [number, number, number];
    const rgba = new Uint8ClampedArray(samples.length * height * width * 4);
    for (const [i, sample] of samples.entries()) paint(recipe, sample, rgba, i * height * width * 4);
    return { kind: "pictures", pictures: { width, height, rows: samples.map(() => row), rgba } };
  }
  const step = shape[1] ?? 1;
  const series = samples.map((sample) => Array.from(sample).filter((_, i) => i % step === 0));
  const [original = [], ...rest] = series;
  return { kind: "series", original, changed: rest };
}

function paint({ features }: Recipe, sample: Float32Array, rgba: Uint8ClampedArray, at: number): void {
  const op = features[0] === undefined ? undefined : opOf(features[0], "pixels");
  if (op === undefined) return;
  const { channels, offset, scale } = op;
  for (let pixel = 0; pixel < sample.length / channels; pixel++) {
    for (let c = 0; c < 3; c++) {
      const channel = channels === 1 ? 0 : c;
      const value = sample[pixel * channels + channel] as number;
      rgba[at + pixel * 4 + c] = (value * (scale[channel] as number) + (offset[channel] as number)) * 255;
    }
    rgba[at + pixel * 4 + 3] = 255;
  }
}
