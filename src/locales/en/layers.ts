/**
 * @file What each layer and each of its parameters is, in a sentence. Class and activation names are Keras's own. The
 * texts of a palette group are in `layers/<group>.ts`.
 */
import type { LayerGroup } from "../../core/layers/define.ts";
import type { LayerKind } from "../../core/layers/index.ts";
import { attentionLayers } from "./layers/attention.ts";
import { augmentationLayers } from "./layers/augmentation.ts";
import { convolutionLayers } from "./layers/convolution.ts";
import { coreLayers } from "./layers/core.ts";
import { mergeLayers } from "./layers/merge.ts";
import { normalizationLayers } from "./layers/normalization.ts";
import { poolingLayers } from "./layers/pooling.ts";
import { recurrentLayers } from "./layers/recurrent.ts";

export const layers = {
  groups: {
    io: "Ends",
    core: "Core",
    convolution: "Convolution",
    pooling: "Pooling",
    recurrent: "Recurrent",
    attention: "Attention",
    normalization: "Normalization",
    merge: "Merge",
    augmentation: "Augmentation",
  },
  kinds: {
    ...attentionLayers.kinds,
    ...augmentationLayers.kinds,
    ...convolutionLayers.kinds,
    ...coreLayers.kinds,
    ...mergeLayers.kinds,
    ...normalizationLayers.kinds,
    ...poolingLayers.kinds,
    ...recurrentLayers.kinds,
  },
  fields: {
    ...attentionLayers.fields,
    ...augmentationLayers.fields,
    ...convolutionLayers.fields,
    ...coreLayers.fields,
    ...mergeLayers.fields,
    ...normalizationLayers.fields,
    ...poolingLayers.fields,
    ...recurrentLayers.fields,
  },
  fieldHelp: {
    ...attentionLayers.fieldHelp,
    ...augmentationLayers.fieldHelp,
    ...convolutionLayers.fieldHelp,
    ...coreLayers.fieldHelp,
    ...mergeLayers.fieldHelp,
    ...normalizationLayers.fieldHelp,
    ...poolingLayers.fieldHelp,
    ...recurrentLayers.fieldHelp,
  },
  axes: { height: "height", width: "width", steps: "steps", channels: "channels" },
  /** Of ranges that leave out an end. */
  open: { min: "the lower end left out", max: "the upper end left out", both: "both ends left out" },
  auto: "Follow the task",
  autoValue: "{{value}} (task)",
  autoUnknown: "task",
} as const satisfies {
  readonly groups: Record<LayerGroup, string>;
  readonly kinds: Record<LayerKind, { readonly gloss: string; readonly help: string }>;
  readonly [part: string]: unknown;
};
