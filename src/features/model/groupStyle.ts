/** @file The colour of a layer group, one of the theme's tokens, as the variable `--group` that the styles read. */
import type { CSSProperties } from "react";
import type { LayerGroup } from "../../core/layers/define.ts";

const colors: Readonly<Record<LayerGroup, string>> = {
  io: "var(--io)",
  core: "var(--core)",
  normalization: "var(--norm)",
  merge: "var(--merge)",
};

/** A kind this program does not know has no group. */
export function groupStyle(group: LayerGroup | undefined): CSSProperties {
  const style: CSSProperties & Record<"--group", string> = {
    "--group": group === undefined ? "var(--bad)" : colors[group],
  };
  return style;
}
