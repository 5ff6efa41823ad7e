/** @file SimpleRNN: output = activation(inputs · kernel + output before · recurrent_kernel + bias). */
import * as tf from "@tensorflow/tfjs-core";
import { Recurrent, type State } from "./recurrent.ts";

export class SimpleRNN extends Recurrent {
  static readonly className = "SimpleRNN";
  protected readonly gates = 1;

  protected next(projected: tf.Tensor2D, _state: State, recalled: tf.Tensor2D): State {
    return [this.activate(tf.add(projected, tf.matMul(recalled, this.weight("recurrentKernel"))))];
  }
}

tf.serialization.registerClass(SimpleRNN);
