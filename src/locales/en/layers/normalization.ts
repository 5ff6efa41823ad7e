/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const normalizationLayers = {
  kinds: {
    dropout: {
      gloss: "",
      help: "Turns off a random share of the inputs while training, so that the model relies on no single one.",
    },
    batchNormalization: {
      gloss: "",
      help: "Keeps values centred and scaled between layers, which makes deep models train faster.",
    },
    layerNormalization: {
      gloss: "",
      help: "Centres and scales each row on its own. The usual choice in transformers and beside recurrent layers.",
    },
    groupNormalization: {
      gloss: "",
      help: "Centres and scales groups of channels within each row, so that small batches do no harm.",
    },
    spatialDropout1d: {
      gloss: "",
      help: "Turns off whole channels of a sequence while training; its steps are too alike for plain dropout.",
    },
    spatialDropout2d: {
      gloss: "",
      help: "Turns off whole feature maps of an image while training; pixels are too alike for plain dropout.",
    },
    gaussianNoise: {
      gloss: "",
      help: "Adds a little random noise while training, so that small changes of the input matter less.",
    },
  },
  fields: {
    rate: "Rate",
    momentum: "Momentum",
    epsilon: "Epsilon",
    center: "Shift (beta)",
    scale: "Scale",
    stddev: "Standard deviation",
  },
  fieldHelp: {
    rate: "Share of inputs turned off while training.",
    momentum: "How slowly the moving averages follow. Lower suits short runs.",
    epsilon: "Keeps the division from exploding where values hardly vary.",
    center: "Learns what to add after normalizing.",
    scale: "What values are multiplied by: in Rescaling this number, in a normalization a learned one (gamma).",
    stddev: "How strong the noise is.",
  },
} as const;
