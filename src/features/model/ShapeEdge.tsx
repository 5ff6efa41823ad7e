/** @file A connection, with the shape that flows along it. It goes around layers that stand between its ends. */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { nodeSize } from "../../core/graph/layout.ts";
import { useCanvasActions } from "./canvasActions.ts";
import { hoverEdge, useEdgeHovered } from "./edgeHover.ts";
import styles from "./ShapeEdge.module.css";
import type { ShapeFlowEdge } from "./view.ts";

export const ShapeEdge = memo(function ShapeEdge(props: EdgeProps<ShapeFlowEdge>) {
  const { id, data, selected } = props;
  const hovered = useEdgeHovered(id);
  const marked = selected || hovered;
  const around = data !== undefined && data.detour > 0;
  const { path, x, y } = around ? aroundPath(props, data.detour) : directPath(props);
  const classes = [
    styles.shape,
    around ? styles.onLine : styles.besideLine,
    data?.bad ? styles.bad : "",
    selected ? styles.selected : "",
  ];
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={18}
        style={{
          stroke: marked ? "var(--accent)" : data?.bad ? "var(--bad)" : "var(--edge)",
          strokeWidth: marked ? 2.2 : 1.6,
        }}
      />
      <EdgeLabelRenderer>
        <div className={classes.filter(Boolean).join(" ")} style={{ translate: `${x}px ${y}px` }}>
          {data?.text}
        </div>
        {marked && data !== undefined ? <InsertButton id={id} data={data} x={x} y={around ? y + 22 : y} /> : null}
      </EdgeLabelRenderer>
    </>
  );
});

interface InsertButtonProps {
  readonly id: string;
  readonly data: NonNullable<ShapeFlowEdge["data"]>;
  readonly x: number;
  readonly y: number;
}

/** By keyboard, A on a marked line does the same. */
function InsertButton({ id, data, x, y }: InsertButtonProps) {
  const { t } = useTranslation("model");
  const { insertOn } = useCanvasActions();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${styles.insert} nodrag nopan`}
      style={{ translate: `${x}px ${y}px` }}
      aria-label={t("canvas.insert")}
      title={t("canvas.insert")}
      onPointerEnter={() => hoverEdge(id)}
      onPointerLeave={() => hoverEdge(null)}
      onClick={({ clientX, clientY }) => insertOn(data.links[0], { x: clientX, y: clientY })}
    >
      <Plus size={12} aria-hidden="true" />
    </button>
  );
}

type Ends = Pick<EdgeProps, "sourceX" | "sourceY" | "targetX" | "targetY" | "sourcePosition" | "targetPosition">;

/** Straight ends of a bent line; two of them must fit between neighbouring rows, or the line jogs. */
const stub = 8;

function directPath(ends: Ends) {
  const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 12, offset: stub });
  return { path, x, y };
}

/** From the left side of the one to the left side of the other. */
function aroundPath({ sourceX, sourceY, targetX, targetY }: Ends, detour: number) {
  const from = { x: sourceX - nodeSize.width / 2, y: sourceY - nodeSize.height / 2 };
  const to = { x: targetX - nodeSize.width / 2, y: targetY + nodeSize.height / 2 };
  // A cubic's middle reaches three quarters of the way to its control points.
  const x = Math.min(from.x, to.x) - detour / 0.75;
  const path = `M${from.x} ${from.y} C${x} ${from.y} ${x} ${to.y} ${to.x} ${to.y}`;
  return { path, x: (from.x + to.x) / 8 + 0.75 * x, y: (from.y + to.y) / 2 };
}
