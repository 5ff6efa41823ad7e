/** @file What the random layers of images share: one draw an image, and for those that move pixels how they are read. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sampling } from "../../../core/layers/augmenting.ts";
import type { Motion } from "../../kernels/affine.ts";
import type { ImageKeys } from "../../kernels/noiseImages.ts";
import { uniform } from "../../kernels/uniform.ts";
import { moved } from "./affineSampling.ts";
import { type LayerArgs, TrainingOnly } from "./shapeKeeping.ts";

export abstract class Augmentation extends TrainingOnly {
  protected abstract augment(images: tf.Tensor4D): tf.Tensor;

  protected override disturb(x: tf.Tensor): tf.Tensor {
    return this.augment(x as tf.Tensor4D);
  }

  /** The keys of the two numbers an image draws. */
  protected get keys(): ImageKeys {
    return [this.key(0), this.key(1)];
  }

  /** A number in [0, 1) for each image, with as many axes as `rank`; `use` tells apart several. */
  protected draw(images: tf.Tensor4D, rank: 3 | 4, use = 0): tf.Tensor {
    return uniform([images.shape[0], ...Array<number>(rank - 1).fill(1)], this.key(use));
  }

  /** A number in [−reach, reach) for each image. */
  protected spread(images: tf.Tensor4D, rank: 3 | 4, reach: number, use = 0): tf.Tensor {
    return tf.add(tf.mul(this.draw(images, rank, use), 2 * reach), -reach);
  }
}

export abstract class GeometricAugmentation extends Augmentation {
  readonly sampling: Sampling;

  constructor(args: LayerArgs & Sampling) {
    super(args);
    const { fillMode, fillValue, interpolation } = args;
    this.sampling = { fillMode, fillValue, interpolation };
  }

  protected abstract motion(shape: tf.Tensor4D["shape"]): Motion;

  protected override augment(images: tf.Tensor4D): tf.Tensor {
    return moved(images, this.motion(images.shape), this.keys, this.sampling);
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.sampling };
  }
}
