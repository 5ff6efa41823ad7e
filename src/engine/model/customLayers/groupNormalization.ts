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

  protected override standardized(rows: tf.Tensor2D, _training: boolean, [batch]: number[]): tf.Tensor {
    const channels = rows.shape[1];
    const groups = this.groups === -1 ? channels : this.groups;
    const split = tf.reshape(rows, [batch as number, -1, groups, channels / groups]);
    return standardize(split, [1, 3], this.epsilon);
  }

  override getConfig() {
    return { ...super.getConfig(), groups: this.groups };
  }
}

tf.serialization.registerClass(GroupNormalization);
