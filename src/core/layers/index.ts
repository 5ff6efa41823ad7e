/** @file The layer registry: the only list of layers. Palette, inspector, validation, training and exports read it. */
import type { ParamsOf } from "../params/fields.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { average } from "./average.ts";
import { averagePooling1d } from "./averagePooling1d.ts";
import { averagePooling2d } from "./averagePooling2d.ts";
import { batchNormalization } from "./batchNormalization.ts";
import { bidirectional } from "./bidirectional.ts";
import { concatenate } from "./concatenate.ts";
import { conv1d } from "./conv1d.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dTranspose } from "./conv2dTranspose.ts";
import { cropping2d } from "./cropping2d.ts";
import type { LayerSpec } from "./define.ts";
import { dense } from "./dense.ts";
import { depthwiseConv2d } from "./depthwiseConv2d.ts";
import { dot } from "./dot.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { flatten } from "./flatten.ts";
import { gaussianNoise } from "./gaussianNoise.ts";
import { globalAveragePooling1d } from "./globalAveragePooling1d.ts";
import { globalAveragePooling2d } from "./globalAveragePooling2d.ts";
import { globalMaxPooling1d } from "./globalMaxPooling1d.ts";
import { globalMaxPooling2d } from "./globalMaxPooling2d.ts";
import { groupNormalization } from "./groupNormalization.ts";
import { gru } from "./gru.ts";
import { input } from "./input.ts";
import { layerNormalization } from "./layerNormalization.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { lstm } from "./lstm.ts";
import { masking } from "./masking.ts";
import { maximum } from "./maximum.ts";
import { maxPooling1d } from "./maxPooling1d.ts";
import { maxPooling2d } from "./maxPooling2d.ts";
import { minimum } from "./minimum.ts";
import { multiHeadAttention } from "./multiHeadAttention.ts";
import { multiply } from "./multiply.ts";
import { output } from "./output.ts";
import { permute } from "./permute.ts";
import { positionEmbedding } from "./positionEmbedding.ts";
import { prelu } from "./prelu.ts";
import { randomBrightness } from "./randomBrightness.ts";
import { randomContrast } from "./randomContrast.ts";
import { randomFlip } from "./randomFlip.ts";
import { randomRotation } from "./randomRotation.ts";
import { randomTranslation } from "./randomTranslation.ts";
import { randomZoom } from "./randomZoom.ts";
import { repeatVector } from "./repeatVector.ts";
import { rescaling } from "./rescaling.ts";
import { reshape } from "./reshape.ts";
import { separableConv2d } from "./separableConv2d.ts";
import { simpleRnn } from "./simpleRnn.ts";
import { spatialDropout1d } from "./spatialDropout1d.ts";
import { spatialDropout2d } from "./spatialDropout2d.ts";
import { subtract } from "./subtract.ts";
import { timeDistributed } from "./timeDistributed.ts";
import { upSampling2d } from "./upSampling2d.ts";
import { zeroPadding2d } from "./zeroPadding2d.ts";

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
  permute,
  repeatVector,
  rescaling,
  conv1d,
  conv2d,
  conv2dTranspose,
  separableConv2d,
  depthwiseConv2d,
  zeroPadding2d,
  cropping2d,
  upSampling2d,
  maxPooling1d,
  maxPooling2d,
  averagePooling1d,
  averagePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  simpleRnn,
  lstm,
  gru,
  bidirectional,
  timeDistributed,
  multiHeadAttention,
  positionEmbedding,
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
