/** @file Where the cells of the correlation matrix stand, and how they are painted. */
import type { Drawing } from "../../../ui/charts/canvas.ts";
import { canvasFont } from "../../../ui/charts/canvas.ts";
import { shorten } from "../shorten.ts";

/** More columns than this have no room for their names. */
const namedColumns = 30;
/** Narrower or lower cells have no room for a figure. */
const figureSize = { width: 34, height: 16 } as const;
const widest = 104;
const highest = 34;
const characterWidth = 6.7;
const longestName = 20;

export interface Layout {
  /** Where the cells begin. */
  readonly left: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly height: number;
  /** Columns have their names below, or, where these do not fit, the numbers that stand before the rows' names. */
  readonly heads: "names" | "numbers" | "none";
}

/** `width`: of the canvas. */
export function layoutOf(columns: readonly string[], width: number): Layout {
  const longest = columns.reduce((most, name) => Math.max(most, Math.min(longestName, name.length)), 0);
  const isNamed = columns.length <= namedColumns;
  const cellsWith = (left: number) => Math.max(2, Math.min(widest, Math.floor((width - left) / columns.length)));
  const namesOnly = isNamed ? Math.ceil(longest * characterWidth) + 10 : 0;
  const fits = columns.every((name) => name.length * characterWidth < cellsWith(namesOnly) - 4);
  const heads = !isNamed ? "none" : fits ? "names" : "numbers";
  const left = heads === "numbers" ? namesOnly + Math.ceil(3 * characterWidth) : namesOnly;
  const cellWidth = cellsWith(left);
  const cellHeight = Math.min(highest, cellWidth);
  return { left, cellWidth, cellHeight, height: cellHeight * columns.length + (isNamed ? 20 : 0), heads };
}

export function drawMatrix(
  { context, width, colour }: Drawing,
  columns: readonly string[],
  r: readonly number[],
  figure: (value: number) => string,
): void {
  const { left, cellWidth, cellHeight, heads } = layoutOf(columns, width);
  const size = columns.length;
  const back = rgbOf(colour("var(--panel)"));
  const [positive, negative] = [rgbOf(colour("var(--accent)")), rgbOf(colour("var(--bad)"))];
  const inks = [colour("var(--text)"), colour("var(--on-accent)")];
  const absent = colour("var(--line-strong)");
  const gap = cellWidth > 8 ? 1 : 0;
  context.font = canvasFont;
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = r[row * size + column] as number;
      const [x, y] = [left + column * cellWidth, row * cellHeight];
      if (Number.isNaN(value)) {
        context.fillStyle = absent;
        context.fillRect(x + cellWidth / 2 - 3, y + cellHeight / 2, 6, 1);
        continue;
      }
      const share = 0.06 + 0.94 * Math.abs(value);
      const fill = (value < 0 ? negative : positive).map((part, i) => part * share + (back[i] as number) * (1 - share));
      context.fillStyle = `rgb(${fill.map(Math.round).join(" ")})`;
      context.fillRect(x, y, cellWidth - gap, cellHeight - gap);
      if (cellWidth < figureSize.width || cellHeight < figureSize.height) continue;
      context.fillStyle = readable(inks, fill);
      context.fillText(figure(value), x + cellWidth / 2, y + cellHeight / 2);
    }
  }
  if (heads === "none") return;
  context.fillStyle = colour("var(--dim)");
  columns.forEach((name, i) => {
    const number = String(i + 1);
    context.textAlign = "right";
    const shown = shorten(name, longestName);
    context.fillText(heads === "numbers" ? `${shown} ${number.padStart(2)}` : shown, left - 8, (i + 0.5) * cellHeight);
    context.textAlign = "center";
    const below = heads === "numbers" ? number : name;
    context.fillText(below, left + (i + 0.5) * cellWidth, size * cellHeight + 11);
  });
}

type Rgb = readonly number[];

/** Of "rgb(1, 2, 3)", as a computed style has it. */
const rgbOf = (colour: string): Rgb => (colour.match(/[\d.]+/g) ?? ["0", "0", "0"]).slice(0, 3).map(Number);

/** Relative luminance of WCAG 2. */
function luminance(rgb: Rgb): number {
  const linear = rgb.map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

/** Which of the colours stands out most from the ground. */
function readable(inks: readonly string[], ground: Rgb): string {
  const contrast = (ink: string): number => {
    const [a, b] = [luminance(rgbOf(ink)), luminance(ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return inks.reduce((best, ink) => (contrast(ink) > contrast(best) ? ink : best));
}

export interface Pair {
  readonly a: string;
  readonly b: string;
  readonly r: number;
}

/** Two different columns whose r is farthest from 0; null where none is defined. */
export function strongestPair(columns: readonly string[], r: readonly number[]): Pair | null {
  let best: Pair | null = null;
  for (const [i, a] of columns.entries()) {
    for (let j = i + 1; j < columns.length; j++) {
      const value = r[i * columns.length + j] as number;
      const b = columns[j] as string;
      if (!Number.isNaN(value) && (best === null || Math.abs(value) > Math.abs(best.r))) best = { a, b, r: value };
    }
  }
  return best;
}
