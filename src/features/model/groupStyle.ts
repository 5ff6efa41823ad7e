/** @file The colour of a layer group, one of the theme's tokens, as the variable `--group` that the styles read. */
import type { CSSProperties } from "react";
import type { LayerGroup } from "../../core/layers/define.ts";

const colors: Readonly<Record<LayerGroup, string>> = {
  io: "var(--io)",
  core: "var(--core)",
  convolution: "var(--conv)",
  pooling: "var(--pool)",
  recurrent: "var(--rnn)",
  attention: "var(--attention)",
  normalization: "var(--norm)",
  merge: "var(--merge)",
  augmentation: "var(--augment)",
};

/** A kind this program does not know has no group. */
export const groupColour = (group: LayerGroup | undefined): string =>
  group === undefined ? "var(--bad)" : colors[group];

export function groupStyle(group: LayerGroup | undefined): CSSProperties {
  const style: CSSProperties & Record<"--group", string> = { "--group": groupColour(group) };
  return style;
}
