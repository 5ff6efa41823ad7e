/** @file The buttons on the canvas: zoom, fit, tidy up. */
import { Panel, useReactFlow, useViewport } from "@xyflow/react";
import { Maximize, Minus, Plus, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format.ts";
import styles from "./Canvas.module.css";
import { fitOptions } from "./canvasFit.ts";
import { commands } from "./commands.ts";

export function CanvasTools() {
  const { t } = useTranslation("model");
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow();
  const { percent } = useFormat();
  const { zoom } = useViewport();
  return (
    <>
      <Panel position="top-right" className={styles.tools}>
        <button
          type="button"
          className={styles.tool}
          onClick={() => {
            commands.tidy();
            // The canvas has the new places only after it has drawn once.
            requestAnimationFrame(() => void fitView(fitOptions));
          }}
        >
          <Workflow size={13} aria-hidden="true" />
          {t("canvas.tidy")}
        </button>
      </Panel>
      <Panel position="bottom-left" className={styles.tools}>
        <button type="button" className={styles.tool} aria-label={t("canvas.zoomOut")} onClick={() => void zoomOut()}>
          <Minus size={13} />
        </button>
        <button
          type="button"
          className={`${styles.tool} ${styles.zoom}`}
          title={t("canvas.zoomReset")}
          onClick={() => void zoomTo(1)}
        >
          {percent(zoom, 0)}
        </button>
        <button type="button" className={styles.tool} aria-label={t("canvas.zoomIn")} onClick={() => void zoomIn()}>
          <Plus size={13} />
        </button>
        <button
          type="button"
          className={styles.tool}
          title={t("canvas.fitHelp")}
          onClick={() => void fitView(fitOptions)}
        >
          <Maximize size={13} aria-hidden="true" />
          {t("canvas.fit")}
        </button>
      </Panel>
    </>
  );
}
