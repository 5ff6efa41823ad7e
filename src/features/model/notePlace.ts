/** @file Where a new note is put that was asked for by a button: in view, and clear of the layers where there is room. */
import { nodeSize } from "../../core/graph/layout.ts";
import type { Point } from "../../core/graph/types.ts";
import { noteSize } from "./noteCommands.ts";

export interface View extends Point {
  readonly width: number;
  readonly height: number;
}

const tries = 12;
const gap = 12;

/** The middle of the note: that of the view, or beside it the first place that covers no card; both on the canvas. */
export function notePlace(view: View, cards: readonly Point[]): Point {
  const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  const room = Math.max(0, (view.width - noteSize.width) / 2 - gap);
  const offsets = [0, ...Array.from({ length: tries }, (_, i) => ((i + 1) / tries) * room).flatMap((x) => [x, -x])];
  const free = offsets.find((dx) => !cards.some((card) => covers({ x: middle.x + dx, y: middle.y }, card)));
  return { x: middle.x + (free ?? 0), y: middle.y };
}

const covers = (note: Point, card: Point): boolean =>
  Math.abs(note.x - (card.x + nodeSize.width / 2)) < (noteSize.width + nodeSize.width) / 2 + gap &&
  Math.abs(note.y - (card.y + nodeSize.height / 2)) < (noteSize.height + nodeSize.height) / 2 + gap;
