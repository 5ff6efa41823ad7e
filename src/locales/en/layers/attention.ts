/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const attentionLayers = {
  kinds: {
    multiHeadAttention: {
      gloss: "",
      help: "Each step takes from all steps what matters to it. One input attends to itself; a second one is looked at.",
    },
    positionEmbedding: {
      gloss: "",
      help: "Adds to each step numbers that tell its place; attention alone does not know the order.",
    },
  },
  fields: {
    numHeads: "Heads",
    keyDim: "Size of a key",
    valueDim: "Size of a value",
    useCausalMask: "Look back only",
    positions: "Positions",
  },
  fieldHelp: {
    numHeads: "How many questions are asked at once; each head has its own weights.",
    keyDim: "How many numbers a head compares. Often the width of a step divided by the heads.",
    valueDim: "How many numbers a head takes from a step. Empty: as many as it compares.",
    useCausalMask: "A step sees itself and the steps before it, as in generating text.",
    positions: "Learned from the data, or fixed sine waves without weights.",
  },
} as const;
