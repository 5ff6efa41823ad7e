/**
 * @file The graph as a drawing: select, drag, connect, delete, zoom. Where nodes are while they are dragged is held
 * here; the document learns of it when they are let go.
 */
import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { type DragEvent, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import { nodeById, whyNotConnect } from "../../core/graph/edit.ts";
import { nodeSize } from "../../core/graph/layout.ts";
import type { NodeId, Point } from "../../core/graph/types.ts";
import { useCompiled } from "../../state/derived.ts";
import { useSession } from "../../state/session.ts";
import styles from "./Canvas.module.css";
import { CanvasTools } from "./CanvasTools.tsx";
import { fitOptions } from "./canvasFit.ts";
import { commands, useDrawing } from "./commands.ts";
import { carriedKind, carriesLayer } from "./dragged.ts";
import { LayerCard } from "./LayerCard.tsx";
import { ShapeEdge } from "./ShapeEdge.tsx";
import { flowEdges, flowNodes, type LayerFlowNode, type ShapeFlowEdge, shapeText } from "./view.ts";

const nodeTypes = { layer: LayerCard };
const edgeTypes = { shape: ShapeEdge };

/** From here on, what is out of view is not drawn. */
const manyNodes = 100;

const none: ReadonlySet<NodeId> = new Set();

export function Canvas() {
  const { t } = useTranslation("model");
  const { graph, positions } = useDrawing();
  const compiled = useCompiled();
  const { selection, setSelection } = useSelection();
  const [selectedEdge, setSelectedEdge] = useState<string | null>(null);
  const [dragged, setDragged] = useState<Readonly<Record<NodeId, Point>>>({});
  const [hint, setHint] = useHint();
  const flow = useReactFlow<LayerFlowNode, ShapeFlowEdge>();

  const shownPositions = useMemo(() => ({ ...positions, ...dragged }), [positions, dragged]);
  const nodes = useMemo(
    () =>
      flowNodes(graph, shownPositions, compiled, selection, (node, result) =>
        t("canvas.layer", {
          name: nameOf(node),
          badge: result?.badge ?? "",
          shape: shapeText(result?.outputShape),
          problems: result !== undefined && result.issues.length > 0 ? t("outline.problems") : "",
        }),
      ),
    [graph, shownPositions, compiled, selection, t],
  );
  const edges = useMemo(
    () =>
      flowEdges(graph, shownPositions, compiled, selectedEdge).map((edge) => ({
        ...edge,
        ariaLabel: t("canvas.edge", {
          from: nameOfId(graph, edge.source),
          to: nameOfId(graph, edge.target),
          shape: edge.data?.text ?? "?",
        }),
      })),
    [graph, shownPositions, compiled, selectedEdge, t],
  );

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

  const isValid = useCallback(
    ({ source, target }: Connection | ShapeFlowEdge) => whyNotConnect(graph, source, target) === null,
    [graph],
  );
  const onConnect = useCallback(({ source, target }: Connection) => commands.connect(source, target), []);
  const onConnectEnd = useCallback(
    (_event: unknown, state: FinalConnectionState) => {
      if (state.isValid !== false || state.fromNode === null || state.toNode === null) return;
      const forwards = state.fromHandle?.type !== "target";
      const [from, to] = forwards ? [state.fromNode.id, state.toNode.id] : [state.toNode.id, state.fromNode.id];
      const reason = whyNotConnect(graph, from, to);
      if (reason !== null) setHint(t(`canvas.refused.${reason}`));
    },
    [graph, setHint, t],
  );

  function onKeyDown(event: KeyboardEvent) {
    if (event.target instanceof HTMLElement && event.target.closest("input, select, textarea, button") !== null) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      // A frame drawn around layers marks the edges between them as well: the layers are meant.
      const edge = selection.size > 0 ? undefined : edges.find(({ id }) => id === selectedEdge);
      if (edge !== undefined) commands.disconnect(edge.source, edge.target);
      else if (selection.size > 0 && !commands.remove([...selection])) setHint(t("canvas.fixed"));
    } else if (event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey)) {
      const [only] = selection;
      if (only === undefined) return;
      event.preventDefault();
      commands.duplicate(only);
    } else if (event.shiftKey && (event.code === "Digit1" || event.key === "!")) {
      event.preventDefault();
      void flow.fitView(fitOptions);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const [only] = selection;
      if (only === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      commands.moveInChain(only, event.key === "ArrowUp" ? "up" : "down");
    }
  }

  function onDrop(event: DragEvent) {
    if (!carriesLayer(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    const kind = carriedKind(event.dataTransfer);
    if (kind === null) return;
    const edge = edgeAt(event.clientX, event.clientY);
    const ends = edges.find(({ id }) => id === edge);
    if (ends !== undefined) return commands.addOnEdge(kind, ends.source, ends.target);
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    commands.addAt(kind, { x: Math.round(x - nodeSize.width / 2), y: Math.round(y - nodeSize.height / 2) });
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and drops reach the application inside, which has the role.
    <div
      className={styles.canvas}
      onKeyDownCapture={onKeyDown}
      onDrop={onDrop}
      onDragOver={(event) => {
        if (!carriesLayer(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
    >
      <ReactFlow<LayerFlowNode, ShapeFlowEdge>
        aria-label={t("canvas.label")}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={isValid}
        fitView
        fitViewOptions={fitOptions}
        minZoom={0.1}
        onlyRenderVisibleElements={nodes.length > manyNodes}
        maxZoom={2}
        panOnScroll
        selectionOnDrag
        panOnDrag={[1, 2]}
        deleteKeyCode={null}
        connectionRadius={28}
        nodeDragThreshold={3}
        ariaLabelConfig={{
          "node.a11yDescription.default": t("canvas.nodeHelp"),
          "node.a11yDescription.ariaLiveMessage": ({ x, y }) =>
            t("canvas.moved", { x: Math.round(x), y: Math.round(y) }),
          "edge.a11yDescription.default": t("canvas.edgeHelp"),
          "handle.ariaLabel": t("canvas.handle"),
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={18} size={1} color="var(--grid)" />
        <CanvasTools />
      </ReactFlow>
      <output className={hint === "" ? styles.noHint : styles.hint}>{hint}</output>
    </div>
  );
}

const nameOfId = (graph: { readonly nodes: Parameters<typeof nodeById>[0]["nodes"] }, id: NodeId): string => {
  const node = nodeById(graph, id);
  return node === null ? id : nameOf(node);
};

const sameSet = (a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));

/** The connection under a point; its hit area is wider than its line. */
function edgeAt(x: number, y: number): string | null {
  const hit = document.elementsFromPoint(x, y).map((element) => element.closest(".react-flow__edge"));
  return hit.find((edge) => edge !== null)?.getAttribute("data-id") ?? null;
}

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

const hintMs = 4000;

/** A sentence at the bottom of the canvas that goes by itself. */
function useHint(): readonly [string, (text: string) => void] {
  const [hint, setHint] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = useCallback((text: string) => {
    clearTimeout(timer.current);
    setHint(text);
    timer.current = setTimeout(() => setHint(""), hintMs);
  }, []);
  return [hint, show];
}
