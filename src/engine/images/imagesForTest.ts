/**
 * @file For tests in Node, where no browser decodes: small images written as uncompressed bitmaps, the decoder of those,
 * and files and archives made of them.
 */
import { zipSync } from "fflate";
import { textReader } from "../../core/data/columns.ts";
import { fitImage } from "../../core/data/images/resize.ts";
import type { Dataset, ImagesColumn, ReadOptions } from "../../core/data/types.ts";
import type { Issue, IssueCode } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { readImageFiles } from "../ingest/images/readImages.ts";
import type { DataOutcome } from "../ingest/readData.ts";
import type { SourceFile } from "../protocol.ts";
import type { Decode } from "./decoder.ts";

export type Colour = readonly [red: number, green: number, blue: number];

/** A bitmap of 24 bits, rows from the bottom, each padded to four bytes. */
export function bitmap(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): Uint8Array<ArrayBuffer> {
  const line = Math.ceil((width * 3) / 4) * 4;
  const bytes = new Uint8Array(54 + line * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = colourAt(x, y);
      bytes.set([blue, green, red], 54 + (height - 1 - y) * line + x * 3);
    }
  }
  return bytes;
}

export const flat = (colour: Colour, width = 4, height = 3): Uint8Array<ArrayBuffer> =>
  bitmap(width, height, () => colour);

/** Decodes what `bitmap` writes, and nothing else. */
export const decodeBitmap: Decode = async (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d || view.getUint16(28, true) !== 24) throw new Error("no bitmap");
  const [width, height] = [view.getInt32(18, true), view.getInt32(22, true)];
  const line = Math.ceil((width * 3) / 4) * 4;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 54 + (height - 1 - y) * line + x * 3;
      rgba.set([bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0, 255], (y * width + x) * 4);
    }
  }
  return {
    width,
    height,
    rows: (first, count) => rgba.subarray(first * width * 4, (first + count) * width * 4),
    scaled: (_, to, toHeight) => {
      const small = fitImage(rgba, { width, height }, 4, {
        width: to,
        height: toHeight,
        channels: 3,
        policy: "stretch",
      });
      return Uint8ClampedArray.from({ length: to * toHeight * 4 }, (__, i) =>
        i % 4 === 3 ? 255 : (small[(i >> 2) * 3 + (i % 4)] as number),
      );
    },
    close: () => undefined,
  };
};

export type Content = Uint8Array<ArrayBuffer> | string;

export const filesOf = (
  files: Readonly<Record<string, Content>> | readonly (readonly [string, Content])[],
): SourceFile[] =>
  (Array.isArray(files) ? (files as [string, Content][]) : Object.entries(files)).map(([path, content]) => ({
    path,
    file: new Blob([content]),
  }));

/** A zip of files; entries of images are stored as they are, as programs do. */
export const zipOf = (files: Readonly<Record<string, Content>>): Uint8Array<ArrayBuffer> =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      ]),
    ),
  ) as Uint8Array<ArrayBuffer>;

export async function outcomeOf(
  stream: AsyncGenerator<Progress, DataOutcome, void>,
): Promise<{ readonly outcome: DataOutcome; readonly progress: readonly Progress[] }> {
  const progress: Progress[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { outcome: value, progress };
    progress.push(value);
  }
}

export async function readOutcome(files: readonly SourceFile[], options: ReadOptions = {}): Promise<DataOutcome> {
  const { outcome } = await outcomeOf(readImageFiles(files, options, new AbortController().signal, decodeBitmap));
  return outcome;
}

export interface ReadImages {
  readonly dataset: Dataset;
  readonly suggested: Extract<DataOutcome, { ok: true }>["suggested"];
  readonly images: ImagesColumn;
  readonly cells: (column: string) => readonly (string | null)[];
  readonly codes: readonly IssueCode[];
  readonly context: (code: IssueCode) => Readonly<Record<string, unknown>>;
}

export function readingOf(outcome: DataOutcome): ReadImages {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.issues)}`);
  const { dataset, suggested } = outcome;
  const images = dataset.columns.find((column) => column.kind === "images");
  if (images === undefined) throw new Error("no images");
  const cells = (name: string): readonly (string | null)[] => {
    const column = dataset.columns[dataset.names.indexOf(name)];
    if (column === undefined) throw new Error(`no column ${name} among ${dataset.names.join(", ")}`);
    const read = textReader(column, dataset.format);
    return Array.from({ length: dataset.rows }, (_, row) => read(row));
  };
  const context = (code: IssueCode): Readonly<Record<string, unknown>> => {
    const issue = dataset.issues.find((candidate: Issue) => candidate.code === code);
    if (issue === undefined) throw new Error(`no ${code} among ${dataset.issues.map((each) => each.code).join(", ")}`);
    return { ...issue.context };
  };
  return { dataset, suggested, images, cells, codes: dataset.issues.map(({ code }) => code), context };
}

export const readImages = async (
  files: Readonly<Record<string, Content>> | readonly (readonly [string, Content])[],
  options?: ReadOptions,
): Promise<ReadImages> => readingOf(await readOutcome(filesOf(files), options));

export const refusalOf = async (
  files: Readonly<Record<string, Content>>,
  options?: ReadOptions,
): Promise<IssueCode[]> => {
  const outcome = await readOutcome(filesOf(files), options);
  return outcome.ok ? [] : outcome.issues.map(({ code }) => code);
};
