/**
 * @file Which steps of a layer's input count. tfjs hands masks on by itself, but only that of the first input, to layers
 * whose own inputs have none, and through sums in another shape; so the layers here ask for theirs: upwards through the
 * graph, by each layer's own rule, to where the mask begins. Masks are float32 (1 counts, 0 does not), because tfjs's
 * WebGPU kernels transpose and broadcast booleans and whole numbers wrongly; a choice by a mask is m·a + (1 − m)·b,
 * exact for finite numbers.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { layers, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { layers as registry } from "../../../core/layers/index.ts";

type Layer = InstanceType<typeof layers.Layer>;
type Mask = tf.Tensor2D | null;

export interface CallArgs {
  readonly training?: boolean;
}

/** A layer with a rule of its own: where a mask begins, or may end. */
export interface HandsMaskOn {
  /** The mask beside its output, given those of its inputs: [batch, steps] of 1 and 0. */
  handedMask(inputs: readonly Mask[]): Mask;
}

const hasOwnRule = (layer: Layer): layer is Layer & HandsMaskOn => "handedMask" in layer;

const passing: ReadonlySet<string> = new Set(
  Object.values(registry)
    .filter((spec) => "mask" in spec && spec.mask === "passes")
    .map(({ title }) => title),
);

/**
 * The mask beside a layer's output, as of the running forward pass. `known`: those found on the way; each sum of two
 * branches would double the ways up to where they part.
 */
function maskBeside(symbol: SymbolicTensor, known: Map<SymbolicTensor, Mask>): Mask {
  const earlier = known.get(symbol);
  if (earlier !== undefined) return earlier;
  const mask = foundMask(symbol, known);
  known.set(symbol, mask);
  return mask;
}

function foundMask({ sourceLayer, inputs }: SymbolicTensor, known: Map<SymbolicTensor, Mask>): Mask {
  const own = hasOwnRule(sourceLayer);
  if (!own && !passing.has(sourceLayer.getClassName())) return null;
  const masks = inputs.map((input) => maskBeside(input, known));
  if (own) return sourceLayer.handedMask(masks);
  // As Keras joins them: a step counts where it counts in any input; where one has no mask, there is none.
  return masks.includes(null)
    ? null
    : (masks as tf.Tensor2D[]).reduce((all, one) => (one === all ? all : tf.maximum(all, one)));
}

/** The mask of a layer's input `index`, [batch, steps] of 1 and 0; null where all steps count. Only while it is called. */
export function maskOf(layer: Layer, index: number): Mask {
  const symbol = layer.inboundNodes[0]?.inputTensors[index];
  return symbol === undefined ? null : maskBeside(symbol, new Map());
}

/** `a` where the mask is 1, else `b`. */
export const chosen = <T extends tf.Tensor>(mask: tf.Tensor, a: T, b: tf.Tensor): T =>
  tf.add(tf.mul(mask, a), tf.mul(tf.sub(1, mask), b)) as T;

/** The first of a layer's inputs. */
export function firstOf<T extends tf.Tensor = tf.Tensor>(inputs: tf.Tensor | tf.Tensor[]): T {
  const input = Array.isArray(inputs) ? inputs[0] : inputs;
  assert(input !== undefined, "the layer has an input");
  return input as T;
}
