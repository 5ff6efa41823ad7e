/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { attentionLayers as en } from "../../en/layers/attention.ts";
import type { Translation } from "../../types.ts";

export const attentionLayers = {
  kinds: {
    multiHeadAttention: {
      gloss: "多头注意力",
      help: "每一步从所有步中取来与己相关的内容。一个输入时关注自身；接入第二个输入则关注它。",
    },
    positionEmbedding: { gloss: "位置嵌入", help: "为每一步加上表示其位置的数；注意力本身不知道顺序。" },
  },
  fields: {
    numHeads: "头数",
    keyDim: "键的维数",
    valueDim: "值的维数",
    useCausalMask: "只看之前",
    positions: "位置",
  },
  fieldHelp: {
    numHeads: "同时提出多少个问题；每个头有自己的权重。",
    keyDim: "每个头比较多少个数。常取每步宽度除以头数。",
    valueDim: "每个头从一步中取多少个数。留空则与键的维数相同。",
    useCausalMask: "每一步只能看到自己和之前的步，如生成文本时。",
    positions: "从数据中学习，或使用没有权重的固定正弦波。",
  },
} as const satisfies Translation<typeof en>;
