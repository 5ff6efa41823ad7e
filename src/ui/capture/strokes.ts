/** @file Strokes of a pen and how they are painted. */

export const inks = ["white", "black"] as const;
/** white: on black, as scanned digits often are. black: on white, as on paper. */
export type Ink = (typeof inks)[number];

export interface Stroke {
  /** Of the pen, in pixels of the pad. */
  readonly size: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export const padSide = 280;

export function paint(context: CanvasRenderingContext2D, strokes: readonly Stroke[], ink: Ink): void {
  context.fillStyle = ink === "white" ? "#000" : "#fff";
  context.fillRect(0, 0, padSide, padSide);
  context.strokeStyle = ink === "white" ? "#fff" : "#000";
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { size, points } of strokes) {
    const [first, ...rest] = points;
    if (first === undefined) continue;
    context.lineWidth = size;
    context.beginPath();
    context.moveTo(first.x, first.y);
    // A dot is a line to itself.
    for (const { x, y } of rest.length === 0 ? [first] : rest) context.lineTo(x, y);
    context.stroke();
  }
}
