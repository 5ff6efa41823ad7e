/**
 * @file BatchNormalization over the last axis, at every rank. tfjs's own fails without scale or shift, and takes some
 * forty operations for a gradient.
 */
import * as tf from "@tensorflow/tfjs-core";
import { initializers, type LayerVariable } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import type { Geometry } from "../../kernels/normGeometry.ts";
import { normalized, normalizedByAverages } from "../../ops/normalize.ts";
import { type Affine, Standardizing } from "./standardizing.ts";

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

  protected override geometry(shape: readonly number[]): Geometry {
    const positions = shape.slice(0, -1).reduce((product, n) => product * n, 1);
    return { batch: 1, positions, groups: shape.at(-1) as number, width: 1 };
  }

  protected override compute(x: tf.Tensor, training: boolean): tf.Tensor {
    const { movingMean, movingVariance, momentum } = this;
    assert(movingMean !== null && movingVariance !== null, "the layer is built");
    const averages = {
      mean: movingMean.read() as tf.Variable,
      variance: movingVariance.read() as tf.Variable,
      momentum,
    };
    return training
      ? normalized(x, this.geometry(x.shape), this.affine, averages)
      : normalizedByAverages(x, averages, this.affine);
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
