/**
 * @file What can be done to the model, as the step's controls call it: each is one edit of the document, with positions
 * that make room, and with the selection moved to where the user goes on.
 */
import { blocksByNode, joinBlockOf } from "../../core/graph/blocks.ts";
import { copied, paste, type Sheet } from "../../core/graph/clipboard.ts";
import * as change from "../../core/graph/edit.ts";
import { closeGaps, makeRoom, placeOf } from "../../core/graph/layout.ts";
import { type TemplateName, templates } from "../../core/graph/templates.ts";
import type { Graph, NodeId, Point, Positions } from "../../core/graph/types.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { type LayerKind, type LayerNode, layers, specOf } from "../../core/layers/index.ts";
import type { ParamValue } from "../../core/params/fields.ts";
import type { EditDetail } from "../../core/project/edits.ts";
import { useSession } from "../../state/session.ts";
import { type NoteBox, newNoteId, placeNotes, removeNotes, withBoxes, withoutNotes } from "./noteCommands.ts";
import { anchorNode, commit, counted, nameIn, sheetNow } from "./sheet.ts";
import { clearNotes, tidy } from "./tidy.ts";

export { addBlock, blocksInDocument } from "./blockCommands.ts";
export { useSheet as useDrawing } from "./sheet.ts";

export interface ModelCommands {
  /** After the selected layer; before the output where none is selected. */
  add(kind: LayerKind): void;
  addAt(kind: LayerKind, at: Point): void;
  addOnEdge(kind: LayerKind, from: NodeId, to: NodeId): void;
  /** Input and output stay; answers whether anything could go. `noteIds`: of notes that go as well. */
  remove(ids: readonly NodeId[], as?: "cut", noteIds?: readonly string[]): boolean;
  /** Layers and notes, one step of undo; false where only what must stay is marked. */
  removeMarked(as?: "cut"): boolean;
  connect(from: NodeId, to: NodeId): void;
  disconnect(from: NodeId, to: NodeId): void;
  /** All edges that one line stands for. */
  cut(links: readonly { readonly from: NodeId; readonly to: NodeId }[]): void;
  setInputs(id: NodeId, inputs: readonly NodeId[]): void;
  moveInput(id: NodeId, index: number, by: -1 | 1): void;
  moveInChain(id: NodeId, direction: "up" | "down"): void;
  /** One layer: a copy behind it, fed by it. Several: a copy beside them. */
  duplicate(...ids: readonly NodeId[]): void;
  setParam(id: NodeId, field: string, value: ParamValue): void;
  setLabel(id: NodeId, label: string): void;
  /** Frozen where one of them is not; else they learn again. */
  toggleFrozen(ids: readonly NodeId[]): void;
  /** Steps made with the arrow keys become one step of undo. `boxes`: of notes that move as well. */
  place(positions: Positions, byKey: boolean, boxes: ReadonlyMap<string, Partial<NoteBox>>): void;
  tidy(): void;
  /** Answers whether it could be. */
  applyTemplate(name: TemplateName, context: ModelContext): boolean;
}

const select = (id: NodeId | null) => useSession.getState().select(id);

export const isRemovable = (kind: string): boolean => (specOf(kind)?.role ?? "hidden") === "hidden";

function commitNew(sheet: Sheet, graph: Graph, id: NodeId, detail: EditDetail, blocks = sheet.blocks): void {
  if (commit({ graph, positions: makeRoom(graph, sheet.positions, id), blocks }, detail)) select(id);
}

function add(kind: LayerKind): void {
  const sheet = sheetNow();
  const after = anchorNode(sheet.graph);
  const id = change.newId(sheet.graph, kind);
  const blocks = after === undefined ? sheet.blocks : joinBlockOf(sheet.blocks, sheet.graph, after, [id]);
  commitNew(sheet, change.addLayer(sheet.graph, { kind, after }), id, added(kind), blocks);
}

const added = (kind: LayerKind): EditDetail => ({ key: "add", name: layers[kind].title });

