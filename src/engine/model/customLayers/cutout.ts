/** @file Cutout: while training, sets a square of each image, at a random place, to 0 (DeVries & Taylor 2017). */
import * as tf from "@tensorflow/tfjs-core";
import { covered } from "../../kernels/noiseImages.ts";
import { Augmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

export class Cutout extends Augmentation {
  static readonly className = "Cutout";
  /** The square's side, as a share of the image's shorter side. */
  readonly size: number;

  constructor(args: LayerArgs & { readonly size: number }) {
    super(args);
    this.size = args.size;
  }

  protected override augment(images: tf.Tensor4D): tf.Tensor {
    const [, height, width] = images.shape;
    const half = (this.size * Math.min(height, width)) / 2;
    if (tf.getBackend() === "webgpu") return covered(images, this.keys, half);
    // The middle lies anywhere in the image, so that a border is covered as often as a place inside.
    const outside = (count: number, axis: 1 | 2, use: number): tf.Tensor => {
      const places = tf.reshape(tf.range(0, count), axis === 1 ? [1, count, 1, 1] : [1, 1, count, 1]);
      const middle = tf.sub(tf.mul(this.draw(images, 4, use), count), 0.5);
      // Arithmetic and no comparison: WebGPU's cast of a truth value only relabels it. 0 inside, 1 outside.
      return tf.clipByValue(tf.ceil(tf.sub(tf.abs(tf.sub(places, middle)), half)), 0, 1);
    };
    return tf.mul(images, tf.maximum(outside(height, 1, 0), outside(width, 2, 1)));
  }

  override getConfig() {
    return { ...super.getConfig(), size: this.size };
  }
}

tf.serialization.registerClass(Cutout);
