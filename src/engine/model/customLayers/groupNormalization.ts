/** @file GroupNormalization: each row standardizes groups of its channels, over all positions. */
import * as tf from "@tensorflow/tfjs-core";
import type { Geometry } from "../../kernels/normGeometry.ts";
import { type Affine, Standardizing } from "./standardizing.ts";

export class GroupNormalization extends Standardizing {
  static readonly className = "GroupNormalization";
  readonly groups: number;

  constructor(args: Affine & { readonly groups: number }) {
    super(args);
    this.groups = args.groups;
  }

  protected override geometry(shape: readonly number[]): Geometry {
    const [batch = 1, ...rest] = shape;
    const channels = rest.at(-1) as number;
    const groups = this.groups === -1 ? channels : this.groups;
    const positions = rest.slice(0, -1).reduce((product, n) => product * n, 1);
    return { batch, positions, groups, width: channels / groups };
  }

  override getConfig() {
    return { ...super.getConfig(), groups: this.groups };
  }
}

tf.serialization.registerClass(GroupNormalization);
