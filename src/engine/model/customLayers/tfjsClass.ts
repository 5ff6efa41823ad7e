/**
 * @file The classes of tfjs's own layers, which the package does not export: own layers extend them where only a part is
 * missing or wrong. Asked for while a file is loaded, before the own class takes the name over.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";

export type Layer = InstanceType<typeof layers.Layer>;
/** Arguments as a Keras call has them. */
export type LayerArgs = tf.serialization.ConfigDict;

type LayerClass<L extends Layer> = (new (args: LayerArgs) => L) & Pick<typeof layers.Layer, "fromConfig">;

/** The layer class tfjs registers under `className`; `L` says what the caller knows of its insides. */
export function tfjsClass<L extends Layer = Layer>(className: string): LayerClass<L> {
  // Named here so that a bundler keeps the package, whose classes register themselves when it is loaded.
  assert(typeof layers.Layer === "function", "tfjs's layers are loaded");
  const known = tf.serialization.SerializationMap.getMap().classNameMap[className];
  assert(known !== undefined, `tfjs knows the class "${className}"`);
  return known[0] as unknown as LayerClass<L>;
}

/** Arguments of one dimension, which tfjs keeps as lists of one, as the numbers they were. */
export const unwrapped = (sides: Readonly<Record<string, readonly number[]>>): LayerArgs =>
  Object.fromEntries(Object.entries(sides).map(([name, [side = 1]]) => [name, side]));
