/**
 * @file What normalizations share: (x − mean) / √(variance + epsilon) over some axes, then a scale and a
 * shift for each channel. The gradient is written out: automatic differentiation of the definition takes several times
 * the operations, and tfjs's layer normalization one a row.
 */
import * as tf from "@tensorflow/tfjs-core";
import { initializers, type LayerVariable } from "@tensorflow/tfjs-layers";
import { type LayerArgs, ShapeKeeping } from "./shapeKeeping.ts";

/**
 * The gradient, where y is the result and means run over `axes`:
 * dx = (dy − mean(dy) − y · mean(dy · y)) / √(variance + epsilon). `observe` is shown mean and variance.
 */
export function standardize(
  x: tf.Tensor,
  axes: readonly number[],
  epsilon: number,
  observe?: (mean: tf.Tensor, variance: tf.Tensor) => void,
): tf.Tensor {
  const over = (values: tf.Tensor): tf.Tensor => tf.mean(values, [...axes], true);
  const operation = tf.customGrad((input, save) => {
    const mean = over(input as tf.Tensor);
    const centred = tf.sub(input as tf.Tensor, mean);
    const variance = over(tf.square(centred));
    observe?.(mean, variance);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const value = tf.mul(centred, inverse);
    (save as (kept: tf.Tensor[]) => void)([value, inverse]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [y, scale] = saved as [tf.Tensor, tf.Tensor];
      const along = tf.add(over(dy), tf.mul(y, over(tf.mul(dy, y))));
      return tf.mul(tf.sub(dy, along), scale);
    };
    return { value, gradFunc };
  });
  return operation(x);
}

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

  /** Of rows of channels, [positions, channels], or of the whole `shape`; in the order in which they came. */
  protected abstract standardized(rows: tf.Tensor2D, training: boolean, shape: number[]): tf.Tensor;

  override build(inputShape: number[]): void {
    const channels = [inputShape.at(-1) as number];
    if (this.scale) this.gamma = this.addWeight("gamma", channels, "float32", this.gammaInitializer);
    if (this.center) this.beta = this.addWeight("beta", channels, "float32", this.betaInitializer);
    this.built = true;
  }

  protected override compute(x: tf.Tensor, training: boolean): tf.Tensor {
    // Two axes are enough, and with five tfjs's WebGPU programs cannot add a vector.
    const rows = tf.reshape(x, [-1, x.shape.at(-1) as number]) as tf.Tensor2D;
    const standard = tf.reshape(this.standardized(rows, training, x.shape), rows.shape);
    const scaled = this.gamma === null ? standard : tf.mul(standard, this.gamma.read());
    const shifted = this.beta === null ? scaled : tf.add(scaled, this.beta.read());
    return tf.reshape(shifted, x.shape);
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
