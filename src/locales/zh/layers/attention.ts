/** @file Texts of the layers of one palette group, by kind and by parameter. */
import type { attentionLayers as en } from "../../en/layers/attention.ts";
import type { Translation } from "../../types.ts";

export const attentionLayers = {
  kinds: {},
  fields: {},
  fieldHelp: {},
} as const satisfies Translation<typeof en>;
