/** @file GroupNormalization: each row standardizes groups of its channels, over all positions. */
import * as tf from "@tensorflow/tfjs-core";
import { type Affine, Standardizing, standardize } from "./standardizing.ts";

export class GroupNormalization extends Standardizing {
  static readonly className = "GroupNormalization";
  readonly groups: number;

  constructor(args: Affine & { readonly groups: number }) {
    super(args);
    this.groups = args.groups;
  }

  protected override standardized(x: tf.Tensor): tf.Tensor {
    const channels = x.shape.at(-1) as number;
    const groups = this.groups === -1 ? channels : this.groups;
    const split = tf.reshape(x, [x.shape[0] as number, -1, groups, channels / groups]);
    return tf.reshape(standardize(split, [1, 3], this.epsilon), x.shape);
  }

  override getConfig() {
    return { ...super.getConfig(), groups: this.groups };
  }
}

tf.serialization.registerClass(GroupNormalization);
