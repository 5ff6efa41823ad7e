/** @file Drawing connections: whether one may be let go here, and if not, why. */
import type { Connection, FinalConnectionState } from "@xyflow/react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { whyNotConnect } from "../../core/graph/edit.ts";
import { commands, useDrawing } from "./commands.ts";
import type { ShapeFlowEdge } from "./view.ts";

/** `say` shows a sentence on the canvas. */
export function useConnecting(say: (text: string) => void) {
  const { t } = useTranslation("model");
  const { graph } = useDrawing();
  const isValidConnection = useCallback(
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
      if (reason !== null) say(t(`canvas.refused.${reason}`));
    },
    [graph, say, t],
  );

  return { isValidConnection, onConnect, onConnectEnd };
}
