/** @file Conv1D with causal padding, groups, and a dilation that trains. A sequence is an image of height 1. */
import * as tf from "@tensorflow/tfjs-core";
import type { Sweep } from "../../../core/layers/windows.ts";
import { convolution } from "../../ops/convolution.ts";
import { firstOf } from "./masks.ts";
import { type LayerArgs, tfjsClass, unwrapped } from "./tfjsClass.ts";
import { activated, type ConvolutionLayer, layerSweeps, sweptBatch } from "./tfjsConvolution.ts";

export class Conv1D extends tfjsClass<ConvolutionLayer>("Conv1D") {
  static readonly className = "Conv1D";
  readonly groups: number;

  constructor(args: LayerArgs) {
    super(args);
    this.groups = typeof args.groups === "number" ? args.groups : 1;
  }

  override build(inputShape: number[]): void {
    // tfjs's kernel spans the channels it is told of: those of one group.
    super.build([...inputShape.slice(0, -1), (inputShape.at(-1) as number) / this.groups]);
    this.inputSpec = [{ ndim: inputShape.length }];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = tf.expandDims(firstOf(inputs), 1) as tf.Tensor4D;
      const kernel = tf.expandDims(this.kernel.read(), 0) as tf.Tensor4D;
      const [along] = layerSweeps(this) as readonly [Sweep];
      const across = { ...along, window: 1, stride: 1, dilation: 1 };
      return activated(this, (bias, activation) =>
        tf.squeeze(convolution(x, kernel, bias, { sweeps: [across, along], groups: this.groups, activation }), [1]),
      );
    });
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return sweptBatch(this, inputShape, this.filters);
  }

  override getConfig(): LayerArgs {
    const sides = { kernelSize: this.kernelSize, strides: this.strides, dilationRate: this.dilationRate };
    return { ...super.getConfig(), ...unwrapped(sides), groups: this.groups };
  }
}

tf.serialization.registerClass(Conv1D);
