/** @file Masking: steps whose numbers all equal one value are set to 0, and left out by the layers after it. */
import * as tf from "@tensorflow/tfjs-core";
import { layers, type Shape } from "@tensorflow/tfjs-layers";
import { stepMask } from "../../ops/embedding.ts";
import { firstOf, type HandsMaskOn } from "./masks.ts";

export class Masking extends layers.Layer implements HandsMaskOn {
  static readonly className = "Masking";
  readonly maskValue: number;
  /** Of the running forward pass: [batch, steps, 1]. */
  #counts: tf.Tensor | null = null;

  constructor(args: { name?: string; maskValue: number }) {
    super({ name: args.name });
    this.maskValue = args.maskValue;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = firstOf(inputs);
    // Lives until the forward pass is over: the layers after this one ask for it.
    const counts = stepMask(x, this.maskValue);
    this.#counts = counts;
    return tf.tidy(() => tf.mul(x, counts));
  }

  handedMask(): tf.Tensor2D | null {
    return this.#counts === null ? null : tf.squeeze(this.#counts, [-1]);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }

  override getConfig() {
    return { ...super.getConfig(), maskValue: this.maskValue };
  }
}

tf.serialization.registerClass(Masking);
