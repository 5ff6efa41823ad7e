/** @file SeparableConv2D with a dilation that trains; its configuration names the depth multiplier, which tfjs's leaves out. */
import * as tf from "@tensorflow/tfjs-core";
import type { LayerVariable } from "@tensorflow/tfjs-layers";
import { depthwise, type Sweeps } from "./convolution.ts";
import { firstOf } from "./masks.ts";
import { type LayerArgs, tfjsClass } from "./tfjsClass.ts";
import { type ConvolutionLayer, finished, layerSweeps } from "./tfjsConvolution.ts";

interface SeparableLayer extends ConvolutionLayer {
  readonly depthMultiplier: number;
  readonly depthwiseKernel: LayerVariable;
  readonly pointwiseKernel: LayerVariable;
}

export class SeparableConv2D extends tfjsClass<SeparableLayer>("SeparableConv2D") {
  static readonly className = "SeparableConv2D";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf<tf.Tensor4D>(inputs);
      const sweeps = layerSweeps(this) as unknown as Sweeps;
      const each = depthwise(x, this.depthwiseKernel.read() as tf.Tensor4D, sweeps);
      return finished(this, tf.conv2d(each, this.pointwiseKernel.read() as tf.Tensor4D, 1, "valid"));
    });
  }

  override getConfig(): LayerArgs {
    return { ...super.getConfig(), depthMultiplier: this.depthMultiplier };
  }
}

tf.serialization.registerClass(SeparableConv2D);
