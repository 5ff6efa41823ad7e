/** @file How the whole model is brought into view: never larger than life, and without motion. */
import type { Edge, Node, ReactFlowInstance } from "@xyflow/react";

const top = 64;

export const fitOptions = {
  padding: { top: `${top}px`, bottom: "64px", left: "48px", right: "48px" },
  maxZoom: 1,
  duration: 0,
} as const;

/** The least zoom at which names can be read. */
const readable = 0.6;

type Flow<N extends Node, E extends Edge> = Pick<
  ReactFlowInstance<N, E>,
  "fitView" | "getNodes" | "getNodesBounds" | "getViewport" | "setViewport"
>;

/** A model that was just opened: whole, or where nobody could read it so, from its top at a zoom that can be read. */
export async function openInView<N extends Node, E extends Edge>(flow: Flow<N, E>): Promise<void> {
  await flow.fitView(fitOptions);
  const { x, zoom } = flow.getViewport();
  if (zoom >= readable) return;
  const bounds = flow.getNodesBounds(flow.getNodes());
  const middle = bounds.x + bounds.width / 2;
  await flow.setViewport({ x: x + middle * (zoom - readable), y: top - bounds.y * readable, zoom: readable });
}
