/** @file Texts of the layers of one palette group, by kind and by parameter. */

export const augmentationLayers = {
  kinds: {},
  fields: {},
  fieldHelp: {},
} as const;
