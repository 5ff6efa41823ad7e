/** @file The randomness of layers that act in training only: a function of (seed, step, stream, index), never of the clock. */
import type * as tf from "@tensorflow/tfjs-core";
import { pcgHash } from "../../../core/random.ts";
import type { DrawKey } from "../../kernels/draws.ts";

/** The stream all random layers of a model draw from; the loop moves it on. */
export interface NoiseSource {
  seed: number;
  /** Updates done before this step; or, in the loop on WebGPU, a tensor whose first number says it. */
  step: number | tf.Tensor;
}

/** The key of a layer's random numbers at this step; `use` tells apart several draws of one layer. */
export const noiseKey = ({ seed, step }: NoiseSource, stream: number, use = 0): DrawKey => ({
  seed,
  step,
  salt: pcgHash(stream ^ (use === 0 ? 0 : pcgHash(use))),
});
