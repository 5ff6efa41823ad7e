/** @file RandomContrast: moves each channel of an image towards its mean or away from it. */
import * as tf from "@tensorflow/tfjs-core";
import { contrasted } from "../../kernels/noiseImages.ts";
import { Augmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

interface Args extends LayerArgs {
  readonly factor: number;
  readonly valueRange: readonly number[];
}

export class RandomContrast extends Augmentation {
  static readonly className = "RandomContrast";
  readonly factor: number;
  readonly valueRange: readonly number[];

  constructor(args: Args) {
    super(args);
    this.factor = args.factor;
    this.valueRange = args.valueRange;
  }

  protected override augment(images: tf.Tensor4D): tf.Tensor {
    const [min, max] = this.valueRange as readonly [number, number];
    if (tf.getBackend() === "webgpu") return contrasted(images, this.keys, { reach: this.factor, min, max });
    const mean = tf.mean(images, [1, 2], true);
    const contrast = tf.add(this.spread(images, 4, this.factor), 1);
    return tf.clipByValue(tf.add(tf.mul(tf.sub(images, mean), contrast), mean), min, max);
  }

  override getConfig() {
    return { ...super.getConfig(), factor: this.factor, valueRange: [...this.valueRange] };
  }
}

tf.serialization.registerClass(RandomContrast);
