/** @file The graph as a drawing: select, drag, connect, delete, zoom. */
import { Background, BackgroundVariant, ReactFlow, useReactFlow, useStoreApi } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { type DragEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeSize } from "../../core/graph/layout.ts";
import type { NodeId, Positions } from "../../core/graph/types.ts";
import { useSession } from "../../state/session.ts";
import styles from "./Canvas.module.css";
import { CanvasTools } from "./CanvasTools.tsx";
import { fitOptions } from "./canvasFit.ts";
import { commands } from "./commands.ts";
import { carriedKind, carriesLayer } from "./dragged.ts";
import { LayerCard } from "./LayerCard.tsx";
import { ShapeEdge } from "./ShapeEdge.tsx";
import { useConnecting } from "./useConnecting.ts";
import { useFlowView } from "./useFlowView.ts";
import type { LayerFlowNode, ShapeFlowEdge } from "./view.ts";

const nodeTypes = { layer: LayerCard };
const edgeTypes = { shape: ShapeEdge };

/** From here on, what is out of view is not drawn. */
const manyNodes = 100;

export function Canvas() {
  const { t } = useTranslation("model");
  const [hint, say] = useHint();
  const { positions, nodes, edges, selection, selectedEdge, onNodesChange, onEdgesChange } = useFlowView();
  const connecting = useConnecting(say);
  const flow = useReactFlow<LayerFlowNode, ShapeFlowEdge>();
  useBringIntoView(positions);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target instanceof HTMLElement && event.target.closest("input, select, textarea, button") !== null) return;
    // A frame drawn around layers marks the edges between them as well: the layers are meant.
    const edge = selection.size > 0 ? undefined : edges.find(({ id }) => id === selectedEdge);
    const showAll = () => void flow.fitView(fitOptions);
    const handled = press(event, { selection, edge, showAll, refuse: () => say(t("canvas.fixed")) });
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
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
        {...connecting}
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

interface Pressed {
  readonly selection: ReadonlySet<NodeId>;
  readonly edge: ShapeFlowEdge | undefined;
  readonly showAll: () => void;
  readonly refuse: () => void;
}

/** Carries a key out; false where it means nothing here. */
function press(event: KeyboardEvent, { selection, edge, showAll, refuse }: Pressed): boolean {
  const [first] = selection;
  const modified = event.ctrlKey || event.metaKey;
  if (event.key === "Delete" || event.key === "Backspace") {
    if (edge !== undefined) commands.disconnect(edge.source, edge.target);
    else if (selection.size > 0 && !commands.remove([...selection])) refuse();
    return true;
  }
  if (event.shiftKey && (event.code === "Digit1" || event.key === "!")) {
    showAll();
    return true;
  }
  if (first === undefined) return false;
  if (modified && event.key.toLowerCase() === "d") {
    commands.duplicate(first);
    return true;
  }
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return false;
  commands.moveInChain(first, event.key === "ArrowUp" ? "up" : "down");
  return true;
}

/** The connection under a point; its hit area is wider than its line. */
function edgeAt(x: number, y: number): string | null {
  const hit = document.elementsFromPoint(x, y).map((element) => element.closest(".react-flow__edge"));
  return hit.find((edge) => edge !== null)?.getAttribute("data-id") ?? null;
}

/** A layer chosen elsewhere (the outline, the list of problems) or just added is moved into view if it is not there. */
function useBringIntoView(positions: Positions) {
  const selected = useSession((state) => state.selectedNode);
  const place = selected === null ? undefined : positions[selected];
  const { setCenter, getZoom } = useReactFlow();
  const store = useStoreApi();
  const last = useRef(selected);
  useEffect(() => {
    if (last.current === selected) return;
    last.current = selected;
    if (place === undefined) return;
    const { width, height, transform } = store.getState();
    const [left, top, zoom] = transform;
    const [x, y] = [left + place.x * zoom, top + place.y * zoom];
    const fits = x >= 0 && y >= 0 && x + nodeSize.width * zoom <= width && y + nodeSize.height * zoom <= height;
    if (fits) return;
    void setCenter(place.x + nodeSize.width / 2, place.y + nodeSize.height / 2, { zoom: Math.max(getZoom(), 0.5) });
  }, [selected, place, setCenter, getZoom, store]);
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
