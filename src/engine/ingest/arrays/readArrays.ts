/**
 * @file Arrays that were read, as a dataset: images with their labels and parts, or a table where no array has the shape
 * of images. Plain images stay plain: nothing is encoded or decoded.
 */
import { imageBytesLimit, imageLimit } from "../../../core/data/images/limits.ts";
import { suggestTarget, summarizeDataset } from "../../../core/data/summarize.ts";
import {
  commonFormat,
  type Dataset,
  type RawShape,
  type ReadOptions,
  type StoredColumn,
} from "../../../core/data/types.ts";
import type { Issue } from "../../../core/issue.ts";
import { ImageRows } from "../../images/imageRows.ts";
import { imageDataset, textColumn } from "../../images/imageTable.ts";
import { ContentHash } from "../contentHash.ts";
import { Listing, listed } from "../images/listing.ts";
import { rowLimit, storedLimit } from "../limits.ts";
import type { DataOutcome } from "../readData.ts";
import { columnLimit } from "../tokenize.ts";
import { type CifarImages, cifarClasses } from "./cifar.ts";
import { isText, type NamedArray, numberAt, textAt } from "./namedArray.ts";
import { type Pair, pairArrays, partOfName } from "./pairing.ts";
import { byteScale, type ImageLayout, imageLayout, imageReader, rangeOf, type ValueRange } from "./pixels.ts";

const error = { severity: "error", at: {} } as const;
const refused = (...issues: readonly Issue[]): DataOutcome => ({ ok: false, issues });

/** Images of one array with what is known of them. */
interface Block {
  readonly name: string;
  readonly count: number;
  readonly raw: RawShape;
  readonly read: (i: number) => Uint8Array;
  readonly label: ((i: number) => string) | null;
  readonly part: string | null;
}

interface About {
  readonly name: string;
  readonly bytes: number;
  readonly issues: readonly Issue[];
}

const shapeText = ({ shape }: NamedArray): string => `(${shape.join(", ")})`;

/** One value a row: a vector, or a matrix of one column. */
const isVector = ({ shape }: NamedArray): boolean => shape.length === 1 || (shape.length === 2 && shape[1] === 1);

export function arraysDataset(arrays: readonly NamedArray[], options: ReadOptions, about: About): DataOutcome {
  const images = arrays.filter((array) => imageLayout(array) !== null);
  const vectors = arrays.filter((array) => isVector(array) && imageLayout(array) === null);
  const others = arrays.filter((array) => !isVector(array) && imageLayout(array) === null);
  if (images.length === 0) return tableDataset(others, vectors, options, about);
  const paired = pairArrays(images, vectors);
  if (!paired.ok) return refused(paired.issue);
  const ignored = new Listing();
  for (const { name } of [...others, ...paired.unused]) ignored.add(name);
  const made = blocksOf(paired.pairs, options);
  if (!made.ok) return refused(made.issue);
  const issues = [...about.issues, ...made.issues, ...listed("otherFilesIgnored", "notice", ignored)];
  return blocksDataset(made.blocks, options, { ...about, issues });
}

type Blocks =
  | { readonly ok: true; readonly blocks: readonly Block[]; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issue: Issue };

