/** @file Drawing connections: whether one may be let go here, and if not, why. */
import type { Connection, FinalConnectionState } from "@xyflow/react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { portsOf, type Shown } from "../../core/graph/blocks.ts";
import { whyNotConnect } from "../../core/graph/edit.ts";
import type { Graph, NodeId } from "../../core/graph/types.ts";
import { commands } from "./commands.ts";
import type { ShapeFlowEdge } from "./view.ts";

type Refusal = NonNullable<ReturnType<typeof whyNotConnect>> | "severalEntries" | "severalExits";
type Ends = { readonly from: NodeId; readonly to: NodeId };

/** The layers that a line between two things on the canvas would join: of a folded block the one where it begins or ends. */
export function endsOf(graph: Graph, { items }: Shown, source: string, target: string): Ends | Refusal {
  const [first, last] = [items.find(({ id }) => id === source), items.find(({ id }) => id === target)];
  const exits = first?.block == null ? [source] : portsOf(graph, first.block).exits;
  const entries = last?.block == null ? [target] : portsOf(graph, last.block).entries;
  const [[from, ...moreExits], [to, ...moreEntries]] = [exits, entries];
  if (from === undefined || moreExits.length > 0) return "severalExits";
  if (to === undefined || moreEntries.length > 0) return "severalEntries";
  return whyNotConnect(graph, from, to) ?? { from, to };
}

/** `say` shows a sentence on the canvas. */
export function useConnecting(graph: Graph, shown: Shown, say: (text: string) => void) {
  const { t } = useTranslation("model");
  const isValidConnection = useCallback(
    ({ source, target }: Connection | ShapeFlowEdge) => typeof endsOf(graph, shown, source, target) !== "string",
    [graph, shown],
  );
  const onConnect = useCallback(
    ({ source, target }: Connection) => {
      const ends = endsOf(graph, shown, source, target);
      if (typeof ends !== "string") commands.connect(ends.from, ends.to);
    },
    [graph, shown],
  );
  const onConnectEnd = useCallback(
    (_event: unknown, state: FinalConnectionState) => {
      if (state.isValid !== false || state.fromNode === null || state.toNode === null) return;
      const forwards = state.fromHandle?.type !== "target";
      const [from, to] = forwards ? [state.fromNode.id, state.toNode.id] : [state.toNode.id, state.fromNode.id];
      const reason = endsOf(graph, shown, from, to);
      if (typeof reason === "string") say(t(`canvas.refused.${reason}`));
    },
    [graph, shown, say, t],
  );

  return { isValidConnection, onConnect, onConnectEnd };
}
