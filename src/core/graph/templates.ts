/**
 * @file Ready-made graphs to start from. Each is drawn for the data at hand: a flat row becomes an image or a sequence
 * where the template needs one, and small data get fewer halvings. The output's head follows the task by itself. Titles
 * and sentences are texts in `locales/<language>/model.ts` under the same names.
 */
import type { ModelContext } from "../layers/define.ts";
import type { TemplateFor } from "./templates/adapt.ts";
import { autoencoder, deepMlpSkip, linear, mlp, wideAndDeep } from "./templates/dense.ts";
import { leNet, mobileNetLike, smallResNet, smallVgg } from "./templates/image.ts";
import {
  bidirectionalLstm,
  cnn1d,
  cnnLstm,
  gru,
  lstm,
  textClassifier,
  transformerEncoder,
} from "./templates/sequence.ts";
import type { Drawing } from "./templates/sketch.ts";

export type { Drawing };

export const templates = {
  linear,
  mlp,
  deepMlpSkip,
  wideAndDeep,
  autoencoder,
  leNet,
  smallVgg,
  smallResNet,
  mobileNetLike,
  cnn1d,
  lstm,
  gru,
  bidirectionalLstm,
  cnnLstm,
  transformerEncoder,
  textClassifier,
} as const satisfies Record<string, (context: ModelContext) => Drawing>;
export type TemplateName = keyof typeof templates;
export const templateNames = Object.keys(templates) as readonly TemplateName[];

/** What each is made for; the gallery shows first what suits the data. */
export const templatesFor: Readonly<Record<TemplateName, TemplateFor>> = {
  linear: "tables",
  mlp: "tables",
  deepMlpSkip: "tables",
  wideAndDeep: "tables",
  autoencoder: "tables",
  leNet: "images",
  smallVgg: "images",
  smallResNet: "images",
  mobileNetLike: "images",
  cnn1d: "sequences",
  lstm: "sequences",
  gru: "sequences",
  bidirectionalLstm: "sequences",
  cnnLstm: "sequences",
  transformerEncoder: "sequences",
  textClassifier: "text",
};

/** What is known before there are data. */
export const noContext: ModelContext = { inputShape: null, task: null, classes: 0, vocabulary: null };

/** What a new project starts with. */
export const defaultDrawing = (): Drawing => mlp(noContext);
