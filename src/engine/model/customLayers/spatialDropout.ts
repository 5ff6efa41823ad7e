/**
 * @file SpatialDropout1D and 2D: dropout of whole channels, for neighbours in a sequence or an image say much the same and
 * would make up for one that is dropped.
 */
import * as tf from "@tensorflow/tfjs-core";
import { withNoise } from "../../kernels/noise.ts";
import { maskDraw } from "../../kernels/uniformMask.ts";
import { type LayerArgs, TrainingOnly } from "./shapeKeeping.ts";

abstract class SpatialDropout extends TrainingOnly {
  readonly rate: number;

  constructor(args: LayerArgs & { readonly rate: number }) {
    super(args);
    this.rate = args.rate;
  }

  protected override disturb(x: tf.Tensor): tf.Tensor {
    if (this.rate === 0) return x;
    // One number decides for a channel at all its positions.
    const shape = x.shape.map((n, axis) => (axis === 0 || axis === x.rank - 1 ? n : 1));
    return withNoise(x, shape, maskDraw(this.rate), this.key(), { kind: "times" });
  }

  override getConfig() {
    return { ...super.getConfig(), rate: this.rate };
  }
}

export class SpatialDropout1D extends SpatialDropout {
  static readonly className = "SpatialDropout1D";
}

export class SpatialDropout2D extends SpatialDropout {
  static readonly className = "SpatialDropout2D";
}

tf.serialization.registerClass(SpatialDropout1D);
tf.serialization.registerClass(SpatialDropout2D);
