/** @file The layer registry: the only list of layers. Palette, inspector, validation, training and exports read it. */
import type { ParamsOf } from "../params/fields.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { average } from "./average.ts";
import { batchNormalization } from "./batchNormalization.ts";
import { bidirectional } from "./bidirectional.ts";
import { concatenate } from "./concatenate.ts";
import { conv2d } from "./conv2d.ts";
import type { LayerSpec } from "./define.ts";
import { dense } from "./dense.ts";
import { dot } from "./dot.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { flatten } from "./flatten.ts";
import { gaussianNoise } from "./gaussianNoise.ts";
import { globalAveragePooling2d } from "./globalAveragePooling2d.ts";
import { groupNormalization } from "./groupNormalization.ts";
import { gru } from "./gru.ts";
import { input } from "./input.ts";
import { layerNormalization } from "./layerNormalization.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { lstm } from "./lstm.ts";
import { masking } from "./masking.ts";
import { maximum } from "./maximum.ts";
import { maxPooling2d } from "./maxPooling2d.ts";
import { minimum } from "./minimum.ts";
import { multiply } from "./multiply.ts";
import { output } from "./output.ts";
import { prelu } from "./prelu.ts";
import { randomBrightness } from "./randomBrightness.ts";
import { randomContrast } from "./randomContrast.ts";
import { randomFlip } from "./randomFlip.ts";
import { randomRotation } from "./randomRotation.ts";
import { randomTranslation } from "./randomTranslation.ts";
import { randomZoom } from "./randomZoom.ts";
import { reshape } from "./reshape.ts";
import { simpleRnn } from "./simpleRnn.ts";
import { spatialDropout1d } from "./spatialDropout1d.ts";
import { spatialDropout2d } from "./spatialDropout2d.ts";
import { subtract } from "./subtract.ts";

export const layers = {
  input,
  dense,
  activation,
  embedding,
  masking,
  leakyRelu,
  prelu,
  flatten,
  reshape,
  conv2d,
  maxPooling2d,
  globalAveragePooling2d,
  simpleRnn,
  lstm,
  gru,
  bidirectional,
  dropout,
  spatialDropout1d,
  spatialDropout2d,
  gaussianNoise,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  add,
  subtract,
  multiply,
  average,
  maximum,
  minimum,
  concatenate,
  dot,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
  randomContrast,
  randomBrightness,
  output,
};

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
