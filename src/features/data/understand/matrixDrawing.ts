/** @file Where the cells of the correlation matrix stand, and how they are painted. */
import type { Drawing } from "../../../ui/charts/canvas.ts";
import { canvasFont } from "../../../ui/charts/canvas.ts";
import { shorten } from "../shorten.ts";

/** More columns than this have no room for their names. */
const namedColumns = 30;
/** Narrower cells have no room for a figure. */
const figureWidth = 34;
const characterWidth = 6.7;
const longestName = 18;

export interface Layout {
  /** Where the cells begin, and the side of one. */
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly height: number;
}

/** `width`: of the canvas. Cells are squares of at most 44 px. */
export function layoutOf(columns: readonly string[], width: number): Layout {
  const isNamed = columns.length <= namedColumns;
  const longest = columns.reduce((most, name) => Math.max(most, Math.min(longestName, name.length)), 0);
  const left = isNamed ? Math.ceil(longest * characterWidth) + 10 : 0;
  const cell = Math.max(2, Math.min(44, Math.floor((width - left) / columns.length)));
  const side = Math.max(cell * columns.length, 0);
  return { left, top: 0, cell, height: side + (isNamed ? 20 : 0) };
}

export function drawMatrix(
  { context, width, colour }: Drawing,
  columns: readonly string[],
  r: readonly number[],
  figure: (value: number) => string,
): void {
  const { left, top, cell } = layoutOf(columns, width);
  const size = columns.length;
  const [positive, negative, text, dim, line, back] = [
    colour("var(--accent)"),
    colour("var(--bad)"),
    colour("var(--text)"),
    colour("var(--dim)"),
    colour("var(--line)"),
    colour("var(--on-accent)"),
  ];
  const gap = cell > 8 ? 1 : 0;
  context.font = canvasFont;
  context.textBaseline = "middle";
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = r[row * size + column] as number;
      const [x, y] = [left + column * cell, top + row * cell];
      context.globalAlpha = 1;
      context.fillStyle = line;
      if (Number.isNaN(value)) {
        context.fillRect(x + cell / 4, y + cell / 2, cell / 2, 1);
        continue;
      }
      context.fillStyle = value < 0 ? negative : positive;
      context.globalAlpha = 0.06 + 0.94 * Math.abs(value);
      context.fillRect(x, y, cell - gap, cell - gap);
      context.globalAlpha = 1;
      if (cell < figureWidth) continue;
      context.fillStyle = Math.abs(value) > 0.6 ? back : text;
      context.textAlign = "center";
      context.fillText(figure(value), x + cell / 2, y + cell / 2);
    }
  }
  if (size > namedColumns) return;
  context.fillStyle = dim;
  const room = Math.floor(cell / characterWidth);
  columns.forEach((name, i) => {
    context.textAlign = "right";
    context.fillText(shorten(name, longestName), left - 8, top + i * cell + cell / 2);
    context.textAlign = "center";
    // A name that does not fit its column is its number: the rows have the names, in the same order.
    const below = name.length <= room ? name : String(i + 1);
    context.fillText(below, left + i * cell + cell / 2, top + size * cell + 11);
  });
}

export interface Pair {
  readonly a: string;
  readonly b: string;
  readonly r: number;
}

/** Two different columns whose r is farthest from 0; null where none is defined. */
export function strongestPair(columns: readonly string[], r: readonly number[]): Pair | null {
  let best: Pair | null = null;
  columns.forEach((a, i) => {
    for (let j = i + 1; j < columns.length; j++) {
      const value = r[i * columns.length + j] as number;
      if (!Number.isNaN(value) && Math.abs(value) > Math.abs(best?.r ?? 0)) {
        best = { a, b: columns[j] as string, r: value };
      }
    }
  });
  return best;
}
