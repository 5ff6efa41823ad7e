/** @file Writes a zip archive entry by entry into a blob. Entries are streams, so a large table is never whole in memory. */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { BlobParts } from "./blobParts.ts";

export class ZipWriter {
  readonly #parts = new BlobParts();
  readonly #zip: Zip;
  #failure: Error | null = null;

  constructor() {
    this.#zip = new Zip((error, chunk) => {
      if (error) this.#failure = error;
      else this.#parts.push(chunk);
    });
  }

  /** Adds an entry; yields the bytes taken. `level` 0 stores, 1 to 9 deflate. */
  async *add(name: string, content: Blob, level: 0 | 1 | 6, signal: AbortSignal): AsyncGenerator<number, void, void> {
    const entry = level === 0 ? new ZipPassThrough(name) : new ZipDeflate(name, { level });
    // The time of writing says nothing about the content, and equal projects make equal files.
    entry.mtime = new Date(1980, 0, 1);
    this.#zip.add(entry);
    const chunkBytes = 1024 * 1024;
    for (let at = 0; at < content.size; at += chunkBytes) {
      signal.throwIfAborted();
      const chunk = new Uint8Array(await content.slice(at, at + chunkBytes).arrayBuffer());
      entry.push(chunk);
      this.#check();
      yield chunk.length;
    }
    entry.push(new Uint8Array(0), true);
    this.#check();
  }

  finish(): Blob {
    this.#zip.end();
    this.#check();
    return this.#parts.toBlob("application/zip");
  }

  #check() {
    if (this.#failure !== null) throw this.#failure;
  }
}
