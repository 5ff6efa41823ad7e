/**
 * @file Convolutions of tfjs operations whose gradients are exact on every backend, for devices without own kernels and as
 * those kernels' twin. Dilation: the input is cut into d·d interleaved images (space to batch), where the window has no gaps. Groups: one
 * kernel for all channels, with zeros where a filter does not look; it costs what a convolution without groups costs,
 * in one operation instead of one a group.
 */
import * as tf from "@tensorflow/tfjs-core";
import { padsOf, type Sweep } from "../../core/layers/windows.ts";

/** One sweep each over height and width; their padding is of one kind. */
export type Sweeps = readonly [Sweep, Sweep];

type Pair = [number, number];

/** [h, w, channels / groups, filters] → [h, w, channels, filters], zero outside of each group's block. */
export function groupedKernel(kernel: tf.Tensor4D, groups: number): tf.Tensor4D {
  if (groups === 1) return kernel;
  const [height, width, channels, filters] = kernel.shape;
  const blocks = tf.reshape(kernel, [height * width, 1, channels, groups, filters / groups]);
  const own = tf.reshape(tf.eye(groups), [1, groups, 1, groups, 1]);
  return tf.reshape(tf.mul(blocks, own), [height, width, channels * groups, filters]);
}

/** Runs `convolve` ("valid", stride 1, no dilation) as if its window were dilated, with padding as the sweeps say. */
function dilated(x: tf.Tensor4D, sweeps: Sweeps, convolve: (x: tf.Tensor4D) => tf.Tensor4D): tf.Tensor4D {
  const block = sweeps.map(({ dilation }) => dilation) as Pair;
  const pads = sweeps.map((sweep, axis) => padsOf(x.shape[axis + 1] as number, sweep));
  // Every interleaved image must be of one size: what is missing is padded and cut off again.
  const extra = pads.map(([before, after], axis) => {
    const size = (x.shape[axis + 1] as number) + before + after;
    return (block[axis] as number) * Math.ceil(size / (block[axis] as number)) - size;
  });
  const paddings = pads.map(([before, after], axis) => [before, after + (extra[axis] as number)]);
  const apart = tf.spaceToBatchND(x, block, paddings) as tf.Tensor4D;
  const crops = extra.map((cells) => [0, cells]);
  return tf.batchToSpaceND(convolve(apart), block, crops) as tf.Tensor4D;
}

/** What tfjs can train as it is: no dilation, and padding that it knows. */
function plain(
  x: tf.Tensor4D,
  sweeps: Sweeps,
  convolve: (x: tf.Tensor4D, strides: Pair, padding: "same" | "valid") => tf.Tensor4D,
): tf.Tensor4D {
  const strides = sweeps.map(({ stride }) => stride) as Pair;
  if (!sweeps.some(({ padding }) => padding === "causal")) {
    return convolve(x, strides, sweeps[0].padding === "same" ? "same" : "valid");
  }
  const pads = sweeps.map((sweep, axis) => [...padsOf(x.shape[axis + 1] as number, sweep)] as Pair);
  return convolve(tf.pad(x, [[0, 0], ...pads, [0, 0]]), strides, "valid");
}

const gaps = (sweeps: Sweeps): boolean => sweeps.some(({ dilation }) => dilation > 1);

/** x [batch, h, w, channels] with a kernel [h, w, channels / groups, filters]. */
export function plainConvolution(x: tf.Tensor4D, kernel: tf.Tensor4D, sweeps: Sweeps, groups: number): tf.Tensor4D {
  const whole = groupedKernel(kernel, groups);
  return gaps(sweeps)
    ? dilated(x, sweeps, (apart) => tf.conv2d(apart, whole, 1, "valid"))
    : plain(x, sweeps, (input, strides, padding) => tf.conv2d(input, whole, strides, padding));
}

/** x [batch, h, w, channels] with a depthwise kernel [h, w, channels, multiplier]. */
export function plainDepthwise(x: tf.Tensor4D, kernel: tf.Tensor4D, sweeps: Sweeps): tf.Tensor4D {
  return gaps(sweeps)
    ? dilated(x, sweeps, (apart) => tf.depthwiseConv2d(apart, kernel, 1, "valid"))
    : plain(x, sweeps, (input, strides, padding) => tf.depthwiseConv2d(input, kernel, strides, padding));
}

/** x [batch, h, w, channels] with a kernel [h, w, filters, channels] to an image [batch, height, width, filters]. */
export function plainTransposed(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  image: [number, number, number, number],
  sweeps: Sweeps,
): tf.Tensor4D {
  const strides = sweeps.map(({ stride }) => stride) as Pair;
  return tf.conv2dTranspose(x, kernel, image, strides, sweeps[0].padding === "same" ? "same" : "valid");
}
