/** @file Whether the small map of the model is shown: a preference of this device. */
import { useSyncExternalStore } from "react";
import { readSetting, writeSetting } from "../../state/settings.ts";

let shown = readSetting("minimap") === "shown";
const listeners = new Set<() => void>();

export function toggleMinimap(): void {
  shown = !shown;
  writeSetting("minimap", shown ? "shown" : null);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useMinimap = (): boolean => useSyncExternalStore(subscribe, () => shown);
