/** @file Subtract: the first input minus the second. tfjs has no such layer. */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";

export class Subtract extends layers.Layer {
  static readonly className = "Subtract";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    assert(Array.isArray(inputs) && inputs.length === 2, "Subtract has two inputs");
    const [a, b] = inputs as [tf.Tensor, tf.Tensor];
    return tf.sub(a, b);
  }

  override computeOutputShape(inputShape: number[] | number[][]): number[] {
    return (inputShape as number[][])[0] as number[];
  }
}

tf.serialization.registerClass(Subtract);
