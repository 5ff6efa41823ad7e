/**
 * @file What a layer's PyTorch emitter writes with. A value knows where its channels are, so that a permute is written
 * only where two layers disagree: convolutions hand channels-first tensors on, Dense and Flatten ask for channels last.
 */
import type { Shape } from "../../graph/types.ts";
import type { LayerWeights, Tensor } from "../tensors.ts";

/** "last": [batch, …, channels], the studio's own order; "first": [batch, channels, …], torch's for convolutions. */
export type Layout = "last" | "first";

export interface TorchValue {
  /** A Python variable. */
  readonly name: string;
  /** Without the batch axis, channels last, whatever the layout. */
  readonly shape: Shape;
  readonly layout: Layout;
  /** A variable of [batch, steps], true where a step counts. Absent: all do. It goes on as `LayerSpec.mask` says. */
  readonly mask?: string;
}

/** Python source that stands once at the top of the file, whoever asks for it: a class or a function. */
export interface TorchHelper {
  readonly name: string;
  readonly source: string;
}

export interface TorchEmitter {
  /** The layer's inputs, in order. */
  readonly x: readonly TorchValue[];
  /** The variable of a value with channels last, or first; a permute is written where it is needed. */
  last(value: TorchValue): string;
  first(value: TorchValue): string;
  /** All inputs in one layout, the one most of them have, so that layers that do not care cost no permute. */
  alike(): { readonly names: readonly string[]; readonly layout: Layout };
  /** Declares `self.<layer>` (or `self.<layer>_<suffix>`) made by a call such as `nn.Linear(4, 64)`; returns it. */
  module(made: string, suffix?: string): string;
  /** Declares a free parameter of the module, `self.<layer>_<suffix>` (nn.Parameter, or a buffer where not `trainable`). */
  parameter(
    suffix: string,
    shape: readonly number[],
    make: (weights: LayerWeights) => Tensor,
    trainable?: boolean,
  ): string;
  /** Puts the helper's source into the file; returns its name. */
  helper(helper: TorchHelper): string;
  /** Where a trained weight goes: `target` is the tensor's name within the module of `suffix` ("weight", "weight_ih_l0"). */
  weight(target: string, make: (weights: LayerWeights) => Tensor, suffix?: string): void;
  /** Writes `name = expression` on a line of `forward` and returns the new variable. */
  line(expression: string): string;
  /** The layer's result: an expression, or a variable. */
  value(expression: string, layout?: Layout): TorchValue;
}
