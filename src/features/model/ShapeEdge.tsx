/** @file A connection, with the shape that flows along it. It goes around layers that stand between its ends. */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { routePath } from "../../core/graph/routes.ts";
import type { Point } from "../../core/graph/types.ts";
import { useCanvasActions } from "./canvasActions.ts";
import { hoverEdge, useEdgeHovered } from "./edgeHover.ts";
import styles from "./ShapeEdge.module.css";
import type { ShapeFlowEdge } from "./view.ts";

export const ShapeEdge = memo(function ShapeEdge(props: EdgeProps<ShapeFlowEdge>) {
  const { id, data, selected } = props;
  const hovered = useEdgeHovered(id);
  const marked = selected || hovered;
  const { path, label, grip } = wayOf(props);
  const classes = [styles.shape, data?.bad ? styles.bad : "", selected ? styles.selected : ""];
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
        <div className={classes.filter(Boolean).join(" ")} style={{ translate: `${label.x}px ${label.y}px` }}>
          {data?.text}
        </div>
        {marked && data !== undefined ? <InsertButton id={id} data={data} {...clearOf(grip, label)} /> : null}
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

type Ends = Pick<
  EdgeProps<ShapeFlowEdge>,
  "sourceX" | "sourceY" | "targetX" | "targetY" | "sourcePosition" | "targetPosition" | "data"
>;

interface Way {
  readonly path: string;
  readonly label: Point;
  readonly grip: Point;
}

/** Straight ends of a bent line; two of them must fit between neighbouring rows, or the line jogs. */
const stub = 8;

/** The way that was found for it; while one of its cards is dragged away, the plainest line between the two. */
function wayOf(ends: Ends): Way {
  const { data, sourceX, sourceY, targetX, targetY } = ends;
  const route = data?.route ?? null;
  const stays = route !== null && near(sourceX, sourceY, route.ends.from) && near(targetX, targetY, route.ends.to);
  if (stays) return { path: routePath(route.points), label: route.label, grip: route.grip };
  const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 12, offset: stub });
  return { path, label: { x: x + 24, y }, grip: { x, y } };
}

/** Handles stand a little off the middle of a card's edge. */
const handleOff = 8;
const near = (x: number, y: number, point: Point): boolean =>
  Math.abs(x - point.x) <= handleOff && Math.abs(y - point.y) <= handleOff;

/** Where the shape stands upon the line, the button stands below it. */
const clearOf = (grip: Point, label: Point): Point =>
  Math.abs(grip.x - label.x) < 12 ? { x: grip.x, y: grip.y + 22 } : grip;
