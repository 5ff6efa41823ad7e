/** @file RandomZoom: shows up to `heightFactor` more or less of each image, about its centre. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import { pixels, type Source } from "./affineSampling.ts";
import { GeometricAugmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

interface Args extends LayerArgs, Sampling {
  readonly heightFactor: number;
  /** null: as the height's, so that the image keeps its proportions. */
  readonly widthFactor: number | null;
}

export class RandomZoom extends GeometricAugmentation {
  static readonly className = "RandomZoom";
  readonly heightFactor: number;
  readonly widthFactor: number | null;

  constructor(args: Args) {
    super(args);
    this.heightFactor = args.heightFactor;
    this.widthFactor = args.widthFactor;
  }

  protected override source(images: tf.Tensor4D): Source {
    const { columns, rows, centre } = pixels(images.shape);
    const high = tf.add(this.spread(images, 3, this.heightFactor, 0), 1);
    const wide = this.widthFactor === null ? high : tf.add(this.spread(images, 3, this.widthFactor, 1), 1);
    return {
      rows: tf.add(tf.mul(tf.sub(rows, centre.row), high), centre.row),
      columns: tf.add(tf.mul(tf.sub(columns, centre.column), wide), centre.column),
    };
  }

  override getConfig() {
    return { ...super.getConfig(), heightFactor: this.heightFactor, widthFactor: this.widthFactor };
  }
}

tf.serialization.registerClass(RandomZoom);
