/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { convolutionLayers as en } from "../../en/layers/convolution.ts";
import type { Translation } from "../../types.ts";

export const convolutionLayers = {
  kinds: {
    conv1d: { gloss: "一维卷积", help: "在序列中寻找局部模式：每个卷积核是一个沿各步滑动的小权重窗口。" },
    conv2d: { gloss: "二维卷积", help: "在图像中寻找局部模式：每个卷积核是一个在图像上滑动的小权重窗口。" },
    conv2dTranspose: { gloss: "转置卷积", help: "反向的卷积：用可学习的权重把图像放大，常用于解码器。" },
    separableConv2d: {
      gloss: "可分离卷积",
      help: "分两步完成、更省计算的卷积：先逐通道卷积，再在每个位置混合所有通道。",
    },
    depthwiseConv2d: { gloss: "深度卷积", help: "对每个通道单独做卷积，不混合通道。MobileNet 中省计算的那一半。" },
    zeroPadding2d: { gloss: "零填充", help: "在图像四周补上若干行、列的零。" },
    cropping2d: { gloss: "裁剪", help: "从图像四边裁掉若干行、列。" },
    upSampling2d: { gloss: "上采样", help: "把图像放大整数倍，没有可学习的参数。" },
  },
  fields: {
    filters: "卷积核个数",
    kernelSize: "窗口大小",
    strides: "步幅",
    padding: "填充",
    dilationRate: "扩张率",
    groups: "组数",
    depthMultiplier: "深度乘数",
    cropping: "裁剪",
    size: "放大倍数",
    interpolation: "插值方式",
  },
  fieldHelp: {
    filters: "该层寻找多少种模式，也就是输出的通道数。",
    kernelSize: "窗口覆盖多少格：高和宽，或步数。",
    strides: "窗口每次移动的距离；2 会使尺寸减半。在池化中，0 表示等于窗口大小。",
    padding:
      "输入四周的零。“valid”：不补，输出变小；“same”：补到尺寸不变（步幅为 1 时）；“causal”：只补在第一步之前。填数字时：上、下、左、右各补多少格。",
    dilationRate: "窗口内相邻格之间的距离：大于 1 时，用同样多的权重看得更远。",
    groups: "把通道分成若干组，各组单独处理。必须能整除通道数。",
    depthMultiplier: "每个输入通道有多少个卷积核。",
    cropping: "上、下、左、右各裁掉多少格。",
    size: "输出的高和宽各是输入的多少倍。",
    interpolation: "“nearest” 重复相邻格；“bilinear” 在相邻格之间过渡。",
  },
} as const satisfies Translation<typeof en>;
