/** @file RandomBrightness: adds to each image up to `factor` of the range of its values, or takes it away. */
import * as tf from "@tensorflow/tfjs-core";
import { brightened } from "../../kernels/noiseImages.ts";
import { Augmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

interface Args extends LayerArgs {
  readonly factor: number;
  readonly valueRange: readonly number[];
}

export class RandomBrightness extends Augmentation {
  static readonly className = "RandomBrightness";
  readonly factor: number;
  readonly valueRange: readonly number[];

  constructor(args: Args) {
    super(args);
    this.factor = args.factor;
    this.valueRange = args.valueRange;
  }

  protected override augment(images: tf.Tensor4D): tf.Tensor {
    const [min, max] = this.valueRange as readonly [number, number];
    const reach = this.factor * (max - min);
    if (tf.getBackend() === "webgpu") return brightened(images, this.keys, { reach, min, max });
    return tf.clipByValue(tf.add(images, this.spread(images, 4, reach)), min, max);
  }

  override getConfig() {
    return { ...super.getConfig(), factor: this.factor, valueRange: [...this.valueRange] };
  }
}

tf.serialization.registerClass(RandomBrightness);
