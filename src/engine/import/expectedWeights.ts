/**
 * @file The weights a layer will have, by name and shape, asked of the very layer that is trained: it is built from its
 * Keras call without any number being allocated, since a model from outside may be larger than a device.
 */
import * as tf from "@tensorflow/tfjs-core";
import { input, layers } from "@tensorflow/tfjs-layers";
import type { Shape } from "../../core/graph/types.ts";
import type { KerasCall } from "../../core/layers/define.ts";
import { partOf } from "../model/build.ts";
import "../model/customLayers/index.ts";
import { makeLayer } from "../model/keras.ts";

export interface ExpectedWeight {
  /** As the studio names it within its layer: "kernel", "forward_bias". */
  readonly part: string;
  readonly shape: readonly number[];
}

type AddWeight = (name: string, shape: unknown, dtype: unknown, initializer: unknown, ...rest: unknown[]) => object;

/** Sizes are remembered while `build` runs, and one number stands for each weight. */
function withoutNumbers<T>(build: () => T): {
  readonly built: T;
  readonly shapes: ReadonlyMap<object, readonly number[]>;
} {
  const shapes = new Map<object, readonly number[]>();
  // Layers inside layers may be made while the outer one is built, so the one place all go through is changed for a
  // moment; nothing is awaited meanwhile.
  const prototype = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const own = prototype.addWeight;
  prototype.addWeight = function (name, shape, dtype, _initializer, ...rest) {
    const variable = own.call(this, name, [], dtype, { apply: () => tf.scalar(0) }, ...rest);
    shapes.set(variable, shape as readonly number[]);
    return variable;
  };
  try {
    return { built: build(), shapes };
  } finally {
    prototype.addWeight = own;
  }
}

/** A name that tfjs takes; those of a file may be anything. */
const layerName = "layer";

export function expectedWeights(call: KerasCall, inputs: readonly Shape[]): readonly ExpectedWeight[] {
  const { built, shapes } = withoutNumbers(() => {
    const layer = makeLayer({ className: call.className, args: { ...call.args, name: layerName } });
    const tensors = inputs.map((shape) => input({ shape: [...shape] }));
    const [only] = tensors;
    layer.apply(tensors.length === 1 && only !== undefined ? only : tensors);
    return layer;
  });
  const weights = built.weights.map((weight) => ({
    part: partOf(layerName, weight.originalName),
    shape: shapes.get(weight) ?? [],
  }));
  built.dispose();
  return weights;
}
