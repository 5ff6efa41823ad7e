/** @file GaussianNoise: adds normal noise while training, drawn from a counter. */
import * as tf from "@tensorflow/tfjs-core";
import { withNoise } from "../../kernels/noise.ts";
import { normalDraw } from "../../kernels/normal.ts";
import { type LayerArgs, TrainingOnly } from "./shapeKeeping.ts";

export class GaussianNoise extends TrainingOnly {
  static readonly className = "GaussianNoise";
  readonly stddev: number;

  constructor(args: LayerArgs & { readonly stddev: number }) {
    super(args);
    this.stddev = args.stddev;
  }

  protected override disturb(x: tf.Tensor): tf.Tensor {
    return withNoise(x, x.shape, normalDraw, this.key(), { kind: "plus", strength: this.stddev });
  }

  override getConfig() {
    return { ...super.getConfig(), stddev: this.stddev };
  }
}

tf.serialization.registerClass(GaussianNoise);
