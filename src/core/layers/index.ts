/** @file The layer registry: the only list of layers. Palette, inspector, validation, training and exports read it. */
import type { ParamsOf } from "../params/fields.ts";
import { dense } from "./dense.ts";

export const layers = { dense };

export type LayerKind = keyof typeof layers;
export type LayerParams<K extends LayerKind> = ParamsOf<(typeof layers)[K]["fields"]>;

/** A layer placed in a graph. `label` is the user's text; `id` is internal and becomes the Keras layer's name. */
export type LayerNode = {
  [K in LayerKind]: {
    readonly id: string;
    readonly kind: K;
    readonly label?: string;
    readonly params: LayerParams<K>;
    readonly inputs: readonly string[];
  };
}[LayerKind];
