/**
 * @file Dropout with a counter-based mask. tfjs's own draws the mask in JavaScript, uploads it each step, and with a
 * seed draws the same mask at every step; here (seed, step, layer, index) decide each element, on the GPU where there
 * is one, so that a resumed run draws what an uninterrupted one would have drawn.
 */
import * as tf from "@tensorflow/tfjs-core";
import { withNoise } from "../../kernels/noise.ts";
import { maskDraw } from "../../kernels/uniformMask.ts";
import { type LayerArgs, TrainingOnly } from "./shapeKeeping.ts";

export class Dropout extends TrainingOnly {
  static readonly className = "Dropout";
  readonly rate: number;

  constructor(args: LayerArgs & { readonly rate: number }) {
    super(args);
    this.rate = args.rate;
  }

  protected override disturb(x: tf.Tensor): tf.Tensor {
    return this.rate === 0 ? x : withNoise(x, x.shape, maskDraw(this.rate), this.key(), { kind: "times" });
  }

  override getConfig() {
    return { ...super.getConfig(), rate: this.rate };
  }
}

tf.serialization.registerClass(Dropout);
