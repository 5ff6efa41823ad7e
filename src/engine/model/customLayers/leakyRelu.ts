/** @file LeakyReLU with Keras 3's name for the slope; tfjs knows it as alpha. */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerArgs, ShapeKeeping } from "./shapeKeeping.ts";

export class LeakyReLU extends ShapeKeeping {
  static readonly className = "LeakyReLU";
  readonly negativeSlope: number;

  constructor(args: LayerArgs & { readonly negativeSlope: number }) {
    super(args);
    this.negativeSlope = args.negativeSlope;
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return tf.leakyRelu(x, this.negativeSlope);
  }

  override getConfig() {
    return { ...super.getConfig(), negativeSlope: this.negativeSlope };
  }
}

tf.serialization.registerClass(LeakyReLU);
