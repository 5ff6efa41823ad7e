/** @file Activations and initializers by the names that Keras calls use, from the registry of class names. */
import * as tf from "@tensorflow/tfjs-core";
import type { initializers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";

export type Initializer = ReturnType<typeof initializers.ones>;

function classOf(className: string): new (config: object) => unknown {
  const known = tf.serialization.SerializationMap.getMap().classNameMap[className];
  assert(known !== undefined, `"${className}" is registered`);
  return known[0] as unknown as new (
    config: object,
  ) => unknown;
}

/** "glorotUniform" → the initializer of that name. */
export const initializerOf = (name: string): Initializer =>
  new (classOf(name.charAt(0).toUpperCase() + name.slice(1)))({}) as Initializer;

/** "tanh" → the function of that name. */
export function activationOf(name: string): <T extends tf.Tensor>(x: T) => T {
  const made = new (classOf(name))({}) as { apply(x: tf.Tensor): tf.Tensor };
  return <T extends tf.Tensor>(x: T) => made.apply(x) as T;
}

/** The arguments for penalties and limits, which the training loop takes out of a call and carries out itself. */
export const penaltiesElsewhere = {
  kernelRegularizer: null,
  biasRegularizer: null,
  activityRegularizer: null,
  kernelConstraint: null,
};
