/**
 * @file Drawing on a canvas that fits its place: as wide as its box, sharp on every screen, in the theme's colours, and
 * drawn again when one of these changes.
 */
import { type RefObject, useEffect, useRef } from "react";
import { resolvedColour } from "./png.ts";

export interface Drawing {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** A colour such as var(--accent), as the theme has it. */
  readonly colour: (name: string) => string;
}

/** The canvas to place in a box; `draw` must be stable while nothing it shows has changed. */
export function useCanvas(height: number, draw: (drawing: Drawing) => void): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const box = element?.parentElement;
    if (element == null || box == null) return;
    const redraw = () => {
      const width = Math.floor(box.clientWidth);
      const context = element.getContext("2d");
      if (width === 0 || context === null) return;
      const scale = Math.max(1, window.devicePixelRatio);
      element.width = width * scale;
      element.height = height * scale;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      draw({ context, width, height, colour: (name) => resolvedColour(box, name) });
    };
    const size = new ResizeObserver(redraw);
    size.observe(box);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
    return () => {
      size.disconnect();
      theme.disconnect();
    };
  }, [height, draw]);
  return canvas;
}

export const canvasFont = '11px ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace';
