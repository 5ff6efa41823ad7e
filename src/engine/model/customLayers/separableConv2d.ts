/** @file SeparableConv2D with a dilation that trains; its configuration names the depth multiplier, which tfjs's leaves out. */
import * as tf from "@tensorflow/tfjs-core";
import type { LayerVariable } from "@tensorflow/tfjs-layers";
import { sweepsOf } from "../../../core/layers/windows.ts";
import { convolution, depthwise } from "../../ops/convolution.ts";
import type { Sweeps } from "../../ops/plainConvolution.ts";
import { firstOf } from "./masks.ts";
import { type LayerArgs, tfjsClass } from "./tfjsClass.ts";
import { activated, type ConvolutionLayer, layerSweeps } from "./tfjsConvolution.ts";

interface SeparableLayer extends ConvolutionLayer {
  readonly depthMultiplier: number;
  readonly depthwiseKernel: LayerVariable;
  readonly pointwiseKernel: LayerVariable;
}

const oneCell = sweepsOf({ window: [1, 1], strides: [1, 1], padding: "valid" }) as unknown as Sweeps;

export class SeparableConv2D extends tfjsClass<SeparableLayer>("SeparableConv2D") {
  static readonly className = "SeparableConv2D";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf<tf.Tensor4D>(inputs);
      const sweeps = layerSweeps(this) as unknown as Sweeps;
      const each = depthwise(x, this.depthwiseKernel.read() as tf.Tensor4D, null, { sweeps, activation: "linear" });
      const mixing = this.pointwiseKernel.read() as tf.Tensor4D;
      return activated(this, (bias, activation) =>
        convolution(each, mixing, bias, { sweeps: oneCell, groups: 1, activation }),
      );
    });
  }

  override getConfig(): LayerArgs {
    return { ...super.getConfig(), depthMultiplier: this.depthMultiplier };
  }
}

tf.serialization.registerClass(SeparableConv2D);
