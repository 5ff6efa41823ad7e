/** @file The graph as a drawing: select, drag, connect, delete, group, write notes, zoom. */
import { Background, BackgroundVariant, MiniMap, ReactFlow, useReactFlow, useStoreApi } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { type DragEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeSize } from "../../core/graph/layout.ts";
import type { Point, Positions } from "../../core/graph/types.ts";
import { useSession } from "../../state/session.ts";
import { Announcer } from "./Announcer.tsx";
import { BlockCard, BlockFrame } from "./BlockCard.tsx";
import styles from "./Canvas.module.css";
import { CanvasTools } from "./CanvasTools.tsx";
import { type CanvasActions, CanvasContext } from "./canvasActions.ts";
import { fitOptions, openInView } from "./canvasFit.ts";
import { commands } from "./commands.ts";
import { carriedKind, carriesLayer } from "./dragged.ts";
import { hoverEdge } from "./edgeHover.ts";
import { say, useHint } from "./hint.ts";
import { InputsDialog } from "./InputsDialog.tsx";
import { useModelKeys } from "./keys.ts";
import { LayerCard } from "./LayerCard.tsx";
import { useMinimap } from "./minimap.ts";
import { NoteCard } from "./NoteCard.tsx";
import { Popup, usePopup } from "./Popup.tsx";
import { ShapeEdge } from "./ShapeEdge.tsx";
import { useActions } from "./useActions.ts";
import { useCanvasKeys } from "./useCanvasKeys.ts";
import { useClipboardEvents } from "./useClipboard.ts";
import { useConnecting } from "./useConnecting.ts";
import { useFlowView } from "./useFlowView.ts";
import { usePicture } from "./usePicture.ts";
import type { ShapeFlowEdge, StudioFlowNode } from "./view.ts";
import { miniColour } from "./view.ts";

const nodeTypes = { layer: LayerCard, block: BlockCard, frame: BlockFrame, note: NoteCard };
const edgeTypes = { shape: ShapeEdge };

/** From here on, what is out of view is not drawn. */
const manyNodes = 100;
const minimapSize = { width: 160, height: 112 };
const panButtons = [1, 2];
const edgeHovering = {
  onEdgeMouseEnter: (_event: unknown, { id }: ShapeFlowEdge) => hoverEdge(id),
  onEdgeMouseLeave: () => hoverEdge(null),
};
const manyMarkKeys = ["Shift", "Meta", "Control"];

