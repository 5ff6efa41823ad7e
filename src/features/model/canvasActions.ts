/** @file What cards and lines on the canvas ask the canvas to do. */
import { createContext, useContext } from "react";
import type { Link } from "../../core/graph/blocks.ts";
import type { Point } from "../../core/graph/types.ts";

export interface CanvasActions {
  /** Asks which layer goes on a connection, at a point of the window. */
  readonly insertOn: (link: Link, at: Point) => void;
  /** The block or note whose text is being written, by its id on the canvas. */
  readonly editing: string | null;
  readonly edit: (item: string | null) => void;
}

const nothing: CanvasActions = { insertOn: () => undefined, editing: null, edit: () => undefined };

export const CanvasContext = createContext<CanvasActions>(nothing);
export const useCanvasActions = (): CanvasActions => useContext(CanvasContext);
