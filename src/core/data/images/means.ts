/** @file The mean image of each class, summed up image by image, as pixels to be drawn. */

export class MeanImages {
  readonly #sums: readonly Float64Array[];
  readonly #counts: Float64Array;
  readonly #pixels: number;

  /** Of `classes` classes, with images of size × size pixels of red, green and blue. */
  constructor(classes: number, size: number) {
    this.#pixels = size * size;
    this.#sums = Array.from({ length: classes }, () => new Float64Array(size * size * 3));
    this.#counts = new Float64Array(classes);
  }

  /** `index` below 0: an image without a class, which counts for none. */
  add(index: number, pixels: Uint8Array): void {
    const sum = this.#sums[index];
    if (sum === undefined) return;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (pixels[i] as number);
    this.#counts[index] = (this.#counts[index] as number) + 1;
  }

  /** RGBA; transparent where a class has no image. */
  rgba(index: number): Uint8ClampedArray {
    const rgba = new Uint8ClampedArray(this.#pixels * 4);
    const [sum, count] = [this.#sums[index], this.#counts[index]];
    if (sum === undefined || count === undefined || count === 0) return rgba;
    for (let i = 0; i < this.#pixels; i++) {
      for (let channel = 0; channel < 3; channel++) rgba[i * 4 + channel] = (sum[i * 3 + channel] as number) / count;
      rgba[i * 4 + 3] = 255;
    }
    return rgba;
  }
}
