/** @file 各层与各参数的一句话说明；类名与激活函数名沿用 Keras。每组的文字在 `layers/<组>.ts`。 */
import type { layers as en } from "../en/layers.ts";
import type { Translation } from "../types.ts";
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
    io: "两端",
    core: "核心",
    convolution: "卷积",
    pooling: "池化",
    recurrent: "循环",
    attention: "注意力",
    normalization: "归一化与正则化",
    merge: "合并",
    augmentation: "数据增强",
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
  axes: { height: "高度", width: "宽度", steps: "步", channels: "通道" },
  open: { min: "不含下限", max: "不含上限", both: "不含两端" },
  auto: "跟随任务",
  autoValue: "{{value}}（随任务）",
  autoUnknown: "随任务",
} as const satisfies Translation<typeof en>;
