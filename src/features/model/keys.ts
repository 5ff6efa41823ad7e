/**
 * @file The keys of the canvas and the outline. They mean something while the focus is in one of the two, or nowhere; a
 * field, a dialog or a menu keeps its own keys, and the other columns of the step keep theirs.
 */
import { type RefObject, useEffect, useRef } from "react";
import { useSession } from "../../state/session.ts";
import { isTyping } from "../../ui/typing.ts";
import { commands } from "./commands.ts";
import type { ModelActions } from "./useActions.ts";
import type { ShapeFlowEdge } from "./view.ts";

export type Scope = "canvas" | "tree" | "page";

/** What only the canvas can do. */
export interface CanvasKeys {
  readonly zoom: (how: "in" | "out" | "reset") => void;
  readonly fit: (what: "all" | "marked") => void;
  readonly addNote: () => void;
  /** Writes the marked note, or the name of the marked block; false where there is neither. */
  readonly write: () => boolean;
  readonly cutEdge: (edge: ShapeFlowEdge) => void;
  readonly insertOnEdge: (edge: ShapeFlowEdge) => void;
  readonly underPointer: () => boolean;
}

interface Pressed {
  readonly actions: ModelActions;
  readonly canvas: CanvasKeys;
  readonly edge: ShapeFlowEdge | undefined;
}

const step = 6;
const bigStep = 36;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a button with the focus keeps for itself. */
const buttonKeys: ReadonlySet<string> = new Set(["Enter", " ", "Tab", "Escape", ...Object.keys(arrows)]);

/** Keys of what is marked, wherever the focus is. Carries a key out; false where it means nothing. */
export function pressOnMarked(event: KeyboardEvent, actions: ModelActions): boolean {
  const { marked, markedNotes } = useSession.getState();
  const modified = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const done = (run: () => void) => {
    run();
    return true;
  };
  if (modified && !event.altKey) {
    if (key === "a" && !event.shiftKey) return done(actions.selectAll);
    if (key === "d" && marked.length > 0) return done(actions.duplicate);
    if (key === "g") return marked.length === 0 ? false : done(event.shiftKey ? actions.ungroup : actions.group);
    return false;
  }
  if (modified || event.altKey || event.shiftKey) return false;
  if (key === "Delete" || key === "Backspace") {
    return marked.length === 0 && markedNotes.length === 0 ? false : done(actions.remove);
  }
  if (marked.length === 0) return false;
  if (key === "f") return done(actions.freeze);
  if (key === "e") return done(actions.fold);
  return false;
}

function pressOnCanvas(event: KeyboardEvent, scope: Scope, { actions, canvas, edge }: Pressed): boolean {
  const { marked, markedNotes, selectedNode } = useSession.getState();
  const modified = event.ctrlKey || event.metaKey;
  if (modified && !event.altKey && (scope === "canvas" || canvas.underPointer())) {
    const how = { "+": "in", "=": "in", "-": "out", "0": "reset" } as const;
    if (Object.hasOwn(how, event.key)) {
      canvas.zoom(how[event.key as keyof typeof how]);
      return true;
    }
  }
  const arrow = arrows[event.key];
  if (arrow !== undefined && event.altKey && selectedNode !== null && arrow[1] !== 0) {
    commands.moveInChain(selectedNode, arrow[1] < 0 ? "up" : "down");
    return true;
  }
  if (arrow !== undefined && !event.altKey && (marked.length > 0 || markedNotes.length > 0)) {
    const by = event.shiftKey ? bigStep : step;
    const way = { x: arrow[0] * by, y: arrow[1] * by };
    if (modified) actions.resizeNotes(way);
    else actions.nudge(way);
    return true;
  }
  if (modified || event.altKey || event.shiftKey) return false;
  if (edge !== undefined && marked.length === 0) {
    if (event.key === "Delete" || event.key === "Backspace") canvas.cutEdge(edge);
    else if (event.key.toLowerCase() === "a") canvas.insertOnEdge(edge);
    else return false;
    return true;
  }
  if (event.key === "F2" || (event.key === "Enter" && markedNotes.length === 1)) return canvas.write();
  return false;
}

/** What is asked of the canvas from the outline as well. */
function pressOnView(event: KeyboardEvent, { actions, canvas }: Pressed): boolean {
  const { marked, markedNotes } = useSession.getState();
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.shiftKey) {
    if (event.code !== "Digit1" && event.code !== "Digit2") return false;
    canvas.fit(event.code === "Digit1" ? "all" : "marked");
    return true;
  }
  if (event.key.toLowerCase() === "n") {
    canvas.addNote();
    return true;
  }
  if (event.key !== "Escape" || (marked.length === 0 && markedNotes.length === 0)) return false;
  actions.selectNone();
  return true;
}

function scopeOf(target: EventTarget | null, root: Element | null): Scope | null {
  if (!(target instanceof Element)) return "page";
  if (root?.contains(target)) return "canvas";
  if (target.closest('[role="tree"]') !== null) return "tree";
  return target === document.body || target.tagName === "MAIN" ? "page" : null;
}

/** Listens before anything on the page does, so that a key has one meaning. */
export function useModelKeys(root: RefObject<HTMLElement | null>, pressed: Pressed): void {
  const latest = useRef(pressed);
  latest.current = pressed;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const scope = scopeOf(event.target, root.current);
      if (scope === null) return;
      const onButton = event.target instanceof Element && event.target.closest("button") !== null;
      if (onButton && buttonKeys.has(event.key)) return;
      const handled =
        pressOnMarked(event, latest.current.actions) ||
        pressOnView(event, latest.current) ||
        (scope !== "tree" && pressOnCanvas(event, scope, latest.current));
      if (!handled) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", press, true);
    return () => window.removeEventListener("keydown", press, true);
  }, [root]);
}
