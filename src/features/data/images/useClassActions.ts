/**
 * @file What can be done with classes and images, as edits of the document: each is one step of undo, also where it
 * changes both what classes are called and what rows were labelled by hand.
 */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useDataset } from "../../../state/dataset.ts";
import { useClassBoard } from "../../../state/pictures.ts";
import { useProject } from "../../../state/project.ts";
import { showToast } from "../../../state/toasts.ts";
import { cellFor, changedRows, type Labels, renameClass } from "./classNames.ts";

/** Counts the actions: what one of them edits is merged, two of them never are. */
let action = 0;

function labelsOf(): { readonly target: string; readonly labels: Labels } | null {
  const data = useProject.getState().project?.data;
  if (data === undefined || data.target === null) return null;
  const setting = Object.hasOwn(data.columns, data.target) ? data.columns[data.target] : undefined;
  return { target: data.target, labels: { rename: setting?.rename ?? {}, rows: data.rows } };
}

function setLabels(change: (labels: Labels) => Labels): void {
  const found = labelsOf();
  if (found === null) return;
  const { target, labels } = found;
  const { rename, rows } = change(labels);
  const { edit } = useProject.getState();
  const options = { coalesce: `labels.${++action}` };
  if (Object.entries(rows).some(([row, name]) => labels.rows[row] !== name)) edit("setRows", { rows }, options);
  edit("setColumn", { column: target, setting: { rename } }, options);
}

export interface NewPicture {
  readonly file: Blob;
  readonly name: string;
}

export function useClassActions() {
  const { t } = useTranslation("images");
  return useMemo(() => {
    const board = useClassBoard.getState;
    const say = (text: string) => showToast({ kind: "done", text });
    const setRows = (label: string | null | undefined, only?: readonly number[]) => {
      const rows = only ?? [...board().selected];
      useProject.getState().edit("setRows", { rows: Object.fromEntries(rows.map((row) => [row, label])) });
      board().select(new Set());
    };
    return {
      rename: (from: string, to: string, existing: readonly string[]) => {
        if (from === to) return;
        const merges = existing.includes(to);
        setLabels((labels) => renameClass(labels, from, to));
        board().rename(from, to);
        if (merges) say(t("classes.merged", { name: to }));
      },
      remove: (name: string, filled: boolean) => {
        board().drop(name);
        if (!filled) return;
        setLabels((labels) => renameClass(labels, name, null));
        say(t("classes.removed", { name }));
      },
      move: (name: string) => setRows(name),
      leaveOut: () => setRows(null),
      putBack: () => {
        const rows = useProject.getState().project?.data.rows ?? {};
        setRows(undefined, changedRows(rows, board().selected));
      },
      /** Resolves when the images are there, or it was said why not. */
      add: async (pictures: readonly NewPicture[], name: string) => {
        if (pictures.length === 0) return;
        const found = labelsOf();
        const { cell, rename } = cellFor(found?.labels.rename ?? {}, name);
        await useDataset.getState().addImages(pictures.map((picture) => ({ ...picture, label: cell })));
        if (found !== null && rename !== found.labels.rename) setLabels((labels) => ({ ...labels, rename }));
      },
    };
  }, [t]);
}

export type ClassActions = ReturnType<typeof useClassActions>;
