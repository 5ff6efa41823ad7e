/**
 * @file Keras calls become tfjs layers, by tfjs's own registry of class names. An argument may be a call itself: a
 * wrapped layer, an initializer. Penalties and limits are left to `penalties.ts`.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../core/fault.ts";
import type { KerasCall, KerasValue } from "../../core/layers/define.ts";
import { pcgHash } from "../../core/random.ts";
import type { NoiseSource } from "./customLayers/noise.ts";

export type Layer = InstanceType<typeof layers.Layer>;
type LayerClass = new (config: tf.serialization.ConfigDict) => Layer;

/** Arguments that the training loop carries out itself, of whichever weight. */
const isOwnArgument = (name: string): boolean => /(Regularizer|Constraint)$/.test(name);

export const isCall = (value: KerasValue | undefined): value is KerasCall =>
  typeof value === "object" && value !== null && "className" in value;

/** The tfjs layer of a call. A wrapped layer is made first and handed in. */
export function makeLayer({ className, args }: KerasCall): Layer {
  const known = tf.serialization.SerializationMap.getMap().classNameMap[className];
  assert(known !== undefined, `tfjs knows the class "${className}"`);
  const config = Object.fromEntries(
    Object.entries(args)
      .filter(([name]) => !isOwnArgument(name))
      .map(([name, value]) => [name, isCall(value) ? makeLayer(value) : value]),
  );
  return new (known[0] as unknown as LayerClass)(config as tf.serialization.ConfigDict);
}

/** The layer and all layers it holds. */
function* withInner(layer: Layer): Generator<Layer> {
  yield layer;
  for (const value of Object.values(layer)) {
    if (value instanceof tf.serialization.Serializable && "getWeights" in value) yield* withInner(value as Layer);
  }
}

interface Initializer {
  seed: number | undefined | null;
  apply(shape: readonly number[], dtype?: string): tf.Tensor;
}

const isInitializer = (name: string, value: unknown): value is Initializer =>
  name.endsWith("Initializer") && typeof value === "object" && value !== null && "apply" in value;

/**
 * Initializers without a seed draw from the clock; here each weight gets a seed of its own from the run's, also where
 * one initializer draws several weights.
 */
export function seedInitializers(layer: Layer, seed: number): void {
  let stream = 0;
  for (const inner of withInner(layer)) {
    for (const [name, initializer] of Object.entries(inner)) {
      if (!isInitializer(name, initializer)) continue;
      const draw = initializer.apply.bind(initializer);
      initializer.apply = (shape, dtype) => {
        initializer.seed = pcgHash(seed ^ ++stream);
        return draw(shape, dtype);
      };
    }
  }
}

/** A layer that draws random numbers while training. */
export interface Noisy {
  noise: NoiseSource;
  /** Which of the noise's streams is the layer's. */
  stream: number;
}

/** Streams a layer with layers inside may use. */
const streamsPerLayer = 16;

/** Joins the layer, and those inside it, to the model's randomness. `index`: the layer's place in the model. */
export function joinNoise(layer: Layer, noise: NoiseSource, index: number): void {
  let inner = 0;
  for (const one of withInner(layer)) {
    if (!("noise" in one)) continue;
    const noisy = one as unknown as Noisy;
    noisy.noise = noise;
    noisy.stream = index * streamsPerLayer + inner++;
  }
}
