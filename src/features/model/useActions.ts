/** @file What can be done to what is marked, in one list: menus, keys, the outline and the command palette read it. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../../core/graph/types.ts";
import { useSession } from "../../state/session.ts";
import { groupLayers, markedBlocks, toggleCollapsed, ungroup } from "./blockCommands.ts";
import { commands } from "./commands.ts";
import { say } from "./hint.ts";
import { addNote, type NoteBox, smallestNote } from "./noteCommands.ts";
import { sheetNow } from "./sheet.ts";
import { type ClipboardActions, useClipboardActions } from "./useClipboard.ts";

export interface ModelActions extends ClipboardActions {
  readonly duplicate: () => void;
  readonly remove: () => void;
  readonly freeze: () => void;
  readonly group: () => void;
  readonly ungroup: () => void;
  readonly fold: () => void;
  readonly selectAll: () => void;
  readonly selectNone: () => void;
  readonly nudge: (by: Point) => void;
  readonly resizeNotes: (by: Point) => void;
  /** With its middle at a point of the canvas; answers its id, or null where there can be no other. */
  readonly note: (at: Point) => string | null;
}

const marks = () => useSession.getState();

function nudge(by: Point): void {
  const sheet = sheetNow();
  const { marked, markedNotes } = marks();
  const move = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  const positions = Object.fromEntries(
    marked.flatMap((id) => {
      const place = Object.hasOwn(sheet.positions, id) ? sheet.positions[id] : undefined;
      return place === undefined ? [] : [[id, move(place)]];
    }),
  );
  const notes = sheet.notes.filter(({ id }) => markedNotes.includes(id));
  commands.place(positions, true, new Map(notes.map((note) => [note.id, move(note)])));
}

function resizeNotes(by: Point): void {
  const chosen = sheetNow().notes.filter(({ id }) => marks().markedNotes.includes(id));
  const sized = chosen.map(({ id, width, height }): [string, Partial<NoteBox>] => [
    id,
    {
      width: Math.max(smallestNote.width, width + by.x),
      height: Math.max(smallestNote.height, height + by.y),
    },
  ]);
  if (sized.length > 0) commands.place({}, true, new Map(sized));
}

export function useActions(): ModelActions {
  const { t } = useTranslation("model");
  const clipboard = useClipboardActions();
  return useMemo(
    () => ({
      ...clipboard,
      duplicate: () => commands.duplicate(...marks().marked),
      remove: () => {
        if (!commands.removeMarked()) say(t("canvas.fixed"));
      },
      freeze: () => commands.toggleFrozen(marks().marked),
      group: () => {
        const made = groupLayers(marks().marked, (number) => t("canvas.blockDefault", { number }));
        if (made !== null) say(t("canvas.grouped"));
      },
      ungroup: () => {
        for (const { id } of markedBlocks()) ungroup(id);
      },
      fold: () => {
        const blocks = markedBlocks();
        // Some folded, some not: first all are folded.
        const folding = blocks.some(({ collapsed }) => !collapsed);
        for (const { id, collapsed } of blocks) if (collapsed !== folding) toggleCollapsed(id);
        if (blocks.length === 0) say(t("canvas.noBlock"));
      },
      selectAll: () =>
        marks().mark(
          sheetNow().graph.nodes.map(({ id }) => id),
          sheetNow().notes.map(({ id }) => id),
        ),
      selectNone: () => marks().mark([]),
      nudge,
      resizeNotes,
      note: addNote,
    }),
    [clipboard, t],
  );
}
