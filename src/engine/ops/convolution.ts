/**
 * @file Convolutions with their bias and activation, of any stride, dilation, padding and number of groups: by own kernels
 * on WebGPU, elsewhere of tfjs operations whose gradients are exact (`plainConvolution.ts`). Images are
 * [batch, height, width, channels]; a sequence is an image of height 1.
 */
import * as tf from "@tensorflow/tfjs-core";
import { padsOf, placesOf } from "../../core/layers/windows.ts";
import type { PointActivation } from "../kernels/activations.ts";
import { convForward } from "../kernels/convForward.ts";
import type { Geometry } from "../kernels/convGeometry.ts";
import { convInput } from "../kernels/convInput.ts";
import { convWeights } from "../kernels/convWeights.ts";
import { depthwiseForward, depthwiseInput, depthwiseWeights } from "../kernels/depthwise.ts";
import { channelSums } from "../kernels/poolGlobal.ts";
import { activationOf } from "../model/customLayers/named.ts";
import { plainConvolution, plainDepthwise, plainTransposed, type Sweeps } from "./plainConvolution.ts";
import { forOwnKernels } from "./tape.ts";
import { type WeightedKernels, weighted } from "./weighted.ts";

export interface ConvolutionOptions {
  readonly sweeps: Sweeps;
  readonly groups: number;
  readonly activation: PointActivation;
}

interface Sizes {
  readonly image: readonly number[];
  readonly kernel: readonly number[];
  readonly filters: number;
  readonly groups: number;
  readonly sweeps: Sweeps;
}

function geometryOf({ image, kernel, filters, groups, sweeps: [down, across] }: Sizes): Geometry {
  const [batch, height, width, channels] = image as [number, number, number, number];
  const [kernelHeight, kernelWidth] = kernel as [number, number];
  return {
    batch,
    height,
    width,
    channels,
    outHeight: placesOf(height, down),
    outWidth: placesOf(width, across),
    filters,
    kernelHeight,
    kernelWidth,
    strideHeight: down.stride,
    strideWidth: across.stride,
    dilationHeight: down.dilation,
    dilationWidth: across.dilation,
    padTop: padsOf(height, down)[0],
    padLeft: padsOf(width, across)[0],
    groups,
  };
}

const convolutionKernels = (geometry: Geometry): WeightedKernels => ({
  forward: (given) => convForward({ ...given, geometry }),
  input: (z, kernel) => convInput({ z, kernel, geometry })[0] as tf.Tensor,
  weights: ({ x, dz, kernel, bias }) => convWeights({ x, z: dz, geometry, kernel, bias }),
});

const depthwiseKernels = (geometry: Geometry): WeightedKernels => ({
  forward: (given) => depthwiseForward({ ...given, geometry }),
  input: (z, kernel) => depthwiseInput(z, kernel, geometry),
  weights: ({ x, dz, kernel, bias }) => depthwiseWeights({ x, z: dz, geometry, kernel, bias }),
});

/** The window the other way round: `geometry` is of the convolution whose input this makes. */
const transposedKernels = (geometry: Geometry): WeightedKernels => ({
  forward: ({ x, ...given }) => convInput({ ...given, z: x, geometry }),
  input: (z, kernel) =>
    convForward({ x: z, kernel, bias: null, geometry, activation: "linear", keepsArgument: false })[0] as tf.Tensor,
  weights: ({ x, dz, kernel, bias }) => {
    convWeights({ x: dz, z: x, geometry, kernel, bias: null });
    if (bias !== null) channelSums(dz, bias);
  },
});

/** Bias and activation by tfjs operations. */
function finished(y: tf.Tensor4D, bias: tf.Tensor | null, activation: PointActivation): tf.Tensor4D {
  return activationOf(activation)(bias === null ? y : tf.add(y, bias));
}

/** With a kernel [h, w, channels / groups, filters] and a bias [filters]. */
export function convolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor | null,
  { sweeps, groups, activation }: ConvolutionOptions,
): tf.Tensor4D {
  if (!forOwnKernels(x, kernel, bias)) return finished(plainConvolution(x, kernel, sweeps, groups), bias, activation);
  const filters = kernel.shape[3];
  const geometry = geometryOf({ image: x.shape, kernel: kernel.shape, filters, groups, sweeps });
  const alone = groups > 1 && groups === x.shape[3];
  return weighted({ x, kernel, bias, activation }, alone ? depthwiseKernels(geometry) : convolutionKernels(geometry));
}

/** Each channel by itself, with a kernel [h, w, channels, multiplier] and a bias [channels · multiplier]. */
export function depthwise(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor | null,
  { sweeps, activation }: Omit<ConvolutionOptions, "groups">,
): tf.Tensor4D {
  if (!forOwnKernels(x, kernel, bias)) return finished(plainDepthwise(x, kernel, sweeps), bias, activation);
  const [, , groups, multiplier] = kernel.shape;
  const sizes = { image: x.shape, kernel: kernel.shape, filters: groups * multiplier, groups, sweeps };
  return weighted({ x, kernel, bias, activation }, depthwiseKernels(geometryOf(sizes)));
}

export interface TransposedOptions extends Omit<ConvolutionOptions, "groups"> {
  /** Height and width of the result. */
  readonly size: readonly [number, number];
}

/** Each cell paints a window: with a kernel [h, w, filters, channels] and a bias [filters]. */
export function transposed(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor | null,
  { sweeps, activation, size }: TransposedOptions,
): tf.Tensor4D {
  const image = [x.shape[0], ...size, kernel.shape[2]] as [number, number, number, number];
  if (!forOwnKernels(x, kernel, bias)) return finished(plainTransposed(x, kernel, image, sweeps), bias, activation);
  const geometry = geometryOf({ image, kernel: kernel.shape, filters: x.shape[3], groups: 1, sweeps });
  return weighted({ x, kernel, bias, activation }, transposedKernels(geometry));
}
