/**
 * @file BatchNormalization over the last axis, at every rank. tfjs's own fails without scale or shift, and takes some
 * forty operations for a gradient.
 */
import * as tf from "@tensorflow/tfjs-core";
import { initializers, type LayerVariable } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { type Affine, Standardizing, standardize } from "./standardizing.ts";

export class BatchNormalization extends Standardizing {
  static readonly className = "BatchNormalization";
  /** The share of the old average that each batch keeps. */
  readonly momentum: number;
  readonly movingMeanInitializer = initializers.zeros();
  readonly movingVarianceInitializer = initializers.ones();
  private movingMean: LayerVariable | null = null;
  private movingVariance: LayerVariable | null = null;

  constructor(args: Affine & { readonly momentum: number }) {
    super(args);
    this.momentum = args.momentum;
  }

  override build(inputShape: number[]): void {
    super.build(inputShape);
    const average = (name: string, initializer: typeof this.movingMeanInitializer) =>
      this.addWeight(name, [inputShape.at(-1) as number], "float32", initializer, undefined, false);
    this.movingMean = average("moving_mean", this.movingMeanInitializer);
    this.movingVariance = average("moving_variance", this.movingVarianceInitializer);
  }

  protected override standardized(rows: tf.Tensor2D, training: boolean): tf.Tensor {
    const { movingMean, movingVariance } = this;
    assert(movingMean !== null && movingVariance !== null, "the layer is built");
    if (!training) {
      const inverse = tf.rsqrt(tf.add(movingVariance.read(), this.epsilon));
      return tf.mul(tf.sub(rows, movingMean.read()), inverse);
    }
    return standardize(rows, [0], this.epsilon, (mean, variance) => {
      this.follow(movingMean, mean);
      this.follow(movingVariance, variance);
    });
  }

  private follow(average: LayerVariable, value: tf.Tensor): void {
    const old = average.read();
    const kept = tf.mul(old, this.momentum);
    average.write(tf.add(kept, tf.mul(tf.reshape(value, old.shape), 1 - this.momentum)));
  }

  override getConfig() {
    return {
      ...super.getConfig(),
      momentum: this.momentum,
      movingMeanInitializer: "zeros",
      movingVarianceInitializer: "ones",
    };
  }
}

tf.serialization.registerClass(BatchNormalization);
