/** @file The layer registry: the only list of layers. Palette, inspector, validation, training and exports read it. */
import type { ParamsOf } from "../params/fields.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { batchNormalization } from "./batchNormalization.ts";
import { concatenate } from "./concatenate.ts";
import type { LayerSpec } from "./define.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { input } from "./input.ts";
import { output } from "./output.ts";

export const layers = { input, dense, activation, dropout, batchNormalization, add, concatenate, output };

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
    /** Keeps its weights while the model is trained. Absent: it learns. */
    readonly frozen?: boolean;
  };
}[LayerKind];

export const layerKinds = Object.keys(layers) as readonly LayerKind[];

/**
 * The spec of a kind as a document names it, or null for a kind this program does not know. The parameter types are
 * given up here: callers check each field before they hand parameters in.
 */
export const specOf = (kind: string): LayerSpec | null =>
  Object.hasOwn(layers, kind) ? (layers[kind as LayerKind] as unknown as LayerSpec) : null;
