/** @file Up to thousands of dots on a canvas, with axes of round numbers and a line at zero. */
import { useCallback } from "react";
import { axisFor, tickDecimals } from "./axis.ts";
import { canvasFont, type Drawing, useCanvas } from "./canvas.ts";

interface ScatterProps {
  readonly points: readonly (readonly [number, number])[];
  readonly height: number;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Writes a tick with so many decimals: ticks of one axis share them. */
  readonly format: (value: number, decimals: number) => string;
}

const left = 64;
const right = 24;
const top = 22;
const bottom = 40;

export function Scatter({ points, height, xTitle, yTitle, format }: ScatterProps) {
  const draw = useCallback(
    ({ context, width, height, colour }: Drawing) => {
      const x = axisFor(pick(points, 0), { scale: "linear", count: width < 480 ? 4 : 6 });
      const y = axisFor(pick(points, 1), { scale: "linear", include: [0] });
      const across = (value: number) =>
        left + ((value - x.domain[0]) / (x.domain[1] - x.domain[0])) * (width - left - right);
      const down = (value: number) =>
        height - bottom - ((value - y.domain[0]) / (y.domain[1] - y.domain[0])) * (height - top - bottom);
      const [xDecimals, yDecimals] = [tickDecimals(x.ticks), tickDecimals(y.ticks)];
      context.font = canvasFont;
      context.textBaseline = "middle";
      for (const tick of y.ticks) {
        context.strokeStyle = colour(tick === 0 ? "var(--dim)" : "var(--line)");
        line(context, left, down(tick), width - right, down(tick));
        context.fillStyle = colour("var(--dim)");
        context.textAlign = "right";
        context.fillText(format(tick, yDecimals), left - 8, down(tick));
      }
      context.textAlign = "center";
      for (const tick of x.ticks) {
        context.fillText(format(tick, xDecimals), across(tick), height - bottom + 12);
      }
      context.fillText(xTitle, left + (width - left - right) / 2, height - 9, width - left - right);
      context.textAlign = "left";
      context.fillText(yTitle, 4, 9, width - 8);
      context.fillStyle = colour("var(--accent)");
      context.globalAlpha = points.length > 400 ? 0.45 : 0.75;
      for (const [px, py] of points) {
        if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
        context.beginPath();
        context.arc(across(px), down(py), 2.6, 0, 2 * Math.PI);
        context.fill();
      }
      context.globalAlpha = 1;
    },
    [points, xTitle, yTitle, format],
  );
  const canvas = useCanvas(height, draw);
  return <canvas ref={canvas} style={{ display: "block", width: "100%", height }} />;
}

function* pick(points: ScatterProps["points"], index: 0 | 1): Generator<number> {
  for (const point of points) yield point[index];
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number) {
  context.beginPath();
  context.moveTo(x1, Math.round(y1) + 0.5);
  context.lineTo(x2, Math.round(y2) + 0.5);
  context.stroke();
}
