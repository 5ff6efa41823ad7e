/**
 * @file What the canvas library shows, and what it reports back: marks, and places while something is dragged. The
 * document learns of a new place when the drag ends.
 */
import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import type { Graph, NodeId, Point, Positions } from "../../core/graph/types.ts";
import { useCompiled } from "../../state/derived.ts";
import { useSession } from "../../state/session.ts";
import { commands, useDrawing } from "./commands.ts";
import { flowEdges, flowNodes, type LayerFlowNode, type ShapeFlowEdge, shapeText } from "./view.ts";

const none: ReadonlySet<NodeId> = new Set();

export function useFlowView() {
  const { graph, positions } = useDrawing();
  const { selection, setSelection } = useSelection();
  const [selectedEdge, setSelectedEdge] = useState<string | null>(null);
  const [dragged, setDragged] = useState<Readonly<Record<NodeId, Point>>>({});
  const shown = useMemo(() => ({ ...positions, ...dragged }), [positions, dragged]);
  const nodes = useNodes(graph, shown, selection);
  const edges = useEdges(graph, shown, selectedEdge);

  const onNodesChange = useCallback(
    (changes: readonly NodeChange<LayerFlowNode>[]) => {
      const moved: Record<NodeId, Point> = {};
      let settled = false;
      const chosen = new Set(selection);
      for (const change of changes) {
        if (change.type === "position" && change.position !== undefined) {
          moved[change.id] = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
          settled ||= change.dragging !== true;
        } else if (change.type === "position") settled ||= change.dragging === false;
        else if (change.type === "select" && change.selected) chosen.add(change.id);
        else if (change.type === "select") chosen.delete(change.id);
      }
      if (Object.keys(moved).length > 0 || settled) {
        const now = { ...dragged, ...moved };
        const byKey = Object.keys(dragged).length === 0;
        setDragged(settled ? {} : now);
        if (settled && Object.keys(now).length > 0) commands.place(now, byKey);
      }
      if (!sameSet(chosen, selection)) setSelection(chosen);
    },
    [selection, dragged, setSelection],
  );
  const onEdgesChange = useCallback((changes: readonly EdgeChange<ShapeFlowEdge>[]) => {
    for (const change of changes) {
      if (change.type !== "select") continue;
      setSelectedEdge((before) => (change.selected ? change.id : before === change.id ? null : before));
    }
  }, []);

  return { graph, positions, nodes, edges, selection, selectedEdge, onNodesChange, onEdgesChange };
}

function useNodes(graph: Graph, positions: Positions, selection: ReadonlySet<NodeId>): LayerFlowNode[] {
  const { t } = useTranslation("model");
  const compiled = useCompiled();
  return useMemo(
    () =>
      flowNodes(graph, positions, compiled, selection, (node, result) =>
        t("canvas.layer", {
          name: nameOf(node),
          badge: result?.badge ?? "",
          shape: shapeText(result?.outputShape),
          problems: result !== undefined && result.issues.length > 0 ? t("outline.problems") : "",
        }),
      ),
    [graph, positions, compiled, selection, t],
  );
}

function useEdges(graph: Graph, positions: Positions, selected: string | null): ShapeFlowEdge[] {
  const { t } = useTranslation("model");
  const compiled = useCompiled();
  return useMemo(() => {
    const names = new Map(graph.nodes.map((node) => [node.id, nameOf(node)]));
    return flowEdges(graph, positions, compiled, selected).map((edge) => {
      const [from, to] = [names.get(edge.source), names.get(edge.target)];
      return { ...edge, ariaLabel: t("canvas.edge", { from, to, shape: edge.data?.text ?? "?" }) };
    });
  }, [graph, positions, compiled, selected, t]);
}

const sameSet = (a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));

/** What is marked on the canvas; the last one marked is the studio's selection, which others may set as well. */
function useSelection() {
  const selectedNode = useSession((state) => state.selectedNode);
  const [marked, setMarked] = useState<ReadonlySet<NodeId>>(none);
  const selection = useMemo(() => {
    if (selectedNode === null) return marked.size > 1 ? marked : none;
    return marked.has(selectedNode) ? marked : new Set([selectedNode]);
  }, [marked, selectedNode]);
  const setSelection = useCallback((chosen: ReadonlySet<NodeId>) => {
    setMarked(chosen);
    const [only] = chosen;
    useSession.getState().select(chosen.size === 1 && only !== undefined ? only : null);
  }, []);
  return { selection, setSelection };
}
