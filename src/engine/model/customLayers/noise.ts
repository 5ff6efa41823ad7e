/** @file The randomness of layers that act in training only: a function of (seed, step, stream, index), never of the clock. */
import { pcgHash } from "../../../core/random.ts";

/** The stream all random layers of a model draw from; the loop moves it on. */
export interface NoiseSource {
  seed: number;
  step: number;
}

/** The key of a layer's random numbers at this step; `use` tells apart several draws of one layer. */
export const noiseKey = ({ seed, step }: NoiseSource, stream: number, use = 0): number =>
  pcgHash(seed ^ pcgHash(step ^ pcgHash(stream ^ (use === 0 ? 0 : pcgHash(use)))));
