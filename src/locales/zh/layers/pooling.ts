/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { poolingLayers as en } from "../../en/layers/pooling.ts";
import type { Translation } from "../../types.ts";

export const poolingLayers = {
  kinds: {
    maxPooling1d: { gloss: "一维最大池化", help: "保留每个窗口内各步的最大值，使序列变短。" },
    maxPooling2d: { gloss: "二维最大池化", help: "保留每个窗口内的最大值，使图像变小。" },
    averagePooling1d: { gloss: "一维平均池化", help: "保留每个窗口内各步的平均值，使序列变短。" },
    averagePooling2d: { gloss: "二维平均池化", help: "保留每个窗口内的平均值，使图像变小。" },
    globalMaxPooling1d: { gloss: "一维全局最大池化", help: "对每个通道取所有步的最大值：把序列变成一行。" },
    globalMaxPooling2d: { gloss: "二维全局最大池化", help: "对每个通道取整幅图像的最大值：把图像变成一行。" },
    globalAveragePooling1d: { gloss: "一维全局平均池化", help: "对每个通道取所有步的平均值：把序列变成一行。" },
    globalAveragePooling2d: {
      gloss: "二维全局平均池化",
      help: "对每个通道取整幅图像的平均值：把图像变成一行，之后所需的权重比展平少得多。",
    },
  },
  fields: { poolSize: "窗口大小", keepdims: "保留维度" },
  fieldHelp: {
    poolSize: "窗口覆盖多少格：高和宽，或步数。",
    keepdims: "保留被池化的轴（长度为 1），而不是去掉它们。",
  },
} as const satisfies Translation<typeof en>;
