/**
 * @file Remembers decoded images: preparing, training, evaluating and looking at a row ask for the same ones again.
 * Bounded in bytes; what was asked for longest ago goes first. Plain images that already have the input's size are
 * read in place and cost nothing.
 */
import { imageBytes } from "../../core/data/images/column.ts";
import type { FittedSize } from "../../core/data/images/resize.ts";
import { counted } from "../../core/data/split/positions.ts";
import type { ImagesColumn } from "../../core/data/types.ts";
import { AppError } from "../../core/fault.ts";
import { eachImage } from "./decode.ts";
import { browserDecode, type Decode } from "./decoder.ts";

/** Bytes of decoded images kept; a model's input takes four times as much of those that are trained with. */
export const storeLimit = 512 * 2 ** 20;

interface Kept {
  /** By row: the pixels, or undefined where they were not asked for yet. */
  readonly pixels: (Uint8Array | undefined)[];
  bytes: number;
}

export class ImageStore {
  readonly #kept = new Map<string, Kept>();
  readonly #decode: Decode;
  readonly #limit: number;

  constructor(decode: Decode = browserDecode, limit = storeLimit) {
    this.#decode = decode;
    this.#limit = limit;
  }

  get byteSize(): number {
    return [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Decodes `rows` (all where absent) that are not kept yet; then every one of them is at hand by its row. Throws
   * AppError("cancelled"), and AppError("outOfMemory") where they are more than can be kept.
   */
  async pixelsOf(
    datasetId: string,
    column: ImagesColumn,
    as: FittedSize,
    signal: AbortSignal,
    rows?: Uint32Array,
  ): Promise<(row: number) => Uint8Array> {
    const length = as.height * as.width * as.channels;
    const count = column.offsets.length - 1;
    const { raw } = column;
    const empty = new Uint8Array(length);
    if (raw !== null && raw.height === as.height && raw.width === as.width && raw.channels === as.channels) {
      return (row) => {
        const bytes = imageBytes(column, row);
        return bytes.length === 0 ? empty : bytes;
      };
    }
    const kept = this.#entry(JSON.stringify([datasetId, as.height, as.width, as.channels, as.policy]), count);
    const wanted = rows ?? counted(count);
    const missing = wanted.filter((row) => kept.pixels[row] === undefined);
    const needed = missing.length * length;
    if (kept.bytes + needed > this.#limit) {
      throw new AppError("outOfMemory", { what: `${missing.length} × ${as.width} × ${as.height} × ${as.channels}` });
    }
    this.#makeRoom(kept, needed);
    const take = (i: number, pixels: Uint8Array): void => {
      const row = missing[i] as number;
      if (kept.pixels[row] !== undefined) return;
      kept.pixels[row] = pixels;
      kept.bytes += length;
    };
    await eachImage(column, missing, as, take, signal, this.#decode);
    return (row) => kept.pixels[row] ?? empty;
  }

  #entry(key: string, count: number): Kept {
    const kept = this.#kept.get(key) ?? { pixels: new Array<Uint8Array | undefined>(count), bytes: 0 };
    // Put at the end: the order of a map is the order of use here.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  #makeRoom(keep: Kept, needed: number): void {
    for (const [key, kept] of this.#kept) {
      if (this.byteSize + needed <= this.#limit) return;
      if (kept !== keep) this.#kept.delete(key);
    }
  }
}
