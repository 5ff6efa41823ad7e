/**
 * @file Decoded images that memory has no room for: in a file that only this worker uses, a place for each row. Rows are
 * mostly asked for one after the other, so that a stretch of them is read at a time.
 */
import type { ScratchFile } from "../../storage/scratch.ts";

/** Read at a time. */
const stretchBytes = 2 ** 20;

export class DecodedFile {
  readonly #file: ScratchFile;
  readonly #length: number;
  readonly #rowsAtOnce: number;
  readonly #bytes: number;
  readonly #present: Uint8Array;
  #stretch = new Uint8Array(0);
  #index = -1;

  /** `length`: bytes of an image, of `rows` of them. */
  constructor(file: ScratchFile, rows: number, length: number) {
    this.#file = file;
    this.#length = length;
    this.#rowsAtOnce = Math.max(1, Math.floor(stretchBytes / length));
    this.#bytes = rows * length;
    this.#present = new Uint8Array(rows);
    // The last byte makes the file as long as it will be: places that nothing was written to yet read as black.
    file.write(Uint8Array.of(0), this.#bytes - 1);
  }

  has(row: number): boolean {
    return this.#present[row] === 1;
  }

  set(row: number, pixels: Uint8Array): void {
    this.#file.write(pixels, row * this.#length);
    this.#present[row] = 1;
    this.#index = -1;
  }

  /** A copy. */
  get(row: number): Uint8Array {
    const index = Math.floor(row / this.#rowsAtOnce);
    if (index !== this.#index) {
      const from = index * this.#rowsAtOnce * this.#length;
      const size = Math.min(this.#rowsAtOnce * this.#length, this.#bytes - from);
      if (this.#stretch.length !== size) this.#stretch = new Uint8Array(size);
      this.#file.read(this.#stretch, from);
      this.#index = index;
    }
    const at = (row % this.#rowsAtOnce) * this.#length;
    return this.#stretch.slice(at, at + this.#length);
  }

  remove(): Promise<void> {
    return this.#file.remove();
  }
}
