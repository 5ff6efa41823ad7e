/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { recurrentLayers as en } from "../../en/layers/recurrent.ts";
import type { Translation } from "../../types.ts";

export const recurrentLayers = {
  kinds: {
    simpleRnn: { gloss: "简单循环", help: "逐步读取序列，只保留一个状态。最朴素的循环层，序列长时早先的信息会淡去。" },
    lstm: { gloss: "长短期记忆", help: "逐步读取序列，记忆由门控制开合，使早先的步骤不致丢失。" },
    gru: { gloss: "门控循环", help: "与 LSTM 相似，以两个门代替三个：参数更少，效果往往相当。" },
    bidirectional: { gloss: "双向", help: "用同一循环层的两个副本从两端读取序列，再合并各自的结果。" },
    timeDistributed: { gloss: "逐步应用", help: "把同一层应用于每一步，例如对影片的每一帧做卷积。" },
  },
  fields: {
    recurrentActivation: "门的激活函数",
    returnSequences: "返回所有步",
    goBackwards: "反向读取",
    dropout: "失活比例",
    recurrentDropout: "循环失活比例",
    unitForgetBias: "遗忘门初始开启",
    resetAfter: "乘积之后重置",
    layer: "内层",
    mergeMode: "合并方式",
  },
  fieldHelp: {
    recurrentActivation: "决定保留多少信息的门所用的函数；没有特别理由就用 sigmoid。",
    returnSequences: "输出整个序列，而不只是最后一步。后面再接序列层时需要开启。",
    goBackwards: "从最后一步读到第一步；输出的序列也按此顺序。",
    dropout: "训练时被关闭的输入所占比例；对序列而言，每一步关闭的是同样的输入。",
    recurrentDropout: "训练时步与步之间被关闭的状态所占比例。导出为 PyTorch 后运行较慢。",
    unitForgetBias: "遗忘门的偏置从 1 开始，使记忆在训练之初得以保留。",
    resetAfter: "在循环乘积之后应用重置门，这是 Keras 与 PyTorch 的默认方式。",
    layer: "被包裹的层及其自身设置。",
    mergeMode: "两个方向的结果如何合为一个：并排，或逐数合并。",
  },
} as const satisfies Translation<typeof en>;
