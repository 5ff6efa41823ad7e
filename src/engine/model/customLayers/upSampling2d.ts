/**
 * @file UpSampling2D with gradients that hold. Bilinear as Keras does it samples cells at their centres, which tfjs's layer
 * leaves out and its gradient does not know: blending along an axis is a constant matrix, its transpose the gradient.
 * Nearest repeats cells; tfjs's gradient of it is wrong on the CPU where images are not square.
 */
import * as tf from "@tensorflow/tfjs-core";
import { firstOf } from "./masks.ts";
import { type Layer, tfjsClass } from "./tfjsClass.ts";

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

/** [rows, size, numbers] → [rows, size · factor, numbers] */
const blended = (x: tf.Tensor3D, factor: number): tf.Tensor => tf.matMul(blending(x.shape[1], factor), x);

function repeated(x: tf.Tensor3D, factor: number): tf.Tensor {
  const [rows, size, numbers] = x.shape;
  return tf.broadcastTo(tf.expandDims(x, 2), [rows, size, factor, numbers]);
}

export class UpSampling2D extends tfjsClass<UpSamplingLayer>("UpSampling2D") {
  static readonly className = "UpSampling2D";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf<tf.Tensor4D>(inputs);
      const [batch, height, width, channels] = x.shape;
      const [tall, wide] = [height * this.size[0], width * this.size[1]];
      const stretched = this.interpolation === "nearest" ? repeated : blended;
      const rows = stretched(tf.reshape(x, [batch, height, width * channels]), this.size[0]);
      const all = stretched(tf.reshape(rows, [batch * tall, width, channels]), this.size[1]);
      return tf.reshape(all, [batch, tall, wide, channels]);
    });
  }
}

tf.serialization.registerClass(UpSampling2D);
