/** @file What layers share that take one tensor and give one of the same shape. */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import type { DrawKey } from "../../kernels/draws.ts";
import type { Noisy } from "../keras.ts";
import { type NoiseSource, noiseKey } from "./noise.ts";

export interface LayerArgs {
  readonly name?: string;
}

export abstract class ShapeKeeping extends layers.Layer {
  constructor(args: LayerArgs) {
    super({ ...args });
    this.supportsMasking = true;
  }

  /** The layer's function; what it makes on the way is freed. */
  protected abstract compute(x: tf.Tensor, training: boolean): tf.Tensor;

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs;
    assert(input !== undefined, "the layer has one input");
    return tf.tidy(() => {
      const result = this.compute(input, kwargs.training === true);
      // A layer must hand on a tensor of its own: the executor disposes of its inputs.
      return result === input ? tf.clone(input) : result;
    });
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }
}

/** A layer that draws random numbers while training and hands its input on otherwise. */
export abstract class TrainingOnly extends ShapeKeeping implements Noisy {
  /** Set when the model is built: where the randomness comes from, and which of its streams is this layer's. */
  noise: NoiseSource = { seed: 0, step: 0 };
  stream = 0;

  /** What the layer does while training. */
  protected abstract disturb(x: tf.Tensor): tf.Tensor;

  protected override compute(x: tf.Tensor, training: boolean): tf.Tensor {
    return training ? this.disturb(x) : x;
  }

  /** The key of this step's random numbers; `use` tells apart several draws. */
  protected key(use = 0): DrawKey {
    return noiseKey(this.noise, this.stream, use);
  }
}
