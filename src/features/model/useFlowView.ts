/**
 * @file What the canvas library shows, and what it reports back: marks, and places while something is dragged. The
 * document learns of a new place when the drag ends; until then nothing is made anew but what moves.
 */
import type { EdgeChange, NodeChange } from "@xyflow/react";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { anchorOf, type Shown, type ShownItem, shownGraph } from "../../core/graph/blocks.ts";
import type { Sheet } from "../../core/graph/clipboard.ts";
import { nameOf } from "../../core/graph/draft.ts";
import { placeOf } from "../../core/graph/layout.ts";
import type { Block, NodeId, Point } from "../../core/graph/types.ts";
import { useCompiled } from "../../state/derived.ts";
import { useSession } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import { commands } from "./commands.ts";
import { flowEdges } from "./edges.ts";
import type { NoteBox } from "./noteCommands.ts";
import { useSheet } from "./sheet.ts";
import {
  flowNodes,
  frameNode,
  type Labels,
  type Marks,
  noteItemId,
  type ShapeFlowEdge,
  type StudioFlowNode,
  shapeText,
} from "./view.ts";

type Box = Partial<NoteBox>;
type Boxes = ReadonlyMap<string, Box>;
const unmoved: Boxes = new Map();

export function useFlowView() {
  const sheet = useSheet();
  const shown = useMemo(() => shownGraph(sheet.graph, sheet.blocks), [sheet.graph, sheet.blocks]);
  const marks = useMarks();
  const [selectedEdge, setSelectedEdge] = useState<string | null>(null);
  const [dragged, setDragged] = useState<Boxes>(unmoved);
  const base = useNodes(sheet, shown, marks);
  const nodes = useMemo(() => moved(base, sheet, dragged), [base, sheet, dragged]);
  const chosenEdge = useEdgeAlone(marks, selectedEdge, setSelectedEdge);
  const edges = useEdges(sheet, shown, chosenEdge);
  const items = useMemo(() => new Map(shown.items.map((item) => [item.id, item])), [shown]);

  const now = { sheet, items, dragged };
  const latest = useRef(now);
  latest.current = now;
  const onNodesChange = useCallback((changes: readonly NodeChange<StudioFlowNode>[]) => {
    const { sheet, items, dragged } = latest.current;
    const { boxes, settled } = boxesOf(changes);
    if (boxes.size > 0 || settled) {
      const next = new Map(dragged);
      for (const [id, box] of boxes) next.set(id, { ...next.get(id), ...box });
      const byKey = dragged.size === 0;
      setDragged(settled ? unmoved : next);
      // Two reports may come before the next drawing.
      latest.current = { sheet, items, dragged: settled ? unmoved : next };
      if (settled && next.size > 0) settle(sheet, items, next, byKey);
    }
    applyMarks(changes, sheet, items);
  }, []);
  /** A click on one of several that are marked means that one; the library keeps them all, as a drag needs. */
  const onNodeClick = useCallback((event: MouseEvent, { id, type }: StudioFlowNode) => {
    const { marked, markedNotes, mark } = useSession.getState();
    const item = latest.current.items.get(id);
    const chosen = item?.nodes.map((node) => node.id) ?? [];
    const more = marked.length + markedNotes.length > Math.max(1, chosen.length);
    if (!more || type === "frame" || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const note = latest.current.sheet.notes.find((other) => noteItemId(other.id) === id);
    mark(chosen, note === undefined ? [] : [note.id]);
  }, []);
  const onEdgesChange = useCallback((changes: readonly EdgeChange<ShapeFlowEdge>[]) => {
    for (const change of changes) {
      if (change.type !== "select") continue;
      setSelectedEdge((before) => (change.selected ? change.id : before === change.id ? null : before));
    }
  }, []);

  const edge = edges.find(({ id }) => id === chosenEdge);
  return { sheet, shown, nodes, edges, edge, onNodesChange, onNodeClick, onEdgesChange };
}

/** A frame drawn around layers marks the lines between them as well: the layers are meant, and the lines are let go. */
function useEdgeAlone(marks: Marks, edge: string | null, set: (edge: string | null) => void): string | null {
  const others = marks.nodes.size > 0 || marks.notes.size > 0;
  useEffect(() => {
    if (others && edge !== null) set(null);
  }, [others, edge, set]);
  return others ? null : edge;
}

/** Where things are while they are dragged, and whether that is over. */
function boxesOf(changes: readonly NodeChange<StudioFlowNode>[]): { readonly boxes: Boxes; readonly settled: boolean } {
  const boxes = new Map<string, Box>();
  let settled = false;
  for (const change of changes) {
    if (change.type === "position") {
      settled ||= change.dragging === false || (change.position !== undefined && change.dragging === undefined);
      if (change.position === undefined) continue;
      const place = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
      boxes.set(change.id, { ...boxes.get(change.id), ...place });
    } else if (change.type === "dimensions" && change.resizing !== undefined) {
      // A resize also reports positions, which are not the end of it.
      settled = !change.resizing;
      if (change.dimensions === undefined) continue;
      const size = { width: Math.round(change.dimensions.width), height: Math.round(change.dimensions.height) };
      boxes.set(change.id, { ...boxes.get(change.id), ...size });
    }
  }
  const resizing = changes.some((change) => change.type === "dimensions" && change.resizing === true);
  return { boxes, settled: settled && !resizing };
}

/** The nodes with what is dragged in its place; everything else is the very object it was. */
function moved(base: StudioFlowNode[], { blocks, positions }: Sheet, dragged: Boxes): StudioFlowNode[] {
  if (dragged.size === 0) return base;
  const framed = blocks.filter(({ collapsed, nodes }) => !collapsed && nodes.some((id) => dragged.has(id)));
  const frames = new Map(
    framed.map((block) => {
      const places = Object.fromEntries(
        block.nodes.map((id) => [id, { ...placeOf(positions, id), ...pointOf(dragged.get(id)) }]),
      );
      const frame = frameNode(block, places);
      return [frame.id, frame];
    }),
  );
  return base.map((node) => {
    const frame = frames.get(node.id);
    if (frame !== undefined) return frame;
    const box = dragged.get(node.id);
    if (box === undefined) return node;
    const { x = node.position.x, y = node.position.y, width = node.width, height = node.height } = box;
    return { ...node, position: { x, y }, width, height, measured: { width, height } } as StudioFlowNode;
  });
}

const pointOf = (box: Box | undefined): Partial<Point> =>
  box?.x === undefined || box.y === undefined ? {} : { x: box.x, y: box.y };

/** Hands the places at the end of a drag to the document: a block's layers go where its card goes. */
function settle(sheet: Sheet, items: ReadonlyMap<string, ShownItem>, boxes: Boxes, byKey: boolean): void {
  const positions: Record<NodeId, Point> = {};
  const notes = new Map<string, Box>();
  const noteIds = new Map(sheet.notes.map(({ id }) => [noteItemId(id), id]));
  for (const [id, box] of boxes) {
    const item = items.get(id);
    const note = noteIds.get(id);
    if (note !== undefined) notes.set(note, box);
    else if (item !== undefined && box.x !== undefined && box.y !== undefined) {
      const from = item.block === null ? placeOf(sheet.positions, id) : anchorOf(item.block, sheet.positions);
      for (const node of item.nodes) {
        const old = placeOf(sheet.positions, node.id);
        positions[node.id] = { x: old.x + box.x - from.x, y: old.y + box.y - from.y };
      }
    }
  }
  if (Object.keys(positions).length > 0 || notes.size > 0) commands.place(positions, byKey, notes);
}

/** What the canvas marked or let go of becomes the studio's selection. */
function applyMarks(
  changes: readonly NodeChange<StudioFlowNode>[],
  sheet: Sheet,
  items: ReadonlyMap<string, ShownItem>,
): void {
  const selects = changes.filter((change) => change.type === "select");
  if (selects.length === 0) return;
  const { marked, markedNotes, mark } = useSession.getState();
  const nodes = new Set(marked);
  const notes = new Set(markedNotes);
  const noteIds = new Map(sheet.notes.map(({ id }) => [noteItemId(id), id]));
  for (const { id, selected } of selects) {
    const note = noteIds.get(id);
    const ids = items.get(id)?.nodes.map((node) => node.id) ?? [];
    if (note !== undefined) selected ? notes.add(note) : notes.delete(note);
    for (const node of ids) selected ? nodes.add(node) : nodes.delete(node);
  }
  if (!sameItems(nodes, marked) || !sameItems(notes, markedNotes)) mark([...nodes], [...notes]);
}

const sameItems = (a: ReadonlySet<string>, b: readonly string[]): boolean =>
  a.size === b.length && b.every((id) => a.has(id));

function useMarks(): Marks {
  const marked = useSession((state) => state.marked);
  const markedNotes = useSession((state) => state.markedNotes);
  return useMemo(() => ({ nodes: new Set(marked), notes: new Set(markedNotes) }), [marked, markedNotes]);
}

function useNodes(sheet: Sheet, shown: Shown, marks: Marks): StudioFlowNode[] {
  const { t } = useTranslation("model");
  const { number } = useFormat();
  const compiled = useCompiled();
  return useMemo(() => {
    const layer = filled(["name", "badge", "shape", "problems"], (slots) => t("canvas.layer", slots));
    const [frozen, problems] = [t("canvas.frozen"), t("outline.problems")];
    const labels: Labels = {
      layer: (node, result) =>
        layer({
          name: nameOf(node),
          badge: result?.badge ?? "",
          shape: shapeText(result?.outputShape),
          problems: [
            node.frozen === true ? frozen : "",
            result !== undefined && result.issues.length > 0 ? problems : "",
          ]
            .filter((part) => part !== "")
            .join(", "),
        }),
      block: ({ block, layers, parameters }) =>
        t("canvas.block", {
          name: block.name,
          layers: t("canvas.layers", { count: layers }),
          parameters: number(parameters),
        }),
      note: ({ text }) => t("canvas.note", { text }),
    };
    return flowNodes(sheet, shown, compiled, marks, labels);
  }, [sheet, shown, compiled, marks, t, number]);
}

function useEdges(sheet: Sheet, shown: Shown, selected: string | null): ShapeFlowEdge[] {
  const { t } = useTranslation("model");
  const compiled = useCompiled();
  const names = useMemo(() => namesOf(shown), [shown]);
  return useMemo(() => {
    const label = filled(["from", "to", "shape"], (slots) => t("canvas.edge", slots));
    return flowEdges(shown, sheet.positions, compiled, selected).map((edge) => {
      const [from = "", to = ""] = [names.get(edge.source), names.get(edge.target)];
      return { ...edge, ariaLabel: label({ from, to, shape: edge.data?.text ?? "?" }) };
    });
  }, [shown, sheet.positions, compiled, selected, names, t]);
}

/** A text with slots, looked up once and filled often: thousands of cards have one each. */
function filled<K extends string>(
  slots: readonly K[],
  text: (marks: Readonly<Record<string, string>>) => string,
): (values: Readonly<Record<K, string>>) => string {
  const marked = text(Object.fromEntries(slots.map((slot) => [slot, `\u0001${slot}\u0001`])));
  const parts = marked.split("\u0001");
  return (values) => parts.map((part, i) => (i % 2 === 0 ? part : values[part as K])).join("");
}

const namesOf = ({ items }: Shown): ReadonlyMap<string, string> =>
  new Map(items.map(({ id, block, nodes: [first] }) => [id, nameOfItem(block, first)]));

const nameOfItem = (block: Block | null, first: ShownItem["nodes"][number] | undefined): string =>
  block !== null ? block.name : first === undefined ? "" : nameOf(first);
