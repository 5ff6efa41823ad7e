/**
 * @file What the writers of PyTorch and ONNX have in common: a model as layers in order with what goes in, and the
 * arithmetic of the two layouts. One number a row and rows of numbers have no layout.
 */
import { assert } from "../fault.ts";
import type { KerasLayer, KerasModel } from "../graph/compile.ts";
import type { NodeId, Shape } from "../graph/types.ts";
import type { MaskRule, ModelContext } from "../layers/define.ts";
import type { NamedTensor, Weights } from "../training/checkpoint.ts";
import type { LayerWeights } from "./tensors.ts";
import type { Layout } from "./torch/emitter.ts";

export interface NetworkInput {
  readonly id: NodeId;
  readonly shape: Shape;
  /** The order in which the layers find it; callers always hand in channels last. */
  readonly layout: Layout;
}

export interface Network {
  readonly inputs: readonly NetworkInput[];
  /** Each stands after its inputs. */
  readonly layers: readonly KerasLayer[];
  readonly output: NodeId;
  readonly context: ModelContext;
}

export const networkOf = ({ input, inputShape, layers, output, context }: KerasModel): Network => ({
  inputs: [{ id: input, shape: inputShape, layout: "last" }],
  layers,
  output,
  context,
});

/** The layout of a value of this shape: there is but one order of a row. */
export const layoutOf = (shape: Shape, layout: Layout): Layout => (shape.length <= 1 ? "last" : layout);

/** The axes, batch included, that bring a value of this shape into a layout from the other one. */
export function permutation(shape: Shape, to: Layout): readonly number[] {
  const inner = shape.slice(1).map((_, axis) => axis + 1);
  return to === "first" ? [0, shape.length, ...inner] : [0, ...inner.map((axis) => axis + 1), 1];
}

/** The layout most of the values have; the first one's where it is even. Rows do not vote. */
export function commonLayout(values: readonly { readonly shape: Shape; readonly layout: Layout }[]): Layout {
  const voters = values.filter(({ shape }) => shape.length > 1);
  const first = voters.filter(({ layout }) => layout === "first").length;
  if (2 * first === voters.length) return voters[0]?.layout ?? "last";
  return 2 * first > voters.length ? "first" : "last";
}

/**
 * The mask that a layer hands on beside its output where its rule is "passes": the inputs' own, joined where they differ,
 * none where an input has none.
 */
export function passedMask(
  rule: MaskRule | undefined,
  masks: readonly (string | undefined)[],
  join: (masks: readonly string[]) => string,
): string | undefined {
  const known = masks.filter((mask) => mask !== undefined);
  if (rule !== "passes" || known.length === 0 || known.length < masks.length) return undefined;
  const distinct = [...new Set(known)];
  return distinct.length === 1 ? distinct[0] : join(distinct);
}

/** For each value the place of the last layer that reads it; the output is read to the end. */
export function lastUses({ layers, output }: Network): ReadonlyMap<NodeId, number> {
  const last = new Map<NodeId, number>();
  for (const [index, { inputs }] of layers.entries()) for (const input of inputs) last.set(input, index);
  return last.set(output, layers.length);
}

/** The weights of each layer by their own names. */
export function weightsByLayer(weights: Weights): (layer: NodeId) => LayerWeights {
  const byName = new Map<string, NamedTensor>(weights.map((tensor) => [tensor.name, tensor]));
  return (layer) => (part) => {
    const tensor = byName.get(`${layer}/${part}`);
    assert(tensor !== undefined, `the weight "${layer}/${part}" is there`);
    return tensor;
  };
}
