/** @file RepeatVector in one operation each way; tfjs's gradient takes as many as there are repeats. */
import * as tf from "@tensorflow/tfjs-core";
import { firstOf } from "./masks.ts";
import { type Layer, tfjsClass } from "./tfjsClass.ts";

interface RepeatLayer extends Layer {
  readonly n: number;
}

export class RepeatVector extends tfjsClass<RepeatLayer>("RepeatVector") {
  static readonly className = "RepeatVector";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf(inputs);
      const [batch, width] = x.shape as [number, number];
      return tf.broadcastTo(tf.expandDims(x, 1), [batch, this.n, width]);
    });
  }
}

tf.serialization.registerClass(RepeatVector);
