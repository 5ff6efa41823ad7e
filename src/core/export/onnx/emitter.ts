/**
 * @file What a layer's ONNX emitter writes with (opset 17). Values know where their channels are, as in PyTorch: a
 * Transpose is written only where two layers disagree. Everything is float32 but indices and shapes (int64).
 */
import type { Shape } from "../../graph/types.ts";
import type { LayerWeights, Tensor } from "../tensors.ts";
import type { Layout } from "../torch/emitter.ts";

export interface OnnxValue {
  readonly name: string;
  /** Without the batch axis, channels last, whatever the layout. */
  readonly shape: Shape;
  readonly layout: Layout;
  /** A boolean tensor of [batch, steps], true where a step counts. Absent: all do. It goes on as `LayerSpec.mask` says. */
  readonly mask?: string;
}

/** A whole number becomes an INT attribute, `{ float }` a FLOAT, a list an INTS, `{ floats }` a FLOATS; a text a STRING. */
export type OnnxAttribute =
  | number
  | string
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | readonly number[]
  | readonly string[];

export interface OnnxEmitter {
  /** The layer's inputs, in order. */
  readonly x: readonly OnnxValue[];
  /** The tensor of a value with channels last, or first; a Transpose is written where it is needed. */
  last(value: OnnxValue): string;
  first(value: OnnxValue): string;
  /** All inputs in one layout, the one most of them have. */
  alike(): { readonly names: readonly string[]; readonly layout: Layout };
  /** Adds an operator and returns its (first) output. An input of "" is left out. */
  node(operator: string, inputs: readonly string[], attributes?: Readonly<Record<string, OnnxAttribute>>): string;
  /** The same, for an operator with several outputs. */
  nodes(
    operator: string,
    inputs: readonly string[],
    outputs: number,
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): readonly string[];
  /** A trained weight as an initializer. */
  weight(make: (weights: LayerWeights) => Tensor): string;
  /** A constant as an initializer; no `shape` is a list, [] a scalar. */
  floats(values: readonly number[], shape?: readonly number[]): string;
  ints(values: readonly number[], shape?: readonly number[]): string;
  /** The layer's result. */
  value(name: string, layout?: Layout): OnnxValue;
}
