/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const augmentationLayers = {
  kinds: {
    randomFlip: {
      gloss: "",
      help: "Mirrors some images while training. Leave it out where left and right mean something, as in text.",
    },
    randomRotation: { gloss: "", help: "Turns each image a little while training." },
    randomTranslation: {
      gloss: "",
      help: "Moves each image a little while training, so that its place in the frame matters less.",
    },
    randomZoom: {
      gloss: "",
      help: "Zooms in or out of each image a little while training, so that size matters less.",
    },
    randomContrast: { gloss: "", help: "Makes the contrast of each image weaker or stronger while training." },
    randomBrightness: { gloss: "", help: "Makes each image darker or brighter while training." },
  },
  fields: {
    mode: "Direction",
    factor: "Strength",
    heightFactor: "Height share",
    widthFactor: "Width share",
    keepRatio: "Keep proportions",
    fillMode: "Beyond the edge",
    fillValue: "Edge value",
    valueMin: "Smallest value",
    valueMax: "Largest value",
  },
  fieldHelp: {
    mode: "Along which direction images are mirrored.",
    factor: "How far images are changed at most. For a rotation it is a share of a full turn: 0.1 is 36 degrees.",
    heightFactor: "The largest change along the height, as a share of it.",
    widthFactor: "The largest change along the width, as a share of it.",
    keepRatio: "Width and height change together, and the width share is not used.",
    fillMode:
      "What is seen past the edge of the image: its mirror image, its last pixels, its other side, or one value.",
    fillValue: "The value past the edge where that is one value (“constant”).",
    valueMin: "The least value a pixel can have in your prepared data; results are cut off there.",
    valueMax: "The largest value a pixel can have in your prepared data; results are cut off there.",
  },
} as const;
