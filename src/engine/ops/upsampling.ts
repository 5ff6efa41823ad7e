/**
 * @file Images made larger by whole factors: by own kernels on WebGPU, elsewhere of tfjs operations whose gradients hold.
 * Bilinear as Keras does it samples cells at their centres, which tfjs's layer leaves out and its gradient does not know:
 * blending along an axis is a constant matrix, its transpose the gradient. Nearest repeats cells; tfjs's gradient of it is
 * wrong on the CPU where images are not square.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type Factors, type Interpolation, larger, largerBack } from "../kernels/upsample.ts";
import { forOwnKernels, taped } from "./tape.ts";

/** [size · factor, size]: which inputs an output blends. Beyond the borders the outermost cell goes on. */
function blending(size: number, factor: number): tf.Tensor3D {
  const values = new Float32Array(size * factor * size);
  for (let to = 0; to < size * factor; to++) {
    const at = (to + 0.5) / factor - 0.5;
    const below = Math.floor(at);
    const share = at - below;
    const cell = (index: number) => to * size + Math.min(Math.max(index, 0), size - 1);
    values[cell(below)] = (values[cell(below)] as number) + 1 - share;
    values[cell(below + 1)] = (values[cell(below + 1)] as number) + share;
  }
  return tf.tensor3d(values, [1, size * factor, size]);
}

/** [rows, size, numbers] → [rows, size · factor, numbers] */
const blended = (x: tf.Tensor3D, factor: number): tf.Tensor => tf.matMul(blending(x.shape[1], factor), x);

function repeated(x: tf.Tensor3D, factor: number): tf.Tensor {
  const [rows, size, numbers] = x.shape;
  return tf.broadcastTo(tf.expandDims(x, 2), [rows, size, factor, numbers]);
}

function plainUpsampled(interpolation: Interpolation, x: tf.Tensor4D, [down, across]: Factors): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [tall, wide] = [height * down, width * across];
  const stretched = interpolation === "nearest" ? repeated : blended;
  const rows = stretched(tf.reshape(x, [batch, height, width * channels]), down);
  const all = stretched(tf.reshape(rows, [batch * tall, width, channels]), across);
  return tf.reshape(all, [batch, tall, wide, channels]);
}

/** [batch, height · factor, width · factor, channels] */
export function upsampled(interpolation: Interpolation, x: tf.Tensor4D, factors: Factors): tf.Tensor4D {
  if (!forOwnKernels(x)) return plainUpsampled(interpolation, x, factors);
  return taped<tf.Tensor4D, { readonly x: tf.Tensor }>({
    inputs: { x },
    forward: () => larger(interpolation, x, factors),
    backward: (dy) => ({ x: () => largerBack(interpolation, dy, factors, x.shape) }),
  });
}
