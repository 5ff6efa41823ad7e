/** @file Plain RGBA bytes on a canvas, pixel by pixel: no address is made of the user's pictures. */
import { useEffect, useRef } from "react";

interface PixelCanvasProps {
  /** null: not here yet; an empty place of the same size. */
  readonly picture: { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray } | null;
  readonly className?: string;
  /** Absent: it is told beside it. */
  readonly label?: string;
}

export function PixelCanvas({ picture, className, label }: PixelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || picture === null || picture.width === 0 || picture.height === 0) return;
    const { width, height, rgba } = picture;
    element.width = width;
    element.height = height;
    const context = element.getContext("2d");
    if (context === null) return;
    const pixels = context.createImageData(width, height);
    pixels.data.set(rgba);
    context.putImageData(pixels, 0, 0);
  }, [picture]);
  const named = label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label };
  return <canvas ref={canvas} className={className} width={1} height={1} {...named} />;
}
