/** @file RandomZoom: shows up to `heightFactor` more or less of each image, about its centre. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import type { Motion } from "../../kernels/affine.ts";
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

  protected override motion(): Motion {
    return { kind: "zoom", rows: this.heightFactor, columns: this.widthFactor };
  }

  override getConfig() {
    return { ...super.getConfig(), heightFactor: this.heightFactor, widthFactor: this.widthFactor };
  }
}

tf.serialization.registerClass(RandomZoom);
