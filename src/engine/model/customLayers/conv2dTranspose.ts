/** @file Conv2DTranspose whose bias and activation are part of one operation. */
import * as tf from "@tensorflow/tfjs-core";
import { transposed } from "../../ops/convolution.ts";
import type { Sweeps } from "../../ops/plainConvolution.ts";
import { firstOf } from "./masks.ts";
import { tfjsClass } from "./tfjsClass.ts";
import { activated, type ConvolutionLayer, layerSweeps } from "./tfjsConvolution.ts";

export class Conv2DTranspose extends tfjsClass<ConvolutionLayer>("Conv2DTranspose") {
  static readonly className = "Conv2DTranspose";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf<tf.Tensor4D>(inputs);
      const kernel = this.kernel.read() as tf.Tensor4D;
      const sweeps = layerSweeps(this) as unknown as Sweeps;
      const size = this.computeOutputShape(x.shape).slice(1, 3) as [number, number];
      return activated(this, (bias, activation) => transposed(x, kernel, bias, { sweeps, activation, size }));
    });
  }
}

tf.serialization.registerClass(Conv2DTranspose);
