/** @file The insides of tfjs's convolution layers that own ones work with, and what both dimensions share. */
import type * as tf from "@tensorflow/tfjs-core";
import type { LayerVariable } from "@tensorflow/tfjs-layers";
import { type Padding, placesOf, type Sweep, sweepsOf } from "../../../core/layers/windows.ts";
import { isPointActivation, type PointActivation } from "../../kernels/activations.ts";
import type { Layer } from "./tfjsClass.ts";

/** tfjs's BaseConv. Sides are lists, whatever the arguments were. */
export interface ConvolutionLayer extends Layer {
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly dilationRate: number[];
  readonly padding: Padding;
  readonly filters: number;
  readonly useBias: boolean;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor };
  kernel: LayerVariable;
  bias: LayerVariable | null;
}

export const layerSweeps = (layer: ConvolutionLayer): readonly Sweep[] =>
  sweepsOf({
    window: layer.kernelSize,
    strides: layer.strides,
    dilation: layer.dilationRate,
    padding: layer.padding,
  });

/** [batch, …sizes, channels] after the window has moved over it. */
export const sweptBatch = (layer: ConvolutionLayer, inputShape: readonly number[], channels: number): number[] => [
  inputShape[0] as number,
  ...layerSweeps(layer).map((sweep, axis) => placesOf(inputShape[axis + 1] as number, sweep)),
  channels,
];

/**
 * Runs an operation that applies bias and activation itself, where it can apply the layer's: softmax, which is none of
 * single numbers, comes after it.
 */
export function activated<T extends tf.Tensor>(
  layer: ConvolutionLayer,
  run: (bias: tf.Tensor | null, activation: PointActivation) => T,
): tf.Tensor {
  const { className } = layer.activation.constructor as unknown as { readonly className: string };
  const bias = layer.useBias && layer.bias !== null ? layer.bias.read() : null;
  return isPointActivation(className) ? run(bias, className) : layer.activation.apply(run(bias, "linear"));
}
