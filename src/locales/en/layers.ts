/** @file What each layer and each of its parameters is, in a sentence. Class and activation names are Keras's own. */
import type { LayerGroup } from "../../core/layers/define.ts";
import type { LayerKind } from "../../core/layers/index.ts";

export const layers = {
  groups: { io: "Ends", core: "Core", normalization: "Normalization", merge: "Merge" },
  kinds: {
    input: { gloss: "", help: "One prepared row of your data. Its size follows the columns chosen on the Data step." },
    dense: {
      gloss: "",
      help: "Every unit weighs all inputs; the activation lets the layer bend. The workhorse of tables.",
    },
    activation: { gloss: "", help: "Applies a function to each number, as a layer of its own." },
    dropout: {
      gloss: "",
      help: "Turns off a random share of the inputs while training, so that the model relies on no single one.",
    },
    batchNormalization: {
      gloss: "",
      help: "Keeps values centred and scaled between layers, which makes deep models train faster.",
    },
    add: { gloss: "", help: "Adds its inputs number by number; with an earlier layer it makes a skip connection." },
    concatenate: { gloss: "", help: "Puts its inputs side by side, so that the next layer sees all of them." },
    output: { gloss: "", help: "The prediction. Units and activation follow the task unless you choose otherwise." },
  },
  fields: {
    units: "Units",
    activation: "Activation",
    useBias: "Use bias",
    rate: "Rate",
    momentum: "Momentum",
    epsilon: "Epsilon",
    center: "Shift (beta)",
    scale: "Scale (gamma)",
  },
  fieldHelp: {
    units: "How many numbers the layer puts out for a row.",
    activation: "The function applied to each result.",
    useBias: "Adds a learned constant to each unit.",
    rate: "Share of inputs turned off while training.",
    momentum: "How slowly the moving averages follow. Lower suits short runs.",
    epsilon: "Keeps the division from exploding where values hardly vary.",
    center: "Learns what to add after normalizing.",
    scale: "Learns what to multiply by after normalizing.",
  },
  /** Of ranges that leave out an end. */
  open: { min: "the lower end left out", max: "the upper end left out", both: "both ends left out" },
  auto: "Follow the task",
  autoValue: "{{value}} (task)",
  autoUnknown: "task",
} as const satisfies {
  readonly groups: Record<LayerGroup, string>;
  readonly kinds: Record<LayerKind, { readonly gloss: string; readonly help: string }>;
  readonly [part: string]: unknown;
};
