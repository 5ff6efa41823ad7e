/** @file One augmentation as a function on batches: a layer of the studio's, called as in training with a step of its own. */
import type * as tf from "@tensorflow/tfjs-core";
import type { Shape } from "../../core/graph/types.ts";
import type { KerasCall } from "../../core/layers/define.ts";
import { pcgHash } from "../../core/random.ts";
import "./customLayers/index.ts";
import type { NoiseSource } from "./customLayers/noise.ts";
import { joinNoise, makeLayer } from "./keras.ts";

/** Streams of random numbers from here on belong to augmentation; a model's layers use those below. */
const firstStream = 1 << 20;

/**
 * `shape` of one sample; `place` tells apart several augmentations. The same step draws the same changes; it is one of the
 * loop's, a number or a tensor on the GPU.
 */
export function augmentingLayer(
  call: KerasCall,
  shape: Shape,
  seed: number,
  place: number,
): (x: tf.Tensor, step: NoiseSource["step"]) => tf.Tensor {
  const layer = makeLayer({ className: call.className, args: { ...call.args, name: `augmentation_${place}` } });
  const noise: NoiseSource = { seed: pcgHash(seed ^ 0x5eed), step: 0 };
  joinNoise(layer, noise, firstStream + place);
  layer.build([null, ...shape]);
  return (x, step) => {
    noise.step = step;
    return layer.call(x, { training: true }) as tf.Tensor;
  };
}
