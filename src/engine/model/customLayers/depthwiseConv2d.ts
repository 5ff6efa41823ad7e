/** @file DepthwiseConv2D with dilation, which tfjs's own leaves out without a word. */
import * as tf from "@tensorflow/tfjs-core";
import type { LayerVariable } from "@tensorflow/tfjs-layers";
import { depthwise } from "../../ops/convolution.ts";
import type { Sweeps } from "../../ops/plainConvolution.ts";
import { firstOf } from "./masks.ts";
import { tfjsClass } from "./tfjsClass.ts";
import { activated, type ConvolutionLayer, layerSweeps, sweptBatch } from "./tfjsConvolution.ts";

interface DepthwiseLayer extends ConvolutionLayer {
  readonly depthMultiplier: number;
  readonly depthwiseKernel: LayerVariable;
}

export class DepthwiseConv2D extends tfjsClass<DepthwiseLayer>("DepthwiseConv2D") {
  static readonly className = "DepthwiseConv2D";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const kernel = this.depthwiseKernel.read() as tf.Tensor4D;
      const sweeps = layerSweeps(this) as unknown as Sweeps;
      const x = firstOf<tf.Tensor4D>(inputs);
      return activated(this, (bias, activation) => depthwise(x, kernel, bias, { sweeps, activation }));
    });
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return sweptBatch(this, inputShape, (inputShape.at(-1) as number) * this.depthMultiplier);
  }
}

tf.serialization.registerClass(DepthwiseConv2D);
