/**
 * @file What can be done to the model, as the step's controls call it: each is one edit of the document, with positions
 * that make room, and with the selection moved to where the user goes on.
 */
import { useMemo } from "react";
import * as change from "../../core/graph/edit.ts";
import { closeGaps, makeRoom, placeMissing } from "../../core/graph/layout.ts";
import { type TemplateName, templates } from "../../core/graph/templates.ts";
import type { Graph, NodeId, Point, Positions } from "../../core/graph/types.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { type LayerKind, specOf } from "../../core/layers/index.ts";
import type { ParamValue } from "../../core/params/fields.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { tidy } from "./tidy.ts";

export interface ModelCommands {
  /** After the selected layer; before the output where none is selected. */
  add(kind: LayerKind): void;
  addAt(kind: LayerKind, at: Point): void;
  addOnEdge(kind: LayerKind, from: NodeId, to: NodeId): void;
  /** Input and output stay; answers whether anything could go. */
  remove(ids: readonly NodeId[]): boolean;
  connect(from: NodeId, to: NodeId): void;
  disconnect(from: NodeId, to: NodeId): void;
  moveInput(id: NodeId, index: number, by: -1 | 1): void;
  moveInChain(id: NodeId, direction: "up" | "down"): void;
  duplicate(id: NodeId): void;
  setParam(id: NodeId, field: string, value: ParamValue): void;
  setLabel(id: NodeId, label: string): void;
  /** Steps made with the arrow keys become one step of undo. */
  place(positions: Positions, byKey: boolean): void;
  tidy(): void;
  applyTemplate(name: TemplateName, context: ModelContext): void;
}

interface Drawn {
  readonly graph: Graph;
  readonly positions: Positions;
}

/** The graph as it is now, each node with a place. */
function drawn(): Drawn {
  const { project } = useProject.getState();
  const graph = project?.graph ?? { nodes: [] };
  return { graph, positions: placeMissing(graph, project?.positions ?? {}) };
}

function commit(graph: Graph, positions: Positions, coalesce?: string): void {
  useProject.getState().edit("setGraph", { graph, positions }, coalesce === undefined ? undefined : { coalesce });
}

const select = (id: NodeId | null) => useSession.getState().select(id);

export const isRemovable = (kind: string): boolean => (specOf(kind)?.role ?? "hidden") === "hidden";

function commitNew(graph: Graph, id: NodeId, positions: Positions): void {
  commit(graph, makeRoom(graph, positions, id), undefined);
  select(id);
}

function remove(ids: readonly NodeId[]): boolean {
  const { graph, positions } = drawn();
  const going = ids.filter((id) => {
    const node = change.nodeById(graph, id);
    if (node === null) return false;
    const role = specOf(node.kind)?.role;
    return isRemovable(node.kind) || graph.nodes.filter((other) => specOf(other.kind)?.role === role).length > 1;
  });
  if (going.length === 0) return false;
  const next = change.removeNodes(graph, { ids: going });
  commit(next, closeGaps(graph, positions, going));
  const [first] = going;
  const above = first === undefined ? undefined : change.nodeById(graph, first)?.inputs[0];
  select(above !== undefined && change.nodeById(next, above) !== null ? above : null);
  return true;
}

/** Two neighbours that swap places in the chain swap them on the canvas as well. */
function swapped(before: Drawn, graph: Graph): Positions {
  const moved = graph.nodes.filter((node, i) => before.graph.nodes[i]?.id !== node.id).map(({ id }) => id);
  const [a, b] = moved;
  const [placeA, placeB] = [before.positions[a ?? ""], before.positions[b ?? ""]];
  if (a === undefined || b === undefined || moved.length !== 2 || placeA === undefined || placeB === undefined) {
    return before.positions;
  }
  return { ...before.positions, [a]: placeB, [b]: placeA };
}

export const commands: ModelCommands = {
  add: (kind) => {
    const { graph, positions } = drawn();
    const after = useSession.getState().selectedNode ?? undefined;
    commitNew(change.addLayer(graph, { kind, after }), change.newId(graph, kind), positions);
  },
  addAt: (kind, at) => {
    const { graph, positions } = drawn();
    const id = change.newId(graph, kind);
    commit(change.addLoose(graph, { kind }), { ...positions, [id]: at });
    select(id);
  },
  addOnEdge: (kind, from, to) => {
    const { graph, positions } = drawn();
    commitNew(change.insertOnEdge(graph, { kind, from, to }), change.newId(graph, kind), positions);
  },
  remove,
  connect: (from, to) => {
    const { graph, positions } = drawn();
    const next = change.connect(graph, { from, to });
    if (next !== graph) commit(next, positions);
  },
  disconnect: (from, to) => {
    const { graph, positions } = drawn();
    const next = change.disconnect(graph, { from, to });
    if (next !== graph) commit(next, positions);
  },
  moveInput: (id, index, by) => {
    const { graph, positions } = drawn();
    commit(change.moveInput(graph, { id, index, by }), positions);
  },
  moveInChain: (id, direction) => {
    const before = drawn();
    const next = change.moveInChain(before.graph, { id, direction });
    if (next !== before.graph) commit(next, swapped(before, next));
  },
  duplicate: (id) => {
    const { graph, positions } = drawn();
    const node = change.nodeById(graph, id);
    const next = change.duplicate(graph, { id });
    if (node !== null && next !== graph) commitNew(next, change.newId(graph, node.kind), positions);
  },
  setParam: (id, field, value) => {
    const { graph, positions } = drawn();
    commit(change.setParam(graph, { id, field, value }), positions, `param:${id}:${field}`);
  },
  setLabel: (id, label) => {
    const { graph, positions } = drawn();
    commit(change.setLabel(graph, { id, label }), positions, `label:${id}`);
  },
  place: (positions, byKey) => {
    const coalesce = byKey ? `place:${Object.keys(positions).join()}` : undefined;
    useProject.getState().edit("movePositions", { positions: { ...drawn().positions, ...positions } }, { coalesce });
  },
  tidy: () => {
    const { graph } = drawn();
    useProject.getState().edit("movePositions", { positions: tidy(graph) });
  },
  applyTemplate: (name, context) => {
    const { graph, positions } = templates[name](context);
    commit(graph, positions);
    select(null);
  },
};

/** The graph and the place of each of its nodes, as the canvas draws them. */
export function useDrawing(): Drawn {
  const graph = useProject((state) => state.project?.graph);
  const positions = useProject((state) => state.project?.positions);
  return useMemo(() => {
    const shown = graph ?? { nodes: [] };
    return { graph: shown, positions: placeMissing(shown, positions ?? {}) };
  }, [graph, positions]);
}
