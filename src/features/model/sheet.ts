/**
 * @file The canvas's part of the document: what stands on it now, and how a change of it becomes one step of the history
 * that says what was done.
 */
import i18next from "i18next";
import { useMemo } from "react";
import { maxLayers, type Sheet } from "../../core/graph/clipboard.ts";
import { nameOf } from "../../core/graph/draft.ts";
import { nodeById } from "../../core/graph/edit.ts";
import { placeMissing } from "../../core/graph/layout.ts";
import type { Block, Graph, NodeId, Note, Positions } from "../../core/graph/types.ts";
import type { EditDetail } from "../../core/project/edits.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { say } from "./hint.ts";

const noNotes: readonly Note[] = [];
const noBlocks: readonly Block[] = [];
const noGraph: Graph = { nodes: [] };
const noPositions: Positions = {};

/** What is on the canvas now, each layer with a place. */
export function sheetNow(): Sheet {
  const { project } = useProject.getState();
  const graph = project?.graph ?? noGraph;
  return {
    graph,
    positions: placeMissing(graph, project?.positions ?? noPositions),
    blocks: project?.blocks ?? noBlocks,
    notes: project?.notes ?? noNotes,
  };
}

/** The same for what is drawn. */
export function useSheet(): Sheet {
  const graph = useProject((state) => state.project?.graph) ?? noGraph;
  const positions = useProject((state) => state.project?.positions) ?? noPositions;
  const blocks = useProject((state) => state.project?.blocks) ?? noBlocks;
  const notes = useProject((state) => state.project?.notes) ?? noNotes;
  return useMemo(
    () => ({ graph, positions: placeMissing(graph, positions), blocks, notes }),
    [graph, positions, blocks, notes],
  );
}

/** Whether the document can be changed here; says so where it cannot. */
export function canChange(): boolean {
  const { readOnly } = useProject.getState();
  if (readOnly) say(i18next.t("model:canvas.readOnly"));
  return !readOnly;
}

/** Makes one edit of it; false where the document cannot be changed here, or would hold more than it may. */
export function commit(
  next: { readonly graph: Graph } & Partial<Sheet>,
  detail: EditDetail,
  coalesce?: string,
): boolean {
  if (!canChange()) return false;
  const before = useProject.getState().project;
  const count = next.graph.nodes.length - (before?.graph.nodes.length ?? 0);
  if (count > 0 && next.graph.nodes.length > maxLayers) {
    say(i18next.t("graphIssues:clipTooLarge", { count, max: maxLayers }));
    return false;
  }
  useProject.getState().edit("setGraph", next, { coalesce, detail });
  return useProject.getState().project !== before;
}

/** How a layer is called; "" for one that is gone. */
export function nameIn(graph: Graph, id: NodeId): string {
  const node = nodeById(graph, id);
  return node === null ? "" : nameOf(node);
}

type Counted<K> = K extends `${infer Base}One` ? Base : never;

/** "Delete Dense" of one layer, "Delete 3 layers" of more. */
export function counted(what: Counted<EditDetail["key"]>, graph: Graph, ids: readonly NodeId[]): EditDetail {
  const [only, ...more] = ids;
  return only !== undefined && more.length === 0
    ? { key: `${what}One`, name: nameIn(graph, only) }
    : { key: `${what}Many`, number: ids.length };
}

/** The layer that what is added follows: the marked one; of several the one that feeds none of the others. */
export function anchorNode(graph: Graph): NodeId | undefined {
  const { marked } = useSession.getState();
  const inside = new Set(marked);
  const feeding = new Set(graph.nodes.filter(({ id }) => inside.has(id)).flatMap(({ inputs }) => inputs));
  const ends = marked.filter((id) => !feeding.has(id));
  return ends.length === 1 ? ends[0] : undefined;
}
