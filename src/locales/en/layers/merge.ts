/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const mergeLayers = {
  kinds: {
    add: { gloss: "", help: "Adds its inputs number by number; with an earlier layer it makes a skip connection." },
    concatenate: { gloss: "", help: "Puts its inputs side by side, so that the next layer sees all of them." },
    subtract: { gloss: "", help: "The first input minus the second, number by number." },
    multiply: { gloss: "", help: "Multiplies its inputs number by number; one can act as a gate for the other." },
    average: { gloss: "", help: "The mean of its inputs, number by number." },
    maximum: { gloss: "", help: "The largest of its inputs, number by number." },
    minimum: { gloss: "", help: "The smallest of its inputs, number by number." },
    dot: {
      gloss: "",
      help: "Products of two inputs summed along an axis of each: how alike two vectors or sequences are.",
    },
  },
  fields: {
    axis: "Axis",
    axes: "Axes",
    normalize: "Normalize",
  },
  fieldHelp: {
    axis: "The axis along which inputs stand side by side: −1 is the last, 1 the first.",
    axes: "The axis of each input that is summed over: −1 is the last, 1 the first.",
    normalize: "Brings vectors to length 1 first, which makes the product a cosine.",
  },
} as const;
