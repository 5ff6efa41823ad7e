/** @file RandomFlip: mirrors each image, or not, with the same chance. */
import * as tf from "@tensorflow/tfjs-core";
import type { FlipMode } from "../../../core/layers/randomFlip.ts";
import { mirrored } from "../../kernels/noiseImages.ts";
import { Augmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

const [rowsAxis, columnsAxis] = [1, 2];

export class RandomFlip extends Augmentation {
  static readonly className = "RandomFlip";
  readonly mode: FlipMode;

  constructor(args: LayerArgs & { readonly mode: FlipMode }) {
    super(args);
    this.mode = args.mode;
  }

  protected override augment(images: tf.Tensor4D): tf.Tensor {
    if (tf.getBackend() === "webgpu") {
      return mirrored(images, this.keys, this.mode !== "vertical", this.mode !== "horizontal");
    }
    switch (this.mode) {
      case "horizontal":
        return this.flipped(images, columnsAxis, 0);
      case "vertical":
        return this.flipped(images, rowsAxis, 1);
      case "horizontal_and_vertical":
        return this.flipped(this.flipped(images, columnsAxis, 0), rowsAxis, 1);
    }
  }

  private flipped(images: tf.Tensor4D, axis: number, use: number): tf.Tensor4D {
    const chosen = tf.cast(tf.less(this.draw(images, 4, use), 0.5), "float32");
    return tf.add(tf.mul(images, tf.sub(1, chosen)), tf.mul(tf.reverse(images, axis), chosen));
  }

  override getConfig() {
    return { ...super.getConfig(), mode: this.mode };
  }
}

tf.serialization.registerClass(RandomFlip);
