/** @file RandomRotation: turns each image about its centre by up to `factor` full turns either way. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import type { Motion } from "../../kernels/affine.ts";
import { GeometricAugmentation } from "./augmentation.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

export class RandomRotation extends GeometricAugmentation {
  static readonly className = "RandomRotation";
  readonly factor: number;

  constructor(args: LayerArgs & Sampling & { readonly factor: number }) {
    super(args);
    this.factor = args.factor;
  }

  protected override motion(): Motion {
    return { kind: "rotation", rows: this.factor, columns: null };
  }

  override getConfig() {
    return { ...super.getConfig(), factor: this.factor };
  }
}

tf.serialization.registerClass(RandomRotation);
