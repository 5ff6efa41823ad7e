/**
 * @file Normalization: (x − mean) / √(variance + epsilon) within parts of the values, then a scale and a shift of each
 * channel. On WebGPU by own kernels, running averages in place; elsewhere by tfjs's operations, with the gradient written
 * out: automatic differentiation of the definition takes several times the operations.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type Affine, type Averages, applied, appliedAverages, statistics } from "../kernels/norm.ts";
import { type Geometry, ofChannels } from "../kernels/normGeometry.ts";
import { gradientByValues, gradientSums } from "../kernels/normGradient.ts";
import { taped } from "./tape.ts";

/** Running averages [channels] that follow each batch by 1 − momentum. */
export interface MovingAverages extends Averages {
  readonly mean: tf.Variable;
  readonly variance: tf.Variable;
}

interface Given extends Affine {
  readonly epsilon: number;
}

type Inputs = Readonly<Record<string, tf.Tensor>>;

const inputsOf = (x: tf.Tensor, { gamma, beta }: Affine): Inputs => ({
  x,
  ...(gamma === null ? {} : { gamma }),
  ...(beta === null ? {} : { beta }),
});

/** By what the values themselves say. `averages` follow what was found; only of batch normalization, whose units are channels. */
export function normalized(
  x: tf.Tensor,
  geometry: Geometry,
  given: Given,
  averages: MovingAverages | null = null,
): tf.Tensor {
  if (tf.getBackend() !== "webgpu") return shiftedByOps(standardized(x, geometry, given.epsilon, averages), given);
  const { gamma } = given;
  return taped({
    inputs: inputsOf(x, given),
    forward: (save) => {
      const stats = statistics(x, geometry, given.epsilon, averages);
      save([x, stats, ...(gamma === null ? [] : [gamma])]);
      return applied(x, stats, geometry, given);
    },
    backward: (dy, [values, stats, scale]) => gradients(dy, values as tf.Tensor, stats as tf.Tensor, scale, geometry),
  });
}

function gradients(dy: tf.Tensor, x: tf.Tensor, stats: tf.Tensor, gamma: tf.Tensor | undefined, geometry: Geometry) {
  const given = { x, dy, stats };
  const scale = gamma ?? null;
  // Where units are channels, their sums are also what the gradient by x takes, with gamma before them.
  const whole = geometry.batch === 1 && geometry.width === 1;
  const byChannel = gradientSums(given, geometry, ofChannels(geometry));
  const byUnit = () => gradientSums(gamma === undefined ? given : { ...given, gamma }, geometry, geometry);
  return {
    x: () => gradientByValues({ ...given, gamma: scale }, whole ? byChannel : byUnit(), !whole, geometry),
    gamma: () => tf.clone(byChannel.product),
    beta: () => tf.clone(byChannel.dy),
  };
}

/** By running averages of the channels, as in prediction. */
export function normalizedByAverages(x: tf.Tensor, averages: MovingAverages, given: Given): tf.Tensor {
  if (tf.getBackend() !== "webgpu") return byAverages(x, averages, given);
  return taped({
    inputs: inputsOf(x, given),
    forward: (save) => {
      save([x]);
      return appliedAverages(x, averages, given.epsilon, given);
    },
    backward: (dy, [values]) => ({
      x: () => tf.reshape(tf.mul(rowsOf(dy), inverseOf(averages, given)), dy.shape),
      gamma: () => {
        const standard = appliedAverages(values as tf.Tensor, averages, given.epsilon, { gamma: null, beta: null });
        return tf.sum(rowsOf(tf.mul(dy, standard)), 0);
      },
      beta: () => tf.sum(rowsOf(dy), 0),
    }),
  });
}

/** What a channel is multiplied by. */
function inverseOf({ variance }: MovingAverages, { gamma, epsilon }: Given): tf.Tensor {
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  return gamma === null ? inverse : tf.mul(inverse, gamma);
}

/** Rows of channels: two axes are enough, and with five tfjs's WebGPU programs cannot add a vector. */
const rowsOf = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [-1, x.shape.at(-1) as number]);

function byAverages(x: tf.Tensor, { mean, variance }: MovingAverages, given: Given): tf.Tensor {
  const inverse = tf.rsqrt(tf.add(variance, given.epsilon));
  return shiftedByOps(tf.reshape(tf.mul(tf.sub(rowsOf(x), mean), inverse), x.shape), given);
}

function shiftedByOps(standard: tf.Tensor, { gamma, beta }: Affine): tf.Tensor {
  const rows = rowsOf(standard);
  const scaled = gamma === null ? rows : tf.mul(rows, gamma);
  return tf.reshape(beta === null ? scaled : tf.add(scaled, beta), standard.shape);
}

/**
 * The gradient, where y is the result and means run over the axes of a unit:
 * dx = (dy − mean(dy) − y · mean(dy · y)) / √(variance + epsilon).
 */
function standardized(x: tf.Tensor, geometry: Geometry, epsilon: number, averages: MovingAverages | null): tf.Tensor {
  const { batch, positions, groups, width } = geometry;
  const over = (values: tf.Tensor): tf.Tensor => tf.mean(values, [1, 3], true);
  const operation = tf.customGrad((input, save) => {
    const mean = over(input as tf.Tensor);
    const centred = tf.sub(input as tf.Tensor, mean);
    const variance = over(tf.square(centred));
    if (averages !== null) follow(averages, mean, variance);
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
  return tf.reshape(operation(tf.reshape(x, [batch, positions, groups, width])), x.shape);
}

function follow({ mean, variance, momentum }: MovingAverages, ...found: readonly [tf.Tensor, tf.Tensor]): void {
  for (const [at, average] of [mean, variance].entries()) {
    const value = tf.reshape(found[at] as tf.Tensor, average.shape);
    average.assign(tf.add(tf.mul(average, momentum), tf.mul(value, 1 - momentum)));
  }
}
