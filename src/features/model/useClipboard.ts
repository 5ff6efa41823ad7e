/**
 * @file Layers and the system's clipboard. Keys go through the browser's own copy, cut and paste events, which ask for no
 * permission; menus and buttons write and read it by the page's own means, and where the browser forbids that, what this
 * tab copied last is pasted.
 */
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { toFault } from "../../core/fault.ts";
import { clipText, copied, isEmptyClip, paste, saysItIsAClip } from "../../core/graph/clipboard.ts";
import type { NodeId, Point } from "../../core/graph/types.ts";
import { useSession } from "../../state/session.ts";
import { showToast } from "../../state/toasts.ts";
import { useIssueText } from "../../ui/issueText.ts";
import { isTyping } from "../../ui/typing.ts";
import { commands } from "./commands.ts";
import { say } from "./hint.ts";
import { newNoteId } from "./noteCommands.ts";
import { canChange, commit, counted, sheetNow } from "./sheet.ts";

/** What this tab copied last, for browsers that do not let a page read the clipboard. */
let lastCopied: string | null = null;

/** The marked layers and notes as text; null where nothing is marked that can be copied. */
function markedText(): string | null {
  const { marked, markedNotes } = useSession.getState();
  const clip = copied(sheetNow(), marked, markedNotes);
  if (isEmptyClip(clip)) return null;
  lastCopied = clipText(clip);
  return lastCopied;
}

/** Puts a clip's text on the canvas; answers why not, or null. Other text is left alone. */
async function pasteText(text: string, place: PlaceOnCanvas) {
  // The validator is loaded when it is first needed.
  const { parseClip } = await import("../../core/graph/clipSchema.ts");
  const sheet = sheetNow();
  const parsed = parseClip(text, sheet.graph.nodes.length);
  if (!parsed.ok) return parsed.issues;
  const pasted = paste(sheet, parsed.value, place, newNoteId);
  const detail = counted("paste", pasted.sheet.graph, pasted.ids);
  const done = pasted.ids.length === 0 && pasted.noteIds.length > 0 ? ({ key: "addNote" } as const) : detail;
  if (commit(pasted.sheet, done)) useSession.getState().mark(pasted.ids, pasted.noteIds);
  return null;
}

interface PlaceOnCanvas {
  readonly at?: Point | undefined;
  readonly after?: NodeId | undefined;
}

export interface ClipboardActions {
  readonly copy: () => void;
  readonly cut: () => void;
  /** At a point of the canvas, or where it fits. */
  readonly paste: (at?: Point) => void;
  readonly take: (text: string, at: Point | undefined) => void;
}

export function useClipboardActions(): ClipboardActions {
  const { t } = useTranslation("model");
  const { issueText, faultText } = useIssueText();
  return useMemo(() => {
    const take = (text: string, at: Point | undefined, chosenPlace = false) => {
      const after = chosenPlace ? undefined : (useSession.getState().selectedNode ?? undefined);
      const failed = (why: string) => showToast({ kind: "problem", text: why });
      pasteText(text, { at, after }).then(
        (issues) => issues !== null && failed(issues.map(issueText).join(" ")),
        (error) => failed(faultText(toFault(error))),
      );
    };
    const write = (): boolean => {
      const text = markedText();
      if (text === null) {
        say(t("clipboard.nothing"));
        return false;
      }
      // A browser that refuses leaves it to this tab's own copy, and says nothing here.
      navigator.clipboard?.writeText(text).catch(() => say(t("clipboard.onlyHere")));
      return true;
    };
    return {
      copy: () => {
        if (write()) say(t("clipboard.copied"));
      },
      cut: () => {
        if (canChange() && write()) commands.removeMarked("cut");
      },
      paste: (at) => {
        const takeOr = (text: string | null) => {
          const found = text !== null && saysItIsAClip(text) ? text : lastCopied;
          if (found === null) say(t(text === null ? "clipboard.blocked" : "clipboard.noLayers"));
          else take(found, at, at !== undefined);
        };
        const reading = navigator.clipboard?.readText?.();
        if (reading === undefined) takeOr(null);
        else reading.then(takeOr, () => takeOr(null));
      },
      take,
    };
  }, [t, issueText, faultText]);
}

/** Whether a text calls layers as Keras source does; the panel below reads it. */
const isSource = (text: string): boolean => /\b(keras|layers)\.[A-Z]\w+\(/.test(text.slice(0, 10_000));

/** Follows the browser's copy, cut and paste while the step is shown. `pointer` answers where on the canvas it is. */
export function useClipboardEvents({ take }: ClipboardActions, pointer: () => Point | undefined): void {
  const { t } = useTranslation("model");
  useEffect(() => {
    const takeOut = (event: ClipboardEvent) => {
      const chosen = document.getSelection();
      if (isTyping(event.target) || (chosen !== null && !chosen.isCollapsed)) return;
      const { marked, markedNotes } = useSession.getState();
      if (marked.length === 0 && markedNotes.length === 0) return;
      const text = markedText();
      event.preventDefault();
      if (text === null) return say(t("canvas.fixed"));
      event.clipboardData?.setData("text/plain", text);
      if (event.type === "copy") say(t("clipboard.copied"));
      else if (canChange()) commands.removeMarked("cut");
    };
    const putIn = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const layers = saysItIsAClip(text);
      if (!layers && !isSource(text)) return;
      // Others who listen would take it for a table.
      event.preventDefault();
      event.stopPropagation();
      if (layers) take(text, pointer());
      else say(t("clipboard.source"));
    };
    window.addEventListener("copy", takeOut);
    window.addEventListener("cut", takeOut);
    window.addEventListener("paste", putIn, true);
    return () => {
      window.removeEventListener("copy", takeOut);
      window.removeEventListener("cut", takeOut);
      window.removeEventListener("paste", putIn, true);
    };
  }, [take, pointer, t]);
}
