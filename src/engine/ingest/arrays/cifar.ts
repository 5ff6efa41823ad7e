/**
 * @file CIFAR-10's binary files: records of a class number and 32 × 32 pixels, all reds first, then greens, then blues
 * (A. Krizhevsky's description). Nothing in them says what they are: length, name and class numbers must agree.
 */

const side = 32;
const plane = side * side;
const record = 1 + 3 * plane;

export const cifarClasses = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
] as const;

/** `head`: at least the first byte. */
export const isCifar = (path: string, size: number, head: Uint8Array): boolean =>
  /\.bin$/i.test(path) && size > 0 && size % record === 0 && (head[0] ?? 255) < cifarClasses.length;

export interface CifarImages {
  readonly count: number;
  /** [count × 32 × 32 × 3], channels last. */
  readonly pixels: Uint8Array;
  /** Class numbers; a number over 9 says that the file is no CIFAR-10. */
  readonly labels: Uint8Array;
}

export function readCifar(bytes: Uint8Array): CifarImages | null {
  const count = Math.floor(bytes.length / record);
  if (count === 0 || bytes.length % record !== 0) return null;
  const pixels = new Uint8Array(count * 3 * plane);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const at = i * record;
    const label = bytes[at] as number;
    if (label >= cifarClasses.length) return null;
    labels[i] = label;
    let to = i * 3 * plane;
    for (let pixel = at + 1; pixel <= at + plane; pixel++) {
      pixels[to++] = bytes[pixel] as number;
      pixels[to++] = bytes[pixel + plane] as number;
      pixels[to++] = bytes[pixel + 2 * plane] as number;
    }
  }
  return { count, pixels, labels };
}
