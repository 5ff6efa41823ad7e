/** @file The buttons on the canvas: what can be done to the drawing, zoom, fit, the small map. */
import { Panel, useStore } from "@xyflow/react";
import { Ellipsis, Map as MapSign, Maximize, Minus, Plus, StickyNote, Workflow } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import { Menu } from "../../ui/Menu.tsx";
import styles from "./Canvas.module.css";
import { canvasGroups, markedGroups } from "./menus.ts";
import { toggleMinimap, useMinimap } from "./minimap.ts";
import type { ModelActions } from "./useActions.ts";
import type { CanvasDeeds } from "./useCanvasKeys.ts";

interface CanvasToolsProps {
  readonly actions: ModelActions;
  readonly keys: CanvasDeeds;
  readonly picture: (kind: "svg" | "png") => void;
  readonly onInputs: (id: string) => void;
}

export const CanvasTools = memo(function CanvasTools(props: CanvasToolsProps) {
  const { t } = useTranslation("model");
  const { keys } = props;
  return (
    <>
      <Panel position="top-right" className={styles.tools}>
        <button
          type="button"
          className={styles.tool}
          title={t("canvas.addNoteHelp")}
          aria-keyshortcuts="N"
          onClick={keys.addNoteInView}
        >
          <StickyNote size={13} aria-hidden="true" />
          {t("canvas.addNote")}
        </button>
        <button type="button" className={styles.tool} onClick={keys.tidy}>
          <Workflow size={13} aria-hidden="true" />
          {t("canvas.tidy")}
        </button>
        <More {...props} />
      </Panel>
      <Panel position="bottom-left" className={styles.tools}>
        <ViewButtons keys={keys} />
      </Panel>
    </>
  );
});

/** The same as the menus that a right click opens, for those who do not think of one. */
function More({ actions, keys, picture, onInputs }: CanvasToolsProps) {
  const { t } = useTranslation("model");
  // What is offered depends on what is marked and on the document.
  const some = useSession((state) => state.marked.length > 0);
  useSession((state) => state.marked);
  useProject((state) => state.project?.blocks);
  const canvas = {
    paste: () => actions.paste(),
    note: keys.addNoteInView,
    tidy: keys.tidy,
    fit: () => keys.fit("all"),
    fitMarked: () => keys.fit("marked"),
    picture,
  };
  const marked = some ? markedGroups(t, actions, { rename: keys.write, inputs: onInputs }) : [];
  const rest = canvasGroups(t, actions, canvas).map((group) => ({
    ...group,
    // Pasting is among the first already; the two have buttons of their own beside this one.
    items: group.items.filter(({ id }) => id !== "tidy" && id !== "note" && !(some && id === "paste")),
  }));
  return (
    <Menu label={t("canvas.more")} groups={[...marked, ...rest]} buttonClassName={styles.tool} alignRight>
      <Ellipsis size={14} aria-hidden="true" />
    </Menu>
  );
}

function ViewButtons({ keys }: { readonly keys: CanvasDeeds }) {
  const { t } = useTranslation("model");
  const { percent } = useFormat();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100) / 100);
  const minimap = useMinimap();
  return (
    <>
      <button
        type="button"
        className={styles.tool}
        aria-label={t("canvas.zoomOut")}
        title={t("canvas.zoomOutHelp")}
        onClick={() => keys.zoom("out")}
      >
        <Minus size={13} />
      </button>
      <button
        type="button"
        className={`${styles.tool} ${styles.zoom}`}
        title={t("canvas.zoomReset")}
        onClick={() => keys.zoom("reset")}
      >
        {percent(zoom, 0)}
      </button>
      <button
        type="button"
        className={styles.tool}
        aria-label={t("canvas.zoomIn")}
        title={t("canvas.zoomInHelp")}
        onClick={() => keys.zoom("in")}
      >
        <Plus size={13} />
      </button>
      <button type="button" className={styles.tool} title={t("canvas.fitHelp")} onClick={() => keys.fit("all")}>
        <Maximize size={13} aria-hidden="true" />
        {t("canvas.fit")}
      </button>
      <button
        type="button"
        className={styles.tool}
        aria-label={t("canvas.minimap")}
        title={t("canvas.minimap")}
        aria-pressed={minimap}
        onClick={toggleMinimap}
      >
        <MapSign size={13} aria-hidden="true" />
      </button>
    </>
  );
}
