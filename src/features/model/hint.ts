/** @file A sentence at the bottom of the canvas that goes by itself: why something was not done, or how to go on. */
import { useSyncExternalStore } from "react";

const hintMs = 5000;

let hint = "";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(text: string): void {
  hint = text;
  for (const listener of listeners) listener();
}

export function say(text: string): void {
  clearTimeout(timer);
  show(text);
  timer = setTimeout(() => show(""), hintMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useHint = (): string => useSyncExternalStore(subscribe, () => hint);
