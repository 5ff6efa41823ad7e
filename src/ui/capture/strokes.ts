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

/** Which ink pictures are drawn in, by what their edges are: dark edges, light ink. */
export function inkOf(
  pictures: readonly { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray }[],
): Ink {
  let sum = 0;
  let count = 0;
  for (const { width, height, rgba } of pictures) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = (y * width + x) * 4;
        const inside = x > 0 && y > 0 && x < width - 1 && y < height - 1;
        // What is not covered by the picture is no edge of it.
        if (inside || rgba[i + 3] === 0) continue;
        sum += ((rgba[i] ?? 0) + (rgba[i + 1] ?? 0) + (rgba[i + 2] ?? 0)) / 3;
        count++;
      }
    }
  }
  return count > 0 && sum / count < 96 ? "white" : "black";
}
