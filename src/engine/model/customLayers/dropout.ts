/**
 * @file Dropout with a counter-based mask. tfjs's own draws the mask in JavaScript, uploads it each step, and with a
 * seed draws the same mask at every step; here (seed, step, layer, index) decide each element, on the GPU where there
 * is one, so that a resumed run draws what an uninterrupted one would have drawn.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { pcgHash } from "../../../core/random.ts";
import { uniformMask } from "../../kernels/uniformMask.ts";

/** The stream all random layers of a model draw from; the loop moves it on. */
export interface NoiseSource {
  seed: number;
  step: number;
}

export class Dropout extends layers.Layer {
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
    const { seed, step } = this.noise;
    const key = pcgHash(seed ^ pcgHash(step ^ pcgHash(this.stream)));
    return tf.tidy(() => tf.mul(input, uniformMask(input.shape, this.rate, key)));
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  override getConfig() {
    return { ...super.getConfig(), rate: this.rate };
  }
}

tf.serialization.registerClass(Dropout);
