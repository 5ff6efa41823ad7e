/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const coreLayers = {
  kinds: {
    input: { gloss: "", help: "One prepared row of your data. Its size follows the columns chosen on the Data step." },
    dense: {
      gloss: "",
      help: "Every unit weighs all inputs; the activation lets the layer bend. The workhorse of tables.",
    },
    activation: { gloss: "", help: "Applies a function to each number, as a layer of its own." },
    output: { gloss: "", help: "The prediction. Units and activation follow the task unless you choose otherwise." },
  },
  fields: {
    units: "Units",
    activation: "Activation",
    useBias: "Use bias",
    kernelL1: "L1 on weights",
    kernelL2: "L2 on weights",
    biasL1: "L1 on bias",
    biasL2: "L2 on bias",
    activityL1: "L1 on outputs",
    activityL2: "L2 on outputs",
    maxNorm: "Max-norm",
  },
  fieldHelp: {
    units: "How many numbers the layer puts out for a row.",
    activation: "The function applied to each result.",
    useBias: "Adds a learned constant to each unit.",
    kernelL1: "Added to the loss for each unit of absolute weight; makes weights exactly 0. 0 is off.",
    kernelL2: "Added to the loss for each squared weight; keeps weights small. 0 is off.",
    biasL1: "The same for the biases. 0 is off.",
    biasL2: "The same for the biases. 0 is off.",
    activityL1: "Added to the loss for each unit of absolute output; makes outputs sparse. 0 is off.",
    activityL2: "Added to the loss for each squared output. 0 is off.",
    maxNorm: "After each update, the weights of a unit are scaled back to this length. 0 is off.",
  },
} as const;
