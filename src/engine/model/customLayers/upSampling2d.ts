/** @file UpSampling2D as Keras computes it: tfjs's layer around an own operation. */
import * as tf from "@tensorflow/tfjs-core";
import type { Interpolation } from "../../kernels/upsample.ts";
import { upsampled } from "../../ops/upsampling.ts";
import { firstOf } from "./masks.ts";
import { type Layer, tfjsClass } from "./tfjsClass.ts";

interface UpSamplingLayer extends Layer {
  readonly size: [number, number];
  readonly interpolation: Interpolation;
}

export class UpSampling2D extends tfjsClass<UpSamplingLayer>("UpSampling2D") {
  static readonly className = "UpSampling2D";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => upsampled(this.interpolation, firstOf<tf.Tensor4D>(inputs), this.size));
  }
}

tf.serialization.registerClass(UpSampling2D);
