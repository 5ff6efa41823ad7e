/**
 * @file Remembers decoded images: preparing, training, evaluating and looking at a row ask for the same ones again.
 * Bounded in bytes; what was asked for longest ago goes first. What is beyond the bound is kept in a file. Plain images
 * that already have the input's size are read in place and cost nothing.
 */
import { imageBytes } from "../../core/data/images/column.ts";
import type { FittedSize } from "../../core/data/images/resize.ts";
import { counted } from "../../core/data/sorting.ts";
import type { ImagesColumn } from "../../core/data/types.ts";
import { AppError } from "../../core/fault.ts";
import { openScratch } from "../../storage/scratch.ts";
import { eachImage } from "./decode.ts";
import { DecodedFile } from "./decodedFile.ts";
import { browserDecode, type Decode } from "./decoder.ts";

/** Bytes of decoded images kept in memory; a model's input takes four times as much of those that are trained with. */
export const storeLimit = 512 * 2 ** 20;
/** One that a run is reading, and one of another size that is looked at meanwhile. */
const mostFiles = 2;

interface Kept {
  /** By row: the pixels, or undefined where they were not asked for yet. */
  readonly pixels: (Uint8Array | undefined)[];
  bytes: number;
}

export class ImageStore {
  readonly #kept = new Map<string, Kept>();
  readonly #files = new Map<string, Promise<DecodedFile>>();
  readonly #decode: Decode;
  readonly #limit: number;
  readonly #open: typeof openScratch;

  constructor(decode: Decode = browserDecode, limit = storeLimit, open = openScratch) {
    this.#decode = decode;
    this.#limit = limit;
    this.#open = open;
  }

  get byteSize(): number {
    return [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Decodes `rows` (all where absent) that are not kept yet; then every one of them is at hand by its row. Throws
   * AppError("cancelled"), and AppError("outOfMemory") where they are more than memory holds and there are no files.
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
    const key = JSON.stringify([datasetId, as.height, as.width, as.channels, as.policy]);
    const kept = this.#entry(key, count);
    const wanted = rows ?? counted(count);
    const missing = wanted.filter((row) => kept.pixels[row] === undefined);
    const needed = missing.length * length;
    if (kept.bytes + needed > this.#limit) {
      const file = await this.#fileOf(key, count, as);
      const notThere = wanted.filter((row) => !file.has(row));
      const put = (i: number, pixels: Uint8Array): void => file.set(notThere[i] as number, pixels);
      try {
        await eachImage(column, notThere, as, put, signal, this.#decode);
      } catch (error) {
        // What was decoded before a cancel is of use later; a full disk is not to stay full.
        if (!signal.aborted) await this.#forget(key);
        throw error;
      }
      return (row) => file.get(row);
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

  #fileOf(key: string, count: number, { width, height, channels }: FittedSize): Promise<DecodedFile> {
    const known = this.#files.get(key);
    this.#files.delete(key);
    const file =
      known ??
      this.#open(`images-${crypto.randomUUID()}`).then(async (opened) => {
        if (opened === null)
          throw new AppError("outOfMemory", { what: `${count} × ${width} × ${height} × ${channels}` });
        try {
          return new DecodedFile(opened, count, width * height * channels);
        } catch (error) {
          await opened.remove();
          throw error;
        }
      });
    // Put at the end, as above: the file that was used longest ago makes room.
    this.#files.set(key, file);
    file.catch(() => this.#files.delete(key));
    for (const oldest of [...this.#files.keys()].slice(0, -mostFiles)) void this.#forget(oldest);
    return file;
  }

  async #forget(key: string): Promise<void> {
    const file = this.#files.get(key);
    this.#files.delete(key);
    // What cannot be removed now is swept away later.
    await file?.then((own) => own.remove()).catch(() => undefined);
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
