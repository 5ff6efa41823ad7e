/**
 * @file What the `layers` check is told of a layer: parameters and input shapes. Each `<group>.ts` beside this file
 * exports `cases: readonly LayerCase[]` and `<group>.py` the same layers in PyTorch (`FORWARD`, see `common.py`); both are
 * found by listing the folder. Every kind of the registry needs a case, every Keras class a forward function.
 */
import type { Graph, Shape } from "../../../src/core/graph/types.ts";
import type { LayerKind, LayerParams } from "../../../src/core/layers/index.ts";

interface Common {
  /** One shape an input, without the batch axis, channels last. Keep them small: a few hundred numbers. */
  readonly inputs: readonly Shape[];
  /** The inputs are word numbers, whole and below this; they get no gradient. */
  readonly tokens?: number;
  /** Odd rows end with steps that are 0 throughout, as padded sequences do; with `tokens`, with the word 0. */
  readonly padded?: boolean;
  /** A whole graph in place of the one layer, for what only shows between layers; `inputs[0]` is its input's shape. */
  readonly graph?: Graph;
  /** As while training. Random layers draw from `context.noise` then. */
  readonly training?: boolean;
  /** What the case is there for; it stands in the case's name. */
  readonly note?: string;
}

/** `params`: those that differ from the fields' defaults. */
export type LayerCase = {
  readonly [K in LayerKind]: Common & { readonly kind: K; readonly params?: Partial<LayerParams<K>> };
}[LayerKind];
