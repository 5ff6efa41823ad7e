/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const recurrentLayers = {
  kinds: {
    simpleRnn: {
      gloss: "",
      help: "Reads a sequence step by step and keeps one state. The plainest of its kind; long sequences fade.",
    },
    lstm: {
      gloss: "",
      help: "Reads a sequence step by step with a memory that gates open and close, so that early steps are not lost.",
    },
    gru: {
      gloss: "",
      help: "Like LSTM with two gates in place of three: fewer parameters, often as good.",
    },
    bidirectional: {
      gloss: "",
      help: "Reads the sequence from both ends with two copies of a recurrent layer, and joins what they found.",
    },
    timeDistributed: {
      gloss: "",
      help: "Applies one layer to every step alike, as a convolution to each image of a film.",
    },
  },
  fields: {
    recurrentActivation: "Gate activation",
    returnSequences: "Return all steps",
    goBackwards: "Read backwards",
    dropout: "Dropout",
    recurrentDropout: "Recurrent dropout",
    unitForgetBias: "Open forget gate",
    resetAfter: "Reset after product",
    layer: "Layer",
    mergeMode: "Join by",
  },
  fieldHelp: {
    recurrentActivation: "The function of the gates, which say how much is kept; sigmoid, unless you know why not.",
    returnSequences: "Puts out a sequence instead of its last step only. Needed before another sequence layer.",
    goBackwards: "Goes from the last step to the first; a sequence comes out in that order.",
    dropout: "Share of the inputs turned off while training; of a sequence, the same ones at every step.",
    recurrentDropout: "Share of the state turned off between steps while training. Slower as exported PyTorch.",
    unitForgetBias: "Starts the forget gate's bias at 1, so that the memory is kept at first.",
    resetAfter: "Applies the reset gate after the recurrent product, as Keras and PyTorch do by default.",
    layer: "The layer inside, with its own settings.",
    mergeMode: "How the two directions become one: side by side, or number by number.",
  },
} as const;
