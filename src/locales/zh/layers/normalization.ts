/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { normalizationLayers as en } from "../../en/layers/normalization.ts";
import type { Translation } from "../../types.ts";

export const normalizationLayers = {
  kinds: {
    dropout: { gloss: "随机失活", help: "训练时随机关闭一部分输入，使模型不依赖其中任何一个。" },
    batchNormalization: { gloss: "批归一化", help: "让层与层之间的数值保持居中、尺度一致，使较深的模型训练得更快。" },
    layerNormalization: { gloss: "层归一化", help: "对每一行各自居中并统一尺度。常用于 Transformer 和循环网络。" },
    groupNormalization: { gloss: "组归一化", help: "在每一行内按通道分组做居中与缩放，小批量时也稳定。" },
    spatialDropout1d: {
      gloss: "一维空间失活",
      help: "训练时整条关闭序列的部分通道；相邻时间步过于相似，普通失活效果有限。",
    },
    spatialDropout2d: {
      gloss: "二维空间失活",
      help: "训练时整张关闭图像的部分特征图；相邻像素过于相似，普通失活效果有限。",
    },
    gaussianNoise: { gloss: "高斯噪声", help: "训练时加入少量随机噪声，使模型对输入的微小变化不敏感。" },
  },
  fields: {
    rate: "失活比例",
    momentum: "动量",
    epsilon: "Epsilon",
    center: "平移 (beta)",
    scale: "缩放",
    stddev: "标准差",
  },
  fieldHelp: {
    rate: "训练时被关闭的输入所占比例。",
    momentum: "移动平均跟随的快慢。训练轮数少时宜取较小的值。",
    epsilon: "数值几乎不变时，避免除法结果爆炸。",
    center: "学习归一化之后要加上的值。",
    scale: "与数值相乘的数：在 Rescaling 中就是这个数，在归一化层中由学习得到 (gamma)。",
    stddev: "噪声的强度。",
  },
} as const satisfies Translation<typeof en>;
