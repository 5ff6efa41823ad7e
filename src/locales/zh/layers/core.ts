/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { coreLayers as en } from "../../en/layers/core.ts";
import type { Translation } from "../../types.ts";

export const coreLayers = {
  kinds: {
    input: { gloss: "输入", help: "一行处理好的数据。大小由“数据”步骤中选定的列决定。" },
    dense: { gloss: "全连接", help: "每个单元对所有输入加权求和，再经激活函数弯曲。处理表格数据的主力。" },
    activation: { gloss: "激活", help: "对每个数应用一个函数，单独作为一层。" },
    output: { gloss: "输出", help: "模型的预测。单元数与激活函数默认跟随任务，也可自行选择。" },
  },
  fields: {
    units: "单元数",
    activation: "激活函数",
    useBias: "使用偏置",
    kernelL1: "权重 L1",
    kernelL2: "权重 L2",
    biasL1: "偏置 L1",
    biasL2: "偏置 L2",
    activityL1: "输出 L1",
    activityL2: "输出 L2",
    maxNorm: "最大范数",
  },
  fieldHelp: {
    units: "该层为每一行输出多少个数。",
    activation: "作用于每个结果的函数。",
    useBias: "为每个单元加上一个可学习的常数。",
    kernelL1: "按权重绝对值计入损失，使部分权重变为 0。0 表示关闭。",
    kernelL2: "按权重平方计入损失，使权重保持较小。0 表示关闭。",
    biasL1: "同上，作用于偏置。0 表示关闭。",
    biasL2: "同上，作用于偏置。0 表示关闭。",
    activityL1: "按输出绝对值计入损失，使输出稀疏。0 表示关闭。",
    activityL2: "按输出平方计入损失。0 表示关闭。",
    maxNorm: "每次更新后，把每个单元的权重缩回到该长度以内。0 表示关闭。",
  },
} as const satisfies Translation<typeof en>;
