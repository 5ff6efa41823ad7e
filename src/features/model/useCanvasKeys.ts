/** @file What only the canvas can do, for its keys, its buttons and its menus. */
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useMemo, useRef } from "react";
import { blockItemId, type Shown } from "../../core/graph/blocks.ts";
import type { Sheet } from "../../core/graph/clipboard.ts";
import type { Point } from "../../core/graph/types.ts";
import { useSession } from "../../state/session.ts";
import { markedBlocks } from "./blockCommands.ts";
import { fitOptions } from "./canvasFit.ts";
import { commands } from "./commands.ts";
import type { CanvasKeys } from "./keys.ts";
import { addNote } from "./noteCommands.ts";
import { notePlace } from "./notePlace.ts";
import { frameItemId, itemPlace, noteItemId, type ShapeFlowEdge, type StudioFlowNode } from "./view.ts";

interface Surroundings {
  readonly root: RefObject<HTMLElement | null>;
  readonly sheet: Sheet;
  readonly shown: Shown;
  readonly pointer: () => Point | undefined;
  readonly edit: (item: string | null) => void;
}

export type CanvasDeeds = Omit<CanvasKeys, "insertOnEdge"> & {
  readonly tidy: () => void;
  /** A note that a button asks for: the pointer is then at the button, and no place for a note. */
  readonly addNoteInView: () => void;
  /** A note at a point of the drawing, to be written at once. */
  readonly noteAt: (at: Point) => void;
};

export function useCanvasKeys(now: Surroundings): CanvasDeeds {
  const flow = useReactFlow<StudioFlowNode, ShapeFlowEdge>();
  const latest = useRef(now);
  latest.current = now;
  return useMemo<CanvasDeeds>(() => {
    const inView = (): Point => {
      const { left, top, right, bottom } = latest.current.root.current?.getBoundingClientRect() ?? new DOMRect();
      const { x, y } = flow.screenToFlowPosition({ x: left, y: top });
      const end = flow.screenToFlowPosition({ x: right, y: bottom });
      const { shown, sheet } = latest.current;
      const cards = shown.items.map((item) => itemPlace(item, sheet.positions));
      return notePlace({ x, y, width: end.x - x, height: end.y - y }, cards);
    };
    const noteAt = (at: Point) => {
      const id = addNote(at);
      if (id !== null) latest.current.edit(noteItemId(id));
    };
    return {
      zoom: (how) => void (how === "in" ? flow.zoomIn() : how === "out" ? flow.zoomOut() : flow.zoomTo(1)),
      fit: (what) => {
        const { marked, markedNotes } = useSession.getState();
        const ids = new Set([...marked, ...markedNotes.map(noteItemId)]);
        const { items } = latest.current.shown;
        for (const { id, nodes } of items) if (nodes.some((node) => ids.has(node.id))) ids.add(id);
        const nodes = [...ids].map((id) => ({ id }));
        // Nothing marked: everything.
        void flow.fitView(what === "all" || nodes.length === 0 ? fitOptions : { ...fitOptions, padding: 0.25, nodes });
      },
      tidy: () => {
        commands.tidy();
        // The canvas has the new places only after it has drawn once.
        requestAnimationFrame(() => void flow.fitView(fitOptions));
      },
      addNote: () => noteAt(latest.current.pointer() ?? inView()),
      addNoteInView: () => noteAt(inView()),
      noteAt,
      write: () => {
        const { markedNotes } = useSession.getState();
        const [note] = markedNotes;
        const [block] = markedBlocks();
        if (note !== undefined) latest.current.edit(noteItemId(note));
        else if (block !== undefined)
          latest.current.edit(block.collapsed ? blockItemId(block.id) : frameItemId(block.id));
        return note !== undefined || block !== undefined;
      },
      cutEdge: (edge) => edge.data !== undefined && commands.cut(edge.data.links),
      underPointer: () => latest.current.pointer() !== undefined,
    };
  }, [flow]);
}
