/**
 * @file Random changes of training batches, carried out on the device by the same layers that a graph may hold. Images are
 * changed in values from 0 to 1, whatever the recipe's scaling: it is undone before and done again after.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type AugmentationSpec, augmentations } from "../../core/data/augmentations.ts";
import { inputShapeOf, opOf, type PixelsOp, type Recipe } from "../../core/data/recipe.ts";
import type { AugmentationStep } from "../../core/data/types.ts";
import { completed } from "../../core/params/fields.ts";
import { channelsMoved } from "../kernels/affineChannels.ts";
import { augmentingLayer } from "../model/augmentingLayer.ts";
import type { NoiseSource } from "../model/customLayers/noise.ts";

/** Changes a batch at random, in training only; the same for the same step, which a recorded step reads on the GPU. */
export type Augment = (x: tf.Tensor2D, step: NoiseSource["step"]) => tf.Tensor2D;

/** What a sample is, for augmentations; null: none of them suits it. */
export function sampleKind(recipe: Pick<Recipe, "features" | "window">): AugmentationSpec["suits"] | null {
  if (recipe.window !== null) return "sequence";
  return inputShapeOf(recipe).length === 3 ? "image" : null;
}

/** null: nothing is to be changed. Steps that do not suit the samples are left out. */
export function augmentFor(
  steps: readonly AugmentationStep[],
  recipe: Pick<Recipe, "features" | "window">,
  seed: number,
): Augment | null {
  const kind = sampleKind(recipe);
  const layers = steps.flatMap((step, place) => {
    const spec: AugmentationSpec = augmentations[step.kind];
    if (spec.suits !== kind) return [];
    return [augmentingLayer(spec.keras(completed(spec.fields, step.params)), inputShapeOf(recipe), seed, place)];
  });
  if (layers.length === 0) return null;
  const shape = inputShapeOf(recipe);
  const pixels = recipe.features[0] === undefined ? undefined : opOf(recipe.features[0], "pixels");
  return (x, step) =>
    tf.tidy(() => {
      let batch = inUnit(tf.reshape(x, [-1, ...shape]), pixels);
      for (const layer of layers) batch = layer(batch, step);
      return tf.reshape(scaledAgain(batch, pixels), [x.shape[0], -1]) as tf.Tensor2D;
    });
}

const unscaled = (pixels: PixelsOp | undefined): pixels is undefined =>
  pixels === undefined || (pixels.offset.every((n) => n === 0) && pixels.scale.every((n) => n === 1));

const inUnit = (x: tf.Tensor, pixels: PixelsOp | undefined): tf.Tensor =>
  unscaled(pixels) ? x : channelsMoved(x, pixels, false);

const scaledAgain = (x: tf.Tensor, pixels: PixelsOp | undefined): tf.Tensor =>
  unscaled(pixels) ? x : channelsMoved(x, pixels, true);
