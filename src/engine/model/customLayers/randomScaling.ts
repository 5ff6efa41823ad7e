/** @file RandomScaling: while training, multiplies each sample by a number near 1, drawn from a normal distribution. */
import * as tf from "@tensorflow/tfjs-core";
import { withNoise } from "../../kernels/noise.ts";
import { normalDraw } from "../../kernels/normal.ts";
import { type LayerArgs, TrainingOnly } from "./shapeKeeping.ts";

export class RandomScaling extends TrainingOnly {
  static readonly className = "RandomScaling";
  readonly stddev: number;

  constructor(args: LayerArgs & { readonly stddev: number }) {
    super(args);
    this.stddev = args.stddev;
  }

  protected override disturb(x: tf.Tensor): tf.Tensor {
    const [batch = 1, ...rest] = x.shape;
    const shape = [batch, ...rest.map(() => 1)];
    return withNoise(x, shape, normalDraw, this.key(), { kind: "aboutOne", strength: this.stddev });
  }

  override getConfig() {
    return { ...super.getConfig(), stddev: this.stddev };
  }
}

tf.serialization.registerClass(RandomScaling);
