/** @file RandomRotation: turns each image about its centre by up to `factor` full turns either way. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import { pixels, type Source } from "./affineSampling.ts";
import { GeometricAugmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

export class RandomRotation extends GeometricAugmentation {
  static readonly className = "RandomRotation";
  readonly factor: number;

  constructor(args: LayerArgs & Sampling & { readonly factor: number }) {
    super(args);
    this.factor = args.factor;
  }

  protected override source(images: tf.Tensor4D): Source {
    const angle = this.spread(images, 3, this.factor * 2 * Math.PI);
    const [cos, sin] = [tf.cos(angle), tf.sin(angle)];
    const { columns, rows, centre } = pixels(images.shape);
    const [across, down] = [tf.sub(columns, centre.column), tf.sub(rows, centre.row)];
    return {
      columns: tf.add(tf.sub(tf.mul(cos, across), tf.mul(sin, down)), centre.column),
      rows: tf.add(tf.add(tf.mul(sin, across), tf.mul(cos, down)), centre.row),
    };
  }

  override getConfig() {
    return { ...super.getConfig(), factor: this.factor };
  }
}

tf.serialization.registerClass(RandomRotation);
