/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { convolutionLayers as en } from "../../en/layers/convolution.ts";
import type { Translation } from "../../types.ts";

export const convolutionLayers = {
  kinds: {},
  fields: {},
  fieldHelp: {},
} as const satisfies Translation<typeof en>;
