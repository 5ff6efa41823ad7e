/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { recurrentLayers as en } from "../../en/layers/recurrent.ts";
import type { Translation } from "../../types.ts";

export const recurrentLayers = {
  kinds: {},
  fields: {},
  fieldHelp: {},
} as const satisfies Translation<typeof en>;
