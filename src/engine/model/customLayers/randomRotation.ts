/** @file RandomRotation: turns each image about its centre by up to `factor` full turns either way. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import { cosineAndSine } from "../../kernels/turn.ts";
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
    const { cosine, sine } = cosineAndSine(this.spread(images, 3, this.factor));
    const { columns, rows, centre } = pixels(images.shape);
    const [across, down] = [tf.sub(columns, centre.column), tf.sub(rows, centre.row)];
    return {
      columns: tf.add(tf.sub(tf.mul(cosine, across), tf.mul(sine, down)), centre.column),
      rows: tf.add(tf.add(tf.mul(sine, across), tf.mul(cosine, down)), centre.row),
    };
  }

  override getConfig() {
    return { ...super.getConfig(), factor: this.factor };
  }
}

tf.serialization.registerClass(RandomRotation);
