/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const mergeLayers = {
  kinds: {
    add: { gloss: "", help: "Adds its inputs number by number; with an earlier layer it makes a skip connection." },
    concatenate: { gloss: "", help: "Puts its inputs side by side, so that the next layer sees all of them." },
  },
  fields: {},
  fieldHelp: {},
} as const;
