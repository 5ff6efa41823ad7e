/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { augmentationLayers as en } from "../../en/layers/augmentation.ts";
import type { Translation } from "../../types.ts";

export const augmentationLayers = {
  kinds: {},
  fields: {},
  fieldHelp: {},
} as const satisfies Translation<typeof en>;
