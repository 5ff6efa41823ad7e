/** @file SimpleRNN: output = activation(inputs · kernel + output before · recurrent_kernel + bias). */
import * as tf from "@tensorflow/tfjs-core";
import { Recurrent, type Step } from "./recurrent.ts";

export class SimpleRNN extends Recurrent {
  static readonly className = "SimpleRNN";
  protected readonly gates = 1;

  protected stepper(): Step {
    const kernel = this.weight("recurrentKernel");
    return (projected, recalled) => [this.activate(tf.add(projected, tf.matMul(recalled, kernel)))];
  }
}

tf.serialization.registerClass(SimpleRNN);
