/**
 * @file Gathers images row by row into the arrays of a column, while nobody knows yet how many there will be, and into
 * an id: the same images under the same names and labels are the same dataset.
 */
import { NumberBlocks } from "../../core/data/blocks.ts";
import type { ImagesColumn, RawShape } from "../../core/data/types.ts";
import { encodeUtf8 } from "../../core/data/utf8.ts";
import { ContentHash } from "../ingest/contentHash.ts";

export class ImageRows {
  #bytes: Uint8Array;
  #used = 0;
  readonly #offsets = new NumberBlocks((length) => new Float64Array(length));
  readonly #sizes = new NumberBlocks((length) => new Uint32Array(length));
  readonly #hash = new ContentHash();
  readonly #raw: RawShape | null;

  /** `capacity`: bytes that all images will take together, as far as is known; memory for them is taken once. */
  constructor(raw: RawShape | null, capacity = 1 << 20) {
    this.#raw = raw;
    this.#bytes = new Uint8Array(capacity);
    this.#offsets.push(0);
  }

  get count(): number {
    return this.#offsets.length - 1;
  }

  get byteSize(): number {
    return this.#used;
  }

  add(bytes: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): void {
    const end = this.#used + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, Math.ceil(this.#bytes.length * 1.5)));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#used);
    this.#used = end;
    this.#offsets.push(end);
    this.note(`${bytes.length} `);
    this.#hash.update(bytes);
    if (this.#raw !== null) return;
    this.#sizes.push(width);
    this.#sizes.push(height);
  }

  /** Something else that makes the dataset what it is: a name, a label. */
  note(text: string): void {
    this.#hash.update(encodeUtf8(`${text}\0`));
  }

  id(): string {
    return this.#hash.digest();
  }

  column(): ImagesColumn {
    const bytes = this.#bytes.subarray(0, this.#used);
    return { kind: "images", bytes, offsets: this.#offsets.join(), sizes: this.#sizes.join(), raw: this.#raw };
  }
}

/** Two columns, one below the other; plain ones must be of one shape. */
export function joinImages(first: ImagesColumn, second: ImagesColumn): ImagesColumn {
  const bytes = new Uint8Array(first.bytes.length + second.bytes.length);
  bytes.set(first.bytes);
  bytes.set(second.bytes, first.bytes.length);
  const offsets = new Float64Array(first.offsets.length + second.offsets.length - 1);
  offsets.set(first.offsets);
  second.offsets.forEach((offset, i) => {
    offsets[first.offsets.length - 1 + i] = offset + first.bytes.length;
  });
  const sizes = new Uint32Array(first.sizes.length + second.sizes.length);
  sizes.set(first.sizes);
  sizes.set(second.sizes, first.sizes.length);
  return { kind: "images", bytes, offsets, sizes, raw: first.raw };
}
