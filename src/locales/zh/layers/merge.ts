/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { mergeLayers as en } from "../../en/layers/merge.ts";
import type { Translation } from "../../types.ts";

export const mergeLayers = {
  kinds: {
    add: { gloss: "相加", help: "把各个输入逐个相加；与前面的层相加就构成跳跃连接。" },
    concatenate: { gloss: "拼接", help: "把各个输入并排放在一起，让下一层都能看到。" },
    subtract: { gloss: "相减", help: "第一个输入逐个减去第二个输入。" },
    multiply: { gloss: "相乘", help: "把各个输入逐个相乘；其中一个可以充当另一个的门控。" },
    average: { gloss: "平均", help: "把各个输入逐个取平均。" },
    maximum: { gloss: "取最大", help: "在各个输入中逐个取最大值。" },
    minimum: { gloss: "取最小", help: "在各个输入中逐个取最小值。" },
    dot: { gloss: "点积", help: "两个输入沿各自的一个轴相乘求和，衡量两个向量或序列有多相似。" },
  },
  fields: {
    axis: "轴",
    axes: "求和轴",
    normalize: "归一化",
  },
  fieldHelp: {
    axis: "输入沿哪个轴并排：−1 为最后一个轴，1 为第一个轴。",
    axes: "每个输入中参与求和的轴：−1 为最后一个轴，1 为第一个轴。",
    normalize: "先把向量缩放到长度 1，使结果成为余弦相似度。",
  },
} as const satisfies Translation<typeof en>;
