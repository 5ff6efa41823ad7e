/** @file Conv2D with groups, and with a dilation that trains. */
import * as tf from "@tensorflow/tfjs-core";
import { convolution } from "../../ops/convolution.ts";
import type { Sweeps } from "../../ops/plainConvolution.ts";
import { firstOf } from "./masks.ts";
import { type LayerArgs, tfjsClass } from "./tfjsClass.ts";
import { activated, type ConvolutionLayer, layerSweeps, sweptBatch } from "./tfjsConvolution.ts";

export class Conv2D extends tfjsClass<ConvolutionLayer>("Conv2D") {
  static readonly className = "Conv2D";
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
      const kernel = this.kernel.read() as tf.Tensor4D;
      const sweeps = layerSweeps(this) as unknown as Sweeps;
      const x = firstOf<tf.Tensor4D>(inputs);
      return activated(this, (bias, activation) =>
        convolution(x, kernel, bias, { sweeps, groups: this.groups, activation }),
      );
    });
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return sweptBatch(this, inputShape, this.filters);
  }

  override getConfig(): LayerArgs {
    return { ...super.getConfig(), groups: this.groups };
  }
}

tf.serialization.registerClass(Conv2D);
