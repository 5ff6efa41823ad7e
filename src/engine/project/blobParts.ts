/** @file Gathers a stream of bytes in blobs of some size, so that the browser may keep them out of memory. */

const flushBytes = 16 * 1024 * 1024;

export class BlobParts {
  #blobs: Blob[] = [];
  #chunks: BlobPart[] = [];
  #pending = 0;
  size = 0;

  push(chunk: Uint8Array): void {
    // The chunk may be a view of a buffer that its maker uses again.
    this.#chunks.push(chunk.slice() as Uint8Array<ArrayBuffer>);
    this.#pending += chunk.length;
    this.size += chunk.length;
    if (this.#pending < flushBytes) return;
    this.#blobs.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#pending = 0;
  }

  toBlob(type?: string): Blob {
    return new Blob([...this.#blobs, ...this.#chunks], { type });
  }
}
