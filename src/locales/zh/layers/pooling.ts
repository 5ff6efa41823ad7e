/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { poolingLayers as en } from "../../en/layers/pooling.ts";
import type { Translation } from "../../types.ts";

export const poolingLayers = {
  kinds: {},
  fields: {},
  fieldHelp: {},
} as const satisfies Translation<typeof en>;
