/** @file Places of a window's values in a small drawing; missing ones interrupt the line. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly low: number | null;
  readonly high: number | null;
  /** One a row; null where the value is missing. */
  readonly points: readonly (Point | null)[];
  /** The target's place, and where the window ends; null where it is none of this line. */
  readonly target: (Point & { readonly from: number }) | null;
}

const width = 240;
const height = 34;
/** Room for the stroke and the target's mark. */
const margin = 4;

/** `beyond`: rows from the last of the window to the target; 0: the target is the last row's. */
export function plotOf(values: readonly number[], beyond: number, target: number | null): Plot {
  const known = [...values, target ?? Number.NaN].filter(Number.isFinite);
  const [low, high] = known.length === 0 ? [null, null] : [Math.min(...known), Math.max(...known)];
  const last = Math.max(1, values.length - 1 + beyond);
  const x = (i: number) => margin + (i / last) * (width - 2 * margin);
  const y = (value: number) =>
    low === null || high === null || low === high
      ? height / 2
      : height - margin - ((value - low) / (high - low)) * (height - 2 * margin);
  return {
    width,
    height,
    low,
    high,
    points: values.map((value, i) => (Number.isFinite(value) ? { x: x(i), y: y(value) } : null)),
    target:
      target === null || beyond === 0
        ? null
        : { x: x(values.length - 1 + beyond), y: y(target), from: (x(values.length - 1) + x(values.length)) / 2 },
  };
}

/** An SVG path through the points; a point between two missing ones is a dot. */
export function linePath(points: readonly (Point | null)[]): string {
  const figure = (value: number) => String(Math.round(value * 100) / 100);
  return points
    .map((point, i) => {
      if (point === null) return "";
      const begins = points[i - 1] == null;
      const alone = begins && points[i + 1] == null;
      return `${begins ? "M" : "L"}${figure(point.x)} ${figure(point.y)}${alone ? "h0" : ""}`;
    })
    .join("");
}
