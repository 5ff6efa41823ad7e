/** @file Shortcuts of the whole page: undo, redo, palette. Off while typing and while an input method composes. */
import { useEffect } from "react";
import { useProject } from "../state/project.ts";
import { undoLast } from "../state/removals.ts";
import { isTyping } from "../ui/typing.ts";
import { openPalette } from "./CommandPaletteHost.tsx";

export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      // The palette is opened from fields too: the key has no meaning of its own there.
      if (key === "k" && !event.shiftKey) {
        event.preventDefault();
        return openPalette();
      }
      if (isTyping(event.target)) return;
      if (key === "z" || key === "y") event.preventDefault();
      if (key === "y" || (key === "z" && event.shiftKey)) useProject.getState().redo();
      else if (key === "z") undoLast();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
