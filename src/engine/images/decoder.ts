/**
 * @file The one place where the browser turns an image file into pixels. One policy for all: turned as EXIF asks, 8 bits
 * a channel, no colour profile applied (as Pillow reads files), the first frame, transparency over white, CMYK as the
 * browser converts it. Files are checked before (`soundness.ts`). Tests in Node bring a decoder of their own.
 */

export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** Rows `first` to `first + count` as RGBA. */
  rows(first: number, count: number): Uint8ClampedArray;
  /** The part `box` drawn small, smoothly, in a way of the browser's own: to look at, not to learn from. */
  scaled(box: Box, width: number, height: number): Uint8ClampedArray;
  /** Frees its memory. */
  close(): void;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Throws where the bytes are no image that can be decoded. */
export type Decode = (bytes: Uint8Array) => Promise<DecodedImage>;

/** `createImageBitmap` decodes in threads of the browser's own. */
export const browserDecode: Decode = async (bytes) => {
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
    imageOrientation: "from-image",
    colorSpaceConversion: "none",
  });
  return {
    width: bitmap.width,
    height: bitmap.height,
    rows: (first, count) =>
      draw(bitmap, { left: 0, top: first, width: bitmap.width, height: count }, bitmap.width, count),
    scaled: (box, width, height) => draw(bitmap, box, width, height),
    close: () => bitmap.close(),
  };
};

let canvas: OffscreenCanvas | null = null;
let pen: OffscreenCanvasRenderingContext2D | null = null;

/** One canvas for all: making one an image costs more than drawing a small image. */
function draw(bitmap: ImageBitmap, box: Box, width: number, height: number): Uint8ClampedArray {
  if (canvas === null || pen === null || canvas.width < width || canvas.height < height) {
    canvas = new OffscreenCanvas(Math.max(width, canvas?.width ?? 256), Math.max(height, canvas?.height ?? 256));
    // Pixels are read back each time, so they are better kept off the GPU.
    pen = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
    if (pen === null) throw new Error("no canvas");
  }
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingEnabled = box.width !== width || box.height !== height;
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, box.left, box.top, box.width, box.height, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  return data;
}
