/** @file What normalization layers share: a scale and a shift for each channel, and what is normalized together. */
import type * as tf from "@tensorflow/tfjs-core";
import { initializers, type LayerVariable } from "@tensorflow/tfjs-layers";
import type { Geometry } from "../../kernels/normGeometry.ts";
import { normalized } from "../../ops/normalize.ts";
import { type LayerArgs, ShapeKeeping } from "./shapeKeeping.ts";

export interface Affine extends LayerArgs {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

/** Standardizes in its own way, then multiplies each channel by gamma and adds beta. */
export abstract class Standardizing extends ShapeKeeping {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly gammaInitializer = initializers.ones();
  readonly betaInitializer = initializers.zeros();
  private gamma: LayerVariable | null = null;
  private beta: LayerVariable | null = null;

  constructor(args: Affine) {
    super(args);
    this.epsilon = args.epsilon;
    this.center = args.center;
    this.scale = args.scale;
  }

  /** What is normalized together, of inputs of this shape. */
  protected abstract geometry(shape: readonly number[]): Geometry;

  override build(inputShape: number[]): void {
    const channels = [inputShape.at(-1) as number];
    if (this.scale) this.gamma = this.addWeight("gamma", channels, "float32", this.gammaInitializer);
    if (this.center) this.beta = this.addWeight("beta", channels, "float32", this.betaInitializer);
    this.built = true;
  }

  /** Scale, shift and epsilon, as the operations take them. */
  protected get affine() {
    return { gamma: this.gamma?.read() ?? null, beta: this.beta?.read() ?? null, epsilon: this.epsilon };
  }

  protected override compute(x: tf.Tensor, _training: boolean): tf.Tensor {
    return normalized(x, this.geometry(x.shape), this.affine);
  }

  override getConfig() {
    const { epsilon, center, scale } = this;
    return {
      ...super.getConfig(),
      axis: -1,
      epsilon,
      center,
      scale,
      gammaInitializer: "ones",
      betaInitializer: "zeros",
    };
  }
}
