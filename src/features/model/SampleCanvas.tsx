/**
 * @file Paints one picture of an output in the colour of its group: the darker the larger. Painting waits for its turn, so
 * that a graph of many layers never holds the page up.
 */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { assertNever } from "../../core/fault.ts";
import type { InspectedOutput } from "../../core/graph/inspected.ts";
import type { Picture } from "./samplePicture.ts";

interface SampleCanvasProps {
  readonly picture: Picture;
  readonly range: Pick<InspectedOutput, "min" | "max">;
  /** In pixels of the page. */
  readonly width: number;
  readonly height: number;
  readonly className?: string;
}

export function SampleCanvas({ picture, range, width, height, className }: SampleCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const { min, max } = range;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    return inTurn(() => {
      const scale = Math.min(2, window.devicePixelRatio);
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
      const brush = element.getContext("2d");
      if (brush !== null) paint(brush, picture, { min, max }, getComputedStyle(element).color);
    });
  }, [picture, min, max, width, height, theme]);
  return <canvas ref={canvas} className={className} style={{ width, height }} />;
}

type Range = SampleCanvasProps["range"];

function paint(brush: CanvasRenderingContext2D, picture: Picture, range: Range, color: string): void {
  brush.clearRect(0, 0, brush.canvas.width, brush.canvas.height);
  brush.fillStyle = color;
  brush.strokeStyle = color;
  switch (picture.kind) {
    case "bars":
      paintBars(brush, picture.values, range);
      break;
    case "lines":
      paintLines(brush, picture.series, picture.steps, range);
      break;
    case "cells":
      paintCells(brush, picture, range, color);
      break;
    default:
      assertNever(picture);
  }
}

/** From the line of 0, which lies inside where there are numbers on both sides. */
function paintBars(brush: CanvasRenderingContext2D, values: Float32Array, { min, max }: Range): void {
  const { width, height } = brush.canvas;
  const [low, high] = [Math.min(0, min), Math.max(0, max)];
  const y = (value: number) => height - ((value - low) / (high - low || 1)) * height;
  const slot = width / values.length;
  values.forEach((value, at) => {
    const [top, bottom] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
    brush.fillRect(at * slot + slot * 0.12, top, Math.max(1, slot * 0.76), Math.max(1, bottom - top));
  });
}

function paintLines(
  brush: CanvasRenderingContext2D,
  series: readonly Float32Array[],
  steps: number,
  { min, max }: Range,
): void {
  const { width, height } = brush.canvas;
  const pad = 3;
  brush.lineWidth = Math.max(1, height / 40);
  series.forEach((values, line) => {
    brush.globalAlpha = line === 0 ? 1 : 0.55;
    brush.beginPath();
    values.forEach((value, step) => {
      const x = pad + (step / Math.max(1, steps - 1)) * (width - 2 * pad);
      brush.lineTo(x, height - pad - ((value - min) / (max - min || 1)) * (height - 2 * pad));
    });
    brush.stroke();
  });
  brush.globalAlpha = 1;
}

/** What is no number must be seen at once. */
const notANumber = [201, 60, 55, 255] as const;

function paintCells(
  brush: CanvasRenderingContext2D,
  { width, height, values }: Extract<Picture, { kind: "cells" }>,
  { min, max }: Range,
  color: string,
): void {
  const [red = 0, green = 0, blue = 0] = (/\d+(\.\d+)?/g[Symbol.match](color) ?? []).map(Number);
  const image = new ImageData(width, height);
  const broken = Number.isNaN(min) || Number.isNaN(max);
  values.forEach((value, at) => {
    if (Number.isNaN(value)) {
      if (broken) image.data.set(notANumber, at * 4);
      return;
    }
    const share = (value - min) / (max - min || 1);
    image.data.set([red, green, blue, 255 * (0.06 + 0.94 * share)], at * 4);
  });
  const small = new OffscreenCanvas(width, height);
  small.getContext("2d")?.putImageData(image, 0, 0);
  brush.imageSmoothingEnabled = false;
  brush.drawImage(small, 0, 0, brush.canvas.width, brush.canvas.height);
}

/** As much as fits between two frames. */
const turnMs = 8;
const waiting = new Set<() => void>();

function runTurn(): void {
  const start = performance.now();
  for (const paintOne of waiting) {
    waiting.delete(paintOne);
    paintOne();
    if (performance.now() - start > turnMs) break;
  }
  if (waiting.size > 0) requestAnimationFrame(runTurn);
}

/** Queues a piece of work; the answer takes it back. */
function inTurn(work: () => void): () => void {
  if (waiting.size === 0) requestAnimationFrame(runTurn);
  waiting.add(work);
  return () => waiting.delete(work);
}

const scheme = "data-mantine-color-scheme";

/** Never made anew: else each drawing of each picture would observe anew. */
function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [scheme] });
  return () => observer.disconnect();
}

/** The theme in force: colours are read once, when something is painted. */
const useTheme = (): string =>
  useSyncExternalStore(onThemeChange, () => document.documentElement.getAttribute(scheme) ?? "");
