/** @file SimpleRNN: output = activation(inputs · kernel + output before · recurrent_kernel + bias). */
import * as tf from "@tensorflow/tfjs-core";
import { Recurrent } from "./recurrent.ts";

export class SimpleRNN extends Recurrent {
  static readonly className = "SimpleRNN";
  protected readonly gates = 1;
  protected readonly cell = "simple";
}

tf.serialization.registerClass(SimpleRNN);
