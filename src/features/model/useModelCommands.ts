/** @file What the command palette of the page offers of this step; each goes to the step first, where it is seen. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "./commands.ts";
import { keyNames } from "./menus.ts";
import { toggleMinimap } from "./minimap.ts";
import { sheetNow } from "./sheet.ts";
import { useActions } from "./useActions.ts";
import { usePicture } from "./usePicture.ts";

export interface ModelCommand {
  readonly id: string;
  readonly label: string;
  /** The key that does the same on the step. */
  readonly key?: string;
  readonly run: () => void;
}

const besideLayers = 320;

/** To the right of all layers, level with the first: nobody points at a place from the palette. */
function addNoteBeside(add: (at: { readonly x: number; readonly y: number }) => void): void {
  const places = Object.values(sheetNow().positions);
  const right = places.reduce((most, { x }) => Math.max(most, x), 0);
  const top = places.reduce((least, { y }) => Math.min(least, y), places[0]?.y ?? 0);
  add({ x: right + besideLayers + 60, y: top + 48 });
}

export function useModelCommands(): readonly ModelCommand[] {
  const { t } = useTranslation("model");
  const actions = useActions();
  const picture = usePicture();
  return useMemo(
    () => [
      { id: "copy", label: t("menu.copy"), key: keyNames.copy, run: actions.copy },
      { id: "cut", label: t("menu.cut"), key: keyNames.cut, run: actions.cut },
      { id: "paste", label: t("menu.pasteAny"), key: keyNames.paste, run: () => actions.paste() },
      { id: "duplicate", label: t("menu.duplicate"), key: keyNames.duplicate, run: actions.duplicate },
      { id: "group", label: t("menu.group"), key: keyNames.group, run: actions.group },
      { id: "ungroup", label: t("menu.ungroup"), key: keyNames.ungroup, run: actions.ungroup },
      { id: "fold", label: t("menu.fold"), key: keyNames.fold, run: actions.fold },
      { id: "freeze", label: t("menu.freezeAny"), key: keyNames.freeze, run: actions.freeze },
      { id: "selectAll", label: t("menu.selectAll"), key: keyNames.selectAll, run: actions.selectAll },
      { id: "note", label: t("menu.note"), key: keyNames.note, run: () => addNoteBeside(actions.note) },
      { id: "tidy", label: t("canvas.tidy"), run: commands.tidy },
      { id: "minimap", label: t("canvas.minimap"), run: toggleMinimap },
      { id: "png", label: t("menu.png"), run: () => picture("png") },
      { id: "svg", label: t("menu.svg"), run: () => picture("svg") },
    ],
    [t, actions, picture],
  );
}