function remove(ids: readonly NodeId[], as?: "cut", noteIds: readonly string[] = []): boolean {
  const { graph, positions, notes: before } = sheetNow();
  const roleOf = ({ kind }: LayerNode) => specOf(kind)?.role ?? "hidden";
  const left = new Map<string, number>();
  for (const node of graph.nodes) left.set(roleOf(node), (left.get(roleOf(node)) ?? 0) + 1);
  // One Input and one Output stay, however many of a kind are marked.
  const going = ids.filter((id) => {
    const node = change.nodeById(graph, id);
    if (node === null) return false;
    if (isRemovable(node.kind)) return true;
    const others = (left.get(roleOf(node)) ?? 0) - 1;
    if (others > 0) left.set(roleOf(node), others);
    return others > 0;
  });
  if (going.length === 0) return false;
  const next = change.removeNodes(graph, { ids: going });
  const detail = counted(as ?? "remove", graph, going);
  const notes = withoutNotes(before, noteIds);
  if (!commit({ graph: next, positions: closeGaps(graph, positions, going), notes }, detail)) return true;
  const known = new Set(next.nodes.map(({ id }) => id));
  const above = going.flatMap((id) => change.nodeById(graph, id)?.inputs ?? []).find((id) => known.has(id));
  select(above ?? null);
  return true;
}

function removeMarked(as?: "cut"): boolean {
  const { marked, markedNotes } = useSession.getState();
  if (remove(marked, as, markedNotes)) return true;
  if (markedNotes.length > 0) removeNotes(markedNotes);
  return marked.length === 0;
}

/** Two neighbours that swap places in the chain swap them on the canvas as well. */
function swapped(before: Sheet, graph: Graph): Positions {
  const moved = graph.nodes.filter((node, i) => before.graph.nodes[i]?.id !== node.id).map(({ id }) => id);
  const [a, b] = moved;
  if (a === undefined || b === undefined || moved.length !== 2) return before.positions;
  return { ...before.positions, [a]: placeOf(before.positions, b), [b]: placeOf(before.positions, a) };
}

function duplicate(...ids: readonly NodeId[]): void {
  const sheet = sheetNow();
  const [id, ...more] = ids;
  const node = id === undefined ? null : change.nodeById(sheet.graph, id);
  if (id !== undefined && node !== null && more.length === 0 && !isFolded(sheet, id)) {
    const next = change.duplicate(sheet.graph, { id });
    const copy = change.newId(sheet.graph, node.kind);
    const blocks = joinBlockOf(sheet.blocks, sheet.graph, id, [copy]);
    if (next !== sheet.graph) commitNew(sheet, next, copy, counted("duplicate", sheet.graph, [id]), blocks);
    return;
  }
  const clip = copied(sheet, ids, []);
  if (clip.nodes.length === 0) return;
  const pasted = paste(sheet, clip, {}, newNoteId);
  if (
    commit(
      pasted.sheet,
      counted(
        "duplicate",
        sheet.graph,
        clip.nodes.map((copy) => copy.id),
      ),
    )
  ) {
    useSession.getState().mark(pasted.ids);
  }
}

/** A folded block of one layer is copied as a block. */
const isFolded = ({ blocks }: Sheet, id: NodeId) => blocksByNode(blocks).get(id)?.collapsed === true;

function toggleFrozen(ids: readonly NodeId[]): void {
  const { graph } = sheetNow();
  const chosen = graph.nodes.filter((node) => ids.includes(node.id) && isRemovable(node.kind));
  const frozen = chosen.some((node) => node.frozen !== true);
  const changing = chosen.filter((node) => (node.frozen === true) !== frozen).map(({ id }) => id);
  if (changing.length === 0) return;
  commit(
    { graph: change.setFrozen(graph, { ids: changing, frozen }) },
    counted(frozen ? "freeze" : "unfreeze", graph, changing),
  );
}