function blocksOf(pairs: readonly Pair[], { classNames }: ReadOptions): Blocks {
  const issues: Issue[] = [];
  const ranges = new Map<NamedArray, ValueRange>();
  for (const { images } of pairs) {
    const range = rangeOf(images);
    if (range === null)
      return { ok: false, issue: { ...error, code: "arrayNotFinite", context: { fileName: images.name } } };
    ranges.set(images, range);
  }
  // Arrays that belong together are brought to bytes in the same way, however dark one of them is.
  const numbers = [...ranges].filter(([{ type }]) => type.kind !== "u" || type.size !== 1).map(([, range]) => range);
  const min = numbers.reduce((least, range) => Math.min(least, range.min), Number.POSITIVE_INFINITY);
  const max = numbers.reduce((most, range) => Math.max(most, range.max), Number.NEGATIVE_INFINITY);
  const scale = byteScale({ min, max });
  const [first] = pairs;
  if (numbers.length > 0 && first !== undefined && scale.factor !== 1) {
    const context = { fileName: first.images.name, min: String(min), max: String(max) };
    issues.push({ code: "arrayRescaled", severity: "notice", at: {}, context });
  }
  const blocks = pairs.map(({ images, labels, part }): Block => {
    const layout = imageLayout(images) as ImageLayout;
    const label = labels === null ? null : namedBy(textAt(labels), classNames);
    return {
      name: images.name,
      count: layout.count,
      raw: layout.raw,
      read: imageReader(images, layout, scale),
      label,
      part,
    };
  });
  return { ok: true, blocks, issues };
}

/** Class numbers under the names that are given to them. */
const namedBy =
  (textOf: (i: number) => string, names: readonly string[] | undefined): ((i: number) => string) =>
  (i) => {
    const text = textOf(i);
    const index = /^\d+$/.test(text) ? Number(text) : -1;
    return names?.[index] ?? text;
  };

export function cifarDataset(
  files: readonly { readonly name: string; readonly images: CifarImages }[],
  options: ReadOptions,
  about: About,
): DataOutcome {
  const names = options.classNames ?? cifarClasses;
  const blocks = files.map(({ name, images }): Block => {
    const length = 32 * 32 * 3;
    return {
      name,
      count: images.count,
      raw: { height: 32, width: 32, channels: 3 },
      read: (i) => images.pixels.subarray(i * length, (i + 1) * length),
      label: namedBy((i) => String(images.labels[i]), names),
      // The training set comes in batches that are numbered and not named after it.
      part: partOfName(name) ?? "train",
    };
  });
  return blocksDataset(blocks, options, about);
}

function blocksDataset(blocks: readonly Block[], { maxRows }: ReadOptions, about: About): DataOutcome {
  const [first] = blocks;
  if (first === undefined) return refused({ ...error, code: "noImages", context: { fileName: about.name } });
  const { raw } = first;
  const shapes = new Set(blocks.map((block) => `${block.raw.width} × ${block.raw.height} × ${block.raw.channels}`));
  if (shapes.size > 1)
    return refused({ ...error, code: "arrayShapesDiffer", context: { shapes: [...shapes].join(", ") } });
  const total = blocks.reduce((sum, { count }) => sum + count, 0);
  const taken = Math.min(total, maxRows ?? total);
  if (taken > imageLimit)
    return refused({ ...error, code: "tooManyImages", context: { count: taken, limit: imageLimit } });
  const length = raw.height * raw.width * raw.channels;
  if (taken * length > imageBytesLimit) {
    const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);
    const context = {
      limit: megabytes(imageBytesLimit),
      needed: megabytes(taken * length),
      images: Math.floor(imageBytesLimit / length),
    };
    return refused({ ...error, code: "imagesTooLarge", context });
  }
  const issues = [...about.issues];
  if (taken < total) issues.push({ code: "imagesTaken", severity: "notice", at: {}, context: { count: taken, total } });
  const rows = new ImageRows(raw, taken * length);
  const labels: string[] = [];
  const parts: string[] = [];
  let before = 0;
  for (const block of blocks) {
    // Evenly from all: the first ones of a sorted array would be of one class.
    const isTaken = (i: number): boolean =>
      Math.floor(((before + i + 1) * taken) / total) > Math.floor(((before + i) * taken) / total);
    for (let i = 0; i < block.count; i++) {
      if (!isTaken(i)) continue;
      rows.add(block.read(i), raw);
      labels.push(block.label?.(i) ?? "");
      parts.push(block.part ?? "");
    }
    before += block.count;
  }
  if (blocks.every(({ label }) => label === null)) {
    issues.push({ code: "arrayWithoutLabels", severity: "notice", at: {}, context: { count: taken } });
  }
  rows.note(JSON.stringify([raw.height, raw.width, raw.channels]));
  rows.note(labels.join("\n"));
  rows.note(parts.join("\n"));
  const several = new Set(parts).size > 1;
  const { name, bytes } = about;
  return imageDataset({
    ...{ id: rows.id(), name, bytes, images: rows.column(), labels, issues },
    ...{ files: null, parts: several ? parts : null, beside: null },
  });
}

