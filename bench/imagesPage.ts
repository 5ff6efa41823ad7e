/** @file What `bench/images.ts` runs in Chromium: reads files it fetches, as the worker does, and decodes them once more. */

import { decodeImages } from "../src/engine/images/decode.ts";
import { readImageFiles } from "../src/engine/ingest/images/readImages.ts";

export interface ImagesMeasured {
  readonly images: number;
  readonly bytes: number;
  readonly readSeconds: number;
  /** Decoding all into 28 × 28 grey, as a model's input. */
  readonly decodeSeconds: number;
}

async function measure(paths: readonly string[]): Promise<ImagesMeasured> {
  const files = await Promise.all(
    paths.map(async (path) => ({ path, file: await (await fetch(`/file/${encodeURIComponent(path)}`)).blob() })),
  );
  const { signal } = new AbortController();
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const start = performance.now();
  const stream = readImageFiles(files, {}, signal);
  for (;;) {
    const { done, value } = await stream.next();
    if (!done) continue;
    if (!value.ok) throw new Error(JSON.stringify(value.issues));
    const read = performance.now();
    const images = value.dataset.columns.find((column) => column.kind === "images");
    if (images === undefined) throw new Error("no images were read");
    const { rows } = value.dataset;
    const as = { width: 28, height: 28, channels: 1, policy: "stretch" } as const;
    const all = Uint32Array.from({ length: rows }, (_, row) => row);
    await decodeImages(images, all, as, signal);
    const end = performance.now();
    return { images: rows, bytes, readSeconds: (read - start) / 1000, decodeSeconds: (end - read) / 1000 };
  }
}

Object.assign(globalThis, { measure });
