/**
 * @file UpSampling2D, bilinear as Keras does it: cells are sampled at their centres, which tfjs's layer leaves out and its
 * gradient does not know. Blending along an axis is a constant matrix, and its transpose is the gradient.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type Layer, onlyInput, tfjsClass } from "./tfjsClass.ts";

interface UpSamplingLayer extends Layer {
  readonly size: [number, number];
  readonly interpolation: "nearest" | "bilinear";
}

/** [size · factor, size]: which inputs an output blends. Beyond the borders the outermost cell goes on. */
function blending(size: number, factor: number): tf.Tensor3D {
  const values = new Float32Array(size * factor * size);
  for (let to = 0; to < size * factor; to++) {
    const at = (to + 0.5) / factor - 0.5;
    const below = Math.floor(at);
    const share = at - below;
    const cell = (index: number) => to * size + Math.min(Math.max(index, 0), size - 1);
    values[cell(below)] = (values[cell(below)] as number) + 1 - share;
    values[cell(below + 1)] = (values[cell(below + 1)] as number) + share;
  }
  return tf.tensor3d(values, [1, size * factor, size]);
}

export class UpSampling2D extends tfjsClass<UpSamplingLayer>("UpSampling2D") {
  static readonly className = "UpSampling2D";

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor | tf.Tensor[] {
    if (this.interpolation === "nearest") return super.call(inputs, kwargs);
    return tf.tidy(() => {
      const x = onlyInput(inputs) as tf.Tensor4D;
      const [batch, height, width, channels] = x.shape;
      const [tall, wide] = [height * this.size[0], width * this.size[1]];
      const rows = tf.matMul(blending(height, this.size[0]), tf.reshape(x, [batch, height, width * channels]));
      const all = tf.matMul(blending(width, this.size[1]), tf.reshape(rows, [batch * tall, width, channels]));
      return tf.reshape(all, [batch, tall, wide, channels]);
    });
  }
}

tf.serialization.registerClass(UpSampling2D);
