/** @file RandomTranslation: moves each image by up to a share of its height and width either way. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import type { Motion } from "../../kernels/affine.ts";
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

  protected override motion([, height, width]: tf.Tensor4D["shape"]): Motion {
    return { kind: "translation", rows: this.heightFactor * height, columns: this.widthFactor * width };
  }

  override getConfig() {
    return { ...super.getConfig(), heightFactor: this.heightFactor, widthFactor: this.widthFactor };
  }
}

tf.serialization.registerClass(RandomTranslation);
