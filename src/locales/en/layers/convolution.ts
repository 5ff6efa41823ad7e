/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const convolutionLayers = {
  kinds: {
    conv1d: {
      gloss: "",
      help: "Finds local patterns along a sequence: each filter is a small window of weights that moves over the steps.",
    },
    conv2d: {
      gloss: "",
      help: "Finds local patterns in an image: each filter is a small window of weights that moves over it.",
    },
    conv2dTranspose: {
      gloss: "",
      help: "A convolution run backwards: makes an image larger with learned weights, as decoders need.",
    },
    separableConv2d: {
      gloss: "",
      help: "A convolution in two cheaper steps: each channel by itself, then all channels mixed at each place.",
    },
    depthwiseConv2d: {
      gloss: "",
      help: "A convolution of each channel by itself; channels are not mixed. The cheap half of MobileNet.",
    },
    zeroPadding2d: { gloss: "", help: "Puts rows and columns of zeros around an image." },
    cropping2d: { gloss: "", help: "Cuts rows and columns off the sides of an image." },
    upSampling2d: { gloss: "", help: "Makes an image a whole number of times larger; nothing is learned." },
  },
  fields: {
    filters: "Filters",
    kernelSize: "Kernel size",
    strides: "Strides",
    padding: "Padding",
    dilationRate: "Dilation",
    groups: "Groups",
    depthMultiplier: "Depth multiplier",
    cropping: "Cropping",
    size: "Factor",
    interpolation: "Interpolation",
  },
  fieldHelp: {
    filters: "How many patterns the layer looks for: the channels it puts out.",
    kernelSize: "How many cells the window covers: height and width, or steps.",
    strides: "How far the window moves each time; 2 halves the size. In pooling, 0 moves it by its own size.",
    padding:
      "Zeros around the input. “valid”: none, so the output shrinks; “same”: as many as keep the size (at stride 1); “causal”: only before the first step. As numbers: cells at top, bottom, left and right.",
    dilationRate: "Distance between the cells of the window: above 1 it sees further with as many weights.",
    groups: "The channels are divided into as many parts, each treated by itself. Must divide the channels.",
    depthMultiplier: "How many filters each input channel gets.",
    cropping: "Cells cut off at top, bottom, left and right.",
    size: "How many times higher and wider the output is.",
    interpolation: "“nearest” repeats cells; “bilinear” blends neighbours.",
  },
} as const;