export function Canvas() {
  const { t } = useTranslation("model");
  const root = useRef<HTMLDivElement>(null);
  const view = useFlowView();
  const { sheet, shown, nodes, edges, edge } = view;
  const connecting = useConnecting(sheet.graph, shown, say);
  const flow = useReactFlow<StudioFlowNode, ShapeFlowEdge>();
  const actions = useActions();
  const picture = usePicture();
  const pointer = usePointer(root);
  const minimap = useMinimap();
  const [editing, edit] = useState<string | null>(null);
  const [wiring, setWiring] = useState<string | null>(null);
  useBringIntoView(sheet.positions);
  useClipboardEvents(actions, pointer);

  const keys = useCanvasKeys({ root, sheet, shown, pointer, edit });
  const popup = usePopup({ root, actions, keys, picture, shown, setWiring });
  useModelKeys(root, { actions, canvas: { ...keys, insertOnEdge: popup.insertOnEdge }, edge });
  const context = useMemo<CanvasActions>(
    () => ({ insertOn: popup.insertOn, editing, edit }),
    [popup.insertOn, editing],
  );

  // The library compares by identity what it is given: whatever is made anew is drawn anew while something is dragged.
  const spoken = useMemo(
    () => ({
      "node.a11yDescription.default": t("canvas.nodeHelp"),
      "node.a11yDescription.ariaLiveMessage": ({ x, y }: Point) =>
        t("canvas.moved", { x: Math.round(x), y: Math.round(y) }),
      "edge.a11yDescription.default": t("canvas.edgeHelp"),
      "handle.ariaLabel": t("canvas.handle"),
    }),
    [t],
  );

  function onDrop(event: DragEvent) {
    if (!carriesLayer(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    hoverEdge(null);
    const kind = carriedKind(event.dataTransfer);
    if (kind === null) return;
    const under = edgeAt(event.clientX, event.clientY);
    const link = edges.find(({ id }) => id === under)?.data?.links[0];
    if (link !== undefined) return commands.addOnEdge(kind, link.from, link.to);
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    commands.addAt(kind, { x: Math.round(x - nodeSize.width / 2), y: Math.round(y - nodeSize.height / 2) });
  }

  return (
    <CanvasContext.Provider value={context}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: drops reach the application inside, which has the role. */}
      <div
        ref={root}
        className={styles.canvas}
        onDrop={onDrop}
        onDragOver={(event) => {
          if (!carriesLayer(event.dataTransfer)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
          hoverEdge(edgeAt(event.clientX, event.clientY));
        }}
        onDragLeave={() => hoverEdge(null)}
      >
        <ReactFlow<StudioFlowNode, ShapeFlowEdge>
          aria-label={t("canvas.label")}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={view.onNodesChange}
          onNodeClick={view.onNodeClick}
          onEdgesChange={view.onEdgesChange}
          {...edgeHovering}
          {...popup.handlers}
          {...connecting}
          fitView
          fitViewOptions={fitOptions}
          onInit={openInView}
          minZoom={0.1}
          onlyRenderVisibleElements={nodes.length > manyNodes}
          maxZoom={2}
          panOnScroll
          selectionOnDrag
          selectionKeyCode={null}
          multiSelectionKeyCode={manyMarkKeys}
          panOnDrag={panButtons}
          deleteKeyCode={null}
          zoomOnDoubleClick={false}
          connectionRadius={28}
          nodeDragThreshold={3}
          ariaLabelConfig={spoken}
        >
          <Background variant={BackgroundVariant.Dots} gap={18} size={1} color="var(--grid)" />
          <CanvasTools actions={actions} keys={keys} picture={picture} onInputs={setWiring} />
          {minimap ? (
            <MiniMap
              ariaLabel={t("canvas.minimap")}
              className={styles.minimap}
              style={minimapSize}
              pannable
              zoomable
              nodeColor={miniColour}
              nodeBorderRadius={20}
            />
          ) : null}
        </ReactFlow>
        <Popup open={popup.open} close={popup.close} />
        <Hint />
        <Announcer />
        {wiring === null ? null : <InputsDialog node={wiring} onClose={() => setWiring(null)} />}
      </div>
    </CanvasContext.Provider>
  );
}

function Hint() {
  const hint = useHint();
  return <output className={hint === "" ? styles.noHint : styles.hint}>{hint}</output>;
}

/** The connection under a point; its hit area is wider than its line. */
function edgeAt(x: number, y: number): string | null {
  const hit = document.elementsFromPoint(x, y).map((element) => element.closest(".react-flow__edge"));
  return hit.find((edge) => edge !== null)?.getAttribute("data-id") ?? null;
}

/** Where on the drawing the pointer is; undefined while it is elsewhere on the page. */
function usePointer(root: RefObject<HTMLElement | null>): () => Point | undefined {
  const { screenToFlowPosition } = useReactFlow();
  const last = useRef<Point | null>(null);
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const move = ({ clientX, clientY }: PointerEvent) => {
      last.current = { x: clientX, y: clientY };
    };
    const leave = () => {
      last.current = null;
    };
    element.addEventListener("pointermove", move, { passive: true });
    element.addEventListener("pointerleave", leave);
    return () => {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", leave);
    };
  }, [root]);
  return useCallback(
    () => (last.current === null ? undefined : screenToFlowPosition(last.current)),
    [screenToFlowPosition],
  );
}

/** A layer chosen elsewhere (the outline, the list of problems) or just added is moved into view if it is not there. */
function useBringIntoView(positions: Positions) {
  const marked = useSession((state) => state.marked);
  const { setCenter, getZoom } = useReactFlow();
  const store = useStoreApi();
  const last = useRef(marked);
  useEffect(() => {
    if (last.current === marked) return;
    last.current = marked;
    const places = marked.flatMap((id) => positions[id] ?? []);
    const [first] = places;
    const { width, height, transform } = store.getState();
    const [left, top, zoom] = transform;
    const fits = (place: Point) => {
      const [x, y] = [left + place.x * zoom, top + place.y * zoom];
      return x >= 0 && y >= 0 && x + nodeSize.width * zoom <= width && y + nodeSize.height * zoom <= height;
    };
    // Of all that are marked one in view is enough: who marks everything wants to stay.
    if (first === undefined || places.some(fits)) return;
    void setCenter(first.x + nodeSize.width / 2, first.y + nodeSize.height / 2, { zoom: Math.max(getZoom(), 0.5) });
  }, [marked, positions, setCenter, getZoom, store]);
}
