/** @file What opens on the canvas where one clicks: menus of what is there, and the choice of a layer for a connection. */
import { useReactFlow } from "@xyflow/react";
import { type MouseEvent as ReactMouseEvent, type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Link, Shown } from "../../core/graph/blocks.ts";
import type { Point } from "../../core/graph/types.ts";
import type { LayerKind } from "../../core/layers/index.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { type MenuGroup, MenuList } from "../../ui/Menu.tsx";
import { commands } from "./commands.ts";
import { LayerPicker } from "./LayerPicker.tsx";
import { canvasGroups, keyNames, markedGroups, noteGroups } from "./menus.ts";
import type { ModelActions } from "./useActions.ts";
import type { CanvasDeeds } from "./useCanvasKeys.ts";
import type { ShapeFlowEdge, StudioFlowNode } from "./view.ts";

type Open =
  | { readonly kind: "menu"; readonly left: number; readonly top: number; readonly groups: readonly MenuGroup[] }
  | { readonly kind: "picker"; readonly left: number; readonly top: number; readonly link: Link };

interface PopupNeeds {
  readonly root: RefObject<HTMLElement | null>;
  readonly actions: ModelActions;
  readonly keys: CanvasDeeds;
  readonly picture: (kind: "svg" | "png") => void;
  readonly shown: Shown;
  readonly setWiring: (id: string) => void;
}

const menuWidth = 240;
const pickerHeight = 290;

/** A menu's height as its style makes it: it opens upwards or leftwards where it would not fit. */
const heightOf = (groups: readonly MenuGroup[]) => groups.reduce((sum, { items }) => sum + items.length * 31 + 9, 10);

export function usePopup({ root, actions, keys, picture, shown, setWiring }: PopupNeeds) {
  const { t } = useTranslation("model");
  const flow = useReactFlow();
  const [open, setOpen] = useState<Open | null>(null);
  const focused = useRef<HTMLElement | SVGElement | null>(null);

  /** A point of the window within the canvas, far enough from its edges for a box of this height. */
  const within = useCallback(
    ({ x, y }: Point, height: number) => {
      const box = root.current?.getBoundingClientRect() ?? new DOMRect();
      const { activeElement: active } = document;
      // A connection is a part of a drawing.
      focused.current = active instanceof HTMLElement || active instanceof SVGElement ? active : null;
      return {
        left: Math.max(4, Math.min(x - box.left, box.width - menuWidth - 8)),
        top: Math.max(4, Math.min(y - box.top, box.height - height - 8)),
      };
    },
    [root],
  );
  const menu = useCallback(
    (event: ReactMouseEvent | MouseEvent, groups: readonly MenuGroup[]) => {
      event.preventDefault();
      setOpen({ kind: "menu", groups, ...within({ x: event.clientX, y: event.clientY }, heightOf(groups)) });
    },
    [within],
  );
  const insertOn = useCallback(
    (link: Link, at: Point) => {
      if (!useProject.getState().readOnly) setOpen({ kind: "picker", link, ...within(at, pickerHeight) });
    },
    [within],
  );
  const insertOnEdge = useCallback(
    (edge: ShapeFlowEdge) => {
      const line = root.current?.querySelector(`.react-flow__edge[data-id="${CSS.escape(edge.id)}"] path`);
      const { left, top, width, height } = line?.getBoundingClientRect() ?? new DOMRect();
      const [link] = edge.data?.links ?? [];
      if (link !== undefined) insertOn(link, { x: left + width / 2, y: top + height / 2 });
    },
    [root, insertOn],
  );

  const nodeMenu = (event: ReactMouseEvent, node: StudioFlowNode) => {
    const { marked, markedNotes, mark } = useSession.getState();
    if (node.type === "note") {
      if (!markedNotes.includes(node.data.note.id)) mark([], [node.data.note.id]);
      return menu(event, noteGroups(t, actions, keys.write));
    }
    const ids = shown.items.find(({ id }) => id === node.id)?.nodes.map(({ id }) => id);
    if (ids === undefined) return paneMenu(event);
    if (!ids.every((id) => marked.includes(id))) mark(ids);
    menu(event, markedGroups(t, actions, { rename: keys.write, inputs: setWiring }));
  };
  const paneMenu = (event: ReactMouseEvent | MouseEvent) => {
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const groups = canvasGroups(t, actions, {
      paste: () => actions.paste(at),
      note: () => keys.noteAt(at),
      tidy: keys.tidy,
      fit: () => keys.fit("all"),
      fitMarked: () => keys.fit("marked"),
      picture,
    });
    menu(event, groups);
  };
  const edgeMenu = (event: ReactMouseEvent, edge: ShapeFlowEdge) => {
    const [link] = edge.data?.links ?? [];
    const at = { x: event.clientX, y: event.clientY };
    const disabled = useProject.getState().readOnly;
    if (link === undefined) return;
    menu(event, [
      {
        id: "edge",
        items: [
          { id: "insert", label: t("menu.insert"), aside: keyNames.insert, run: () => insertOn(link, at), disabled },
          {
            id: "cut",
            label: t("menu.disconnect"),
            aside: keyNames.remove,
            run: () => keys.cutEdge(edge),
            disabled,
            danger: true,
          },
        ],
      },
    ]);
  };

  // The canvas hands these to each of its cards: a new identity would draw all of them anew.
  const latest = useRef({ nodeMenu, paneMenu, edgeMenu });
  latest.current = { nodeMenu, paneMenu, edgeMenu };
  const handlers = useMemo(
    () => ({
      onNodeContextMenu: (event: ReactMouseEvent, node: StudioFlowNode) => latest.current.nodeMenu(event, node),
      onPaneContextMenu: (event: ReactMouseEvent | MouseEvent) => latest.current.paneMenu(event),
      onEdgeContextMenu: (event: ReactMouseEvent, edge: ShapeFlowEdge) => latest.current.edgeMenu(event, edge),
    }),
    [],
  );

  const close = useCallback((how: "back" | "away") => {
    setOpen(null);
    if (how === "back") focused.current?.focus({ preventScroll: true });
  }, []);
  return { open, close, insertOn, insertOnEdge, handlers };
}

export function Popup({ open, close }: Pick<ReturnType<typeof usePopup>, "open" | "close">) {
  const { t } = useTranslation("model");
  if (open === null) return null;
  const { left, top } = open;
  if (open.kind === "menu") {
    return (
      <MenuList label={t("menu.label")} groups={open.groups} style={{ left, top, width: menuWidth }} onClose={close} />
    );
  }
  const pick = (kind: LayerKind) => {
    close("back");
    commands.addOnEdge(kind, open.link.from, open.link.to);
  };
  return <LayerPicker left={left} top={top} onPick={pick} onClose={close} />;
}
