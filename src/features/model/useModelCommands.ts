/** @file What the command palette of the page offers of this step; each goes to the step first, where it is seen. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { NewHead } from "../../core/graph/newHead.ts";
import { applyNewHead, useModelImport, useNewHead } from "../../state/modelImport.ts";
import { useProject } from "../../state/project.ts";
import { showToast } from "../../state/toasts.ts";
import { commands } from "./commands.ts";
import { keyNames } from "./menus.ts";
import { toggleMinimap } from "./minimap.ts";
import { sheetNow } from "./sheet.ts";
import { tidy } from "./tidy.ts";
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

/** Without a trained model there is nothing to learn from: one must be opened first. */
function changeHead(made: NewHead | null, first: string): void {
  if (made !== null && !useProject.getState().readOnly) {
    applyNewHead(made, (graph) => tidy(graph));
  } else {
    useModelImport.getState().show(true);
    showToast({ kind: "done", text: first });
  }
}

export function useModelCommands(): readonly ModelCommand[] {
  const { t } = useTranslation(["model", "modelImport"]);
  const actions = useActions();
  const picture = usePicture();
  const made = useNewHead();
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
      { id: "open", label: t("modelImport:title"), run: () => useModelImport.getState().show(true) },
      { id: "newHead", label: t("modelImport:start.head"), run: () => changeHead(made, t("modelImport:start.first")) },
      { id: "tidy", label: t("canvas.tidy"), run: commands.tidy },
      { id: "minimap", label: t("canvas.minimap"), run: toggleMinimap },
      { id: "png", label: t("menu.png"), run: () => picture("png") },
      { id: "svg", label: t("menu.svg"), run: () => picture("svg") },
    ],
    [t, actions, picture, made],
  );
}
