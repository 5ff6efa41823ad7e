/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const poolingLayers = {
  kinds: {
    maxPooling1d: {
      gloss: "",
      help: "Keeps the largest number of each window of steps, so that the sequence gets shorter.",
    },
    maxPooling2d: { gloss: "", help: "Keeps the largest number of each window, so that the image gets smaller." },
    averagePooling1d: { gloss: "", help: "Keeps the mean of each window of steps, so that the sequence gets shorter." },
    averagePooling2d: { gloss: "", help: "Keeps the mean of each window, so that the image gets smaller." },
    globalMaxPooling1d: {
      gloss: "",
      help: "Keeps the largest number of each channel over all steps: one row instead of a sequence.",
    },
    globalMaxPooling2d: {
      gloss: "",
      help: "Keeps the largest number of each channel over the whole image: one row instead of an image.",
    },
    globalAveragePooling1d: {
      gloss: "",
      help: "Keeps the mean of each channel over all steps: one row instead of a sequence.",
    },
    globalAveragePooling2d: {
      gloss: "",
      help: "Keeps the mean of each channel over the whole image: one row, with far fewer weights after it than Flatten.",
    },
  },
  fields: { poolSize: "Pool size", keepdims: "Keep axes" },
  fieldHelp: {
    poolSize: "How many cells the window covers: height and width, or steps.",
    keepdims: "Keeps the pooled axes, with a length of 1, instead of dropping them.",
  },
} as const;
