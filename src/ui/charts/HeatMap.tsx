/** @file A square matrix of shares as a picture, for more classes than a table of numbers can show. */
import { useCallback } from "react";
import { type Drawing, useCanvas } from "./canvas.ts";

interface HeatMapProps {
  /** Rows of shares from 0 to 1. The diagonal is right, everything else a mistake. */
  readonly shares: readonly (readonly number[])[];
  readonly size: number;
}

export function HeatMap({ shares, size }: HeatMapProps) {
  const draw = useCallback(
    ({ context, width, height, colour }: Drawing) => {
      const side = Math.min(width, height);
      const cell = side / Math.max(1, shares.length);
      context.fillStyle = colour("var(--bg)");
      context.fillRect(0, 0, side, side);
      const [right, wrong] = [colour("var(--ok)"), colour("var(--bad)")];
      shares.forEach((row, y) => {
        row.forEach((share, x) => {
          if (!(share > 0)) return;
          context.fillStyle = x === y ? right : wrong;
          // A single mistake among many must still be seen.
          context.globalAlpha = 0.15 + 0.85 * Math.sqrt(Math.min(1, share));
          context.fillRect(x * cell, y * cell, Math.ceil(cell), Math.ceil(cell));
        });
      });
      context.globalAlpha = 1;
    },
    [shares],
  );
  const canvas = useCanvas(size, draw);
  return <canvas ref={canvas} style={{ display: "block", width: "100%", height: size }} />;
}