export const commands: ModelCommands = {
  add,
  addAt: (kind, at) => {
    const { graph, positions } = sheetNow();
    const id = change.newId(graph, kind);
    if (commit({ graph: change.addLoose(graph, { kind }), positions: { ...positions, [id]: at } }, added(kind)))
      select(id);
  },
  addOnEdge: (kind, from, to) => {
    const sheet = sheetNow();
    const id = change.newId(sheet.graph, kind);
    const owners = blocksByNode(sheet.blocks);
    const within = owners.get(from) !== undefined && owners.get(from) === owners.get(to);
    const blocks = sheet.blocks.map((block) =>
      within && block === owners.get(from) ? { ...block, nodes: [...block.nodes, id] } : block,
    );
    commitNew(sheet, change.insertOnEdge(sheet.graph, { kind, from, to }), id, added(kind), blocks);
  },
  remove,
  removeMarked,
  connect: (from, to) => {
    const { graph, positions } = sheetNow();
    const next = change.connect(graph, { from, to });
    const detail = { key: "connect", name: nameIn(graph, from), other: nameIn(graph, to) } as const;
    if (next !== graph) commit({ graph: next, positions }, detail);
  },
  disconnect: (from, to) => commands.cut([{ from, to }]),
  cut: (links) => {
    const { graph, positions } = sheetNow();
    const next = links.reduce(change.disconnect, graph);
    const [first] = links;
    if (next === graph || first === undefined) return;
    const detail = { key: "disconnect", name: nameIn(graph, first.from), other: nameIn(graph, first.to) } as const;
    commit({ graph: next, positions }, detail);
  },
  setInputs: (id, inputs) => {
    const { graph, positions } = sheetNow();
    commit(
      { graph: change.setInputs(graph, { id, inputs }), positions },
      { key: "setInputs", name: nameIn(graph, id) },
    );
  },
  moveInput: (id, index, by) => {
    const { graph, positions } = sheetNow();
    const next = change.moveInput(graph, { id, index, by });
    commit({ graph: next, positions }, { key: "moveInput", name: nameIn(graph, id) });
  },
  moveInChain: (id, direction) => {
    const before = sheetNow();
    const next = change.moveInChain(before.graph, { id, direction });
    const detail = { key: "moveInChain", name: nameIn(before.graph, id) } as const;
    if (next !== before.graph) commit({ graph: next, positions: swapped(before, next) }, detail);
  },
  duplicate,
  setParam: (id, field, value) => {
    const { graph, positions } = sheetNow();
    const next = change.setParam(graph, { id, field, value });
    commit({ graph: next, positions }, { key: "setParam", name: nameIn(graph, id) }, `param:${id}:${field}`);
  },
  setLabel: (id, label) => {
    const { graph, positions } = sheetNow();
    const next = change.setLabel(graph, { id, label });
    commit({ graph: next, positions }, { key: "setLabel", name: nameIn(graph, id) }, `label:${id}`);
  },
  toggleFrozen,
  place: (positions, byKey, boxes) => {
    const sheet = sheetNow();
    const ids = Object.keys(positions);
    if (ids.length === 0) return placeNotes(boxes, byKey);
    const coalesce = byKey ? `place:${[...ids, ...boxes.keys()].join()}` : undefined;
    const next = { ...sheet, positions: { ...sheet.positions, ...positions }, notes: withBoxes(sheet.notes, boxes) };
    commit(next, counted("move", sheet.graph, ids), coalesce);
  },
  tidy: () => {
    const sheet = sheetNow();
    const positions = tidy(sheet.graph, sheet.blocks, sheet.positions);
    commit({ graph: sheet.graph, positions, notes: clearNotes(sheet.notes, positions) }, { key: "tidy" });
  },
  applyTemplate: (name, context) => {
    const { graph, positions } = templates[name](context);
    const done = commit({ graph, positions, blocks: [] }, { key: "applyTemplate" });
    if (done) select(null);
    return done;
  },
};
