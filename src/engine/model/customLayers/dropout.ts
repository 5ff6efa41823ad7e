/**
 * @file Dropout with a counter-based mask. tfjs's own draws the mask in JavaScript, uploads it each step, and with a
 * seed draws the same mask at every step; here (seed, step, layer, index) decide each element, on the GPU where there
 * is one, so that a resumed run draws what an uninterrupted one would have drawn.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { uniformMask } from "../../kernels/uniformMask.ts";
import type { Noisy } from "../keras.ts";
import { type NoiseSource, noiseKey } from "./noise.ts";

export class Dropout extends layers.Layer implements Noisy {
  static readonly className = "Dropout";
  readonly rate: number;
  /** Set when the model is built: where the mask's randomness comes from, and which of its streams is this layer's. */
  noise: NoiseSource = { seed: 0, step: 0 };
  stream = 0;

  constructor(args: { rate: number; name?: string }) {
    super(args);
    this.rate = args.rate;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs;
    assert(input !== undefined, "Dropout has one input");
    // A layer must hand on a tensor of its own: the executor disposes of its inputs.
    if (kwargs.training !== true || this.rate === 0) return tf.clone(input);
    return tf.tidy(() => tf.mul(input, uniformMask(input.shape, this.rate, noiseKey(this.noise, this.stream))));
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  override getConfig() {
    return { ...super.getConfig(), rate: this.rate };
  }
}

tf.serialization.registerClass(Dropout);
