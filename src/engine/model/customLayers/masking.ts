/** @file Masking: steps whose numbers all equal one value are set to 0, and left out by the layers after it. */
import * as tf from "@tensorflow/tfjs-core";
import { layers, type Shape } from "@tensorflow/tfjs-layers";
import { constantOf, firstOf } from "./masks.ts";

export class Masking extends layers.Layer {
  static readonly className = "Masking";
  readonly maskValue: number;

  constructor(args: { name?: string; maskValue: number }) {
    super({ name: args.name });
    this.maskValue = args.maskValue;
    this.supportsMasking = true;
  }

  /** 1 for a step that holds another number, else 0: [batch, steps, 1]. */
  #counts(x: tf.Tensor): tf.Tensor {
    return constantOf(x, (input) => tf.max(tf.cast(tf.notEqual(input, this.maskValue), "float32"), -1, true));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf(inputs);
      return tf.mul(x, this.#counts(x));
    });
  }

  override computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() =>
      constantOf(this.#counts(firstOf(inputs)), (counts) => tf.cast(tf.squeeze(counts, [-1]), "bool")),
    );
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }

  override getConfig() {
    return { ...super.getConfig(), maskValue: this.maskValue };
  }
}

tf.serialization.registerClass(Masking);
