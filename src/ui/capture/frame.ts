/** @file One picture out of a live view: the middle square, no larger than a model can use, as a file. */

/** Pixels of a side; a photograph for a classifier needs no more. */
export const frameSide = 640;

/** The middle square of a picture of this size, and the side it is drawn at. */
export function squareOf(width: number, height: number, most = frameSide) {
  const cut = Math.min(width, height);
  return { x: Math.floor((width - cut) / 2), y: Math.floor((height - cut) / 2), cut, side: Math.min(cut, most) };
}

/** null before the first frame is there. */
export async function takeFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob | null> {
  const { x, y, cut, side } = squareOf(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d");
  if (side === 0 || context === null) return null;
  canvas.width = side;
  canvas.height = side;
  context.drawImage(video, x, y, cut, cut, 0, 0, side, side);
  return fileOf(canvas, "image/jpeg");
}

export const fileOf = (canvas: HTMLCanvasElement, type: "image/png" | "image/jpeg"): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, 0.9));
