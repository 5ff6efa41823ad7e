/** @file RandomTranslation: moves each image by up to a share of its height and width either way. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import { pixels, type Source } from "./affineSampling.ts";
import { GeometricAugmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

interface Args extends LayerArgs, Sampling {
  readonly heightFactor: number;
  readonly widthFactor: number;
}

export class RandomTranslation extends GeometricAugmentation {
  static readonly className = "RandomTranslation";
  readonly heightFactor: number;
  readonly widthFactor: number;

  constructor(args: Args) {
    super(args);
    this.heightFactor = args.heightFactor;
    this.widthFactor = args.widthFactor;
  }

  protected override source(images: tf.Tensor4D): Source {
    const [, height, width] = images.shape;
    const { columns, rows } = pixels(images.shape);
    return {
      rows: tf.sub(rows, this.spread(images, 3, this.heightFactor * height, 0)),
      columns: tf.sub(columns, this.spread(images, 3, this.widthFactor * width, 1)),
    };
  }

  override getConfig() {
    return { ...super.getConfig(), heightFactor: this.heightFactor, widthFactor: this.widthFactor };
  }
}

tf.serialization.registerClass(RandomTranslation);
