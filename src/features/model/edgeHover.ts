/** @file Which connection the pointer, or a layer that is dragged from the palette, is over. */
import { useSyncExternalStore } from "react";

let hovered: string | null = null;
const listeners = new Set<() => void>();

export function hoverEdge(id: string | null): void {
  if (id === hovered) return;
  hovered = id;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Drawn anew only where the answer changes: a pointer over one line leaves the others alone. */
export const useEdgeHovered = (id: string): boolean => useSyncExternalStore(subscribe, () => hovered === id);