/** A matrix of numbers as a table of columns f0, f1, …, with the labels that come beside it. */
function tableDataset(
  matrices: readonly NamedArray[],
  vectors: readonly NamedArray[],
  { maxRows }: ReadOptions,
  about: About,
): DataOutcome {
  const matrix = matrices.find((array) => array.shape.length === 2 && !isText(array));
  if (matrix === undefined) {
    const [odd] = matrices;
    if (odd !== undefined) {
      return refused({ ...error, code: "arrayShape", context: { fileName: odd.name, shape: shapeText(odd) } });
    }
    return refused({ ...error, code: "labelsAlone", context: { fileName: vectors[0]?.name ?? about.name } });
  }
  const paired = pairArrays([matrix], vectors);
  if (!paired.ok) return refused(paired.issue);
  const [rows = 0, width = 0] = matrix.shape;
  const taken = Math.min(rows, maxRows ?? rows);
  if (taken < 1 || width < 1 || width > columnLimit) {
    return refused({ ...error, code: "arrayShape", context: { fileName: matrix.name, shape: shapeText(matrix) } });
  }
  if (taken > rowLimit || taken * width * 8 > storedLimit) {
    return refused({ ...error, code: "arrayTooLarge", context: { fileName: matrix.name, limit: storedLimit / 1e6 } });
  }
  const ignored = new Listing();
  for (const array of [...matrices, ...paired.unused]) if (array !== matrix) ignored.add(array.name);
  const issues = [...about.issues, ...listed("otherFilesIgnored", "notice", ignored)];
  if (taken < rows) issues.push({ code: "firstRowsOnly", severity: "notice", at: {}, context: { count: taken } });
  const labels = paired.pairs[0]?.labels ?? null;
  const columns: StoredColumn[] = numberColumns(matrix, taken, width);
  const names = columns.map((_, i) => `f${i}`);
  const hash = new ContentHash();
  hash.update(matrix.data);
  hash.update(new TextEncoder().encode(JSON.stringify([matrix.shape, matrix.type, taken])));
  if (labels !== null) {
    columns.push(
      textColumn(
        Array.from({ length: taken }, (_, i) => textAt(labels)(i)),
        commonFormat,
      ),
    );
    names.push("label");
    hash.update(labels.data);
  }
  const { name, bytes } = about;
  const dataset: Dataset = {
    ...{ id: hash.digest(), fileName: name, bytes, rows: taken, format: commonFormat, names, columns, issues },
  };
  const target = labels === null ? suggestTarget(summarizeDataset(dataset, {})) : "label";
  return { ok: true, dataset, suggested: { target, input: { kind: "columns" } } };
}

function numberColumns(matrix: NamedArray, rows: number, width: number): StoredColumn[] {
  const read = numberAt(matrix);
  return Array.from({ length: width }, (_, column): StoredColumn => {
    const values = new Float64Array(rows);
    const exceptions = new Map<number, string>();
    for (let row = 0; row < rows; row++) {
      const value = read(row * width + column);
      values[row] = Number.isFinite(value) ? value : Number.NaN;
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) exceptions.set(row, String(value));
    }
    return { kind: "numbers", values, exceptions };
  });
}

/** Arrays whose values are more than memory holds are not read at all. */
export const arrayFileLimit = imageBytesLimit;

export const tooLarge = (fileName: string): Issue => ({
  ...error,
  code: "arrayTooLarge",
  context: { fileName, limit: arrayFileLimit / 1e6 },
});
