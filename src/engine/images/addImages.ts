/**
 * @file More images at the end of a dataset: files, camera pictures, drawings. The rows that are there stay as they are;
 * columns that the new ones have no value for are missing in them. Plain images stay plain: what is added is brought to
 * their shape.
 */
import { columnLength } from "../../core/data/columns.ts";
import { imageBytesLimit, imageLimit } from "../../core/data/images/limits.ts";
import { suggestInput } from "../../core/data/images/suggest.ts";
import type { Dataset, ImagesColumn, StoredColumn } from "../../core/data/types.ts";
import { encodeUtf8 } from "../../core/data/utf8.ts";
import { assertNever } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { ContentHash } from "../ingest/contentHash.ts";
import { Gathered } from "../ingest/images/gather.ts";
import type { DataOutcome } from "../ingest/readData.ts";
import { Source } from "../ingest/source.ts";
import type { NewImage } from "../protocol.ts";
import { decodeBytes } from "./decode.ts";
import { browserDecode, type Decode } from "./decoder.ts";
import { ImageRows, joinImages } from "./imageRows.ts";
import { fileName, imageDataset, labelName, textColumn } from "./imageTable.ts";

const batch = 48;
const error = { severity: "error", at: {} } as const;

/** What is told of the images that were added before is said anew where it is still so. */
const passing: ReadonlySet<string> = new Set(["imageSizesMixed", "oneClassFolder", "arrayWithoutLabels"]);

export interface AddOptions {
  /** What a dataset of these images alone is called. */
  readonly name?: string;
  /** The column of the dataset that was there whose cells are the images' labels; "label" where it has no such column. */
  readonly labelColumn?: string;
  readonly decode?: Decode;
}

/** `before` null: a dataset of these images alone. Refused where none of them can be read. */
export async function* addImages(
  before: Dataset | null,
  images: readonly NewImage[],
  signal: AbortSignal,
  { name = "images", labelColumn = labelName, decode = browserDecode }: AddOptions = {},
): AsyncGenerator<Progress, DataOutcome, void> {
  const gathered = new Gathered(
    decode,
    images.reduce((sum, { file }) => sum + file.size, 1),
  );
  const labels: string[] = [];
  const total = images.length;
  for (let at = 0; at < total; at += batch) {
    const files = images.slice(at, at + batch).map((image, i) => {
      const source = new Source(image.file, image.name, signal);
      // The number finds the label again: names may repeat.
      return { path: `${at + i}/${image.name}`, size: image.file.size, read: () => source.read(0, source.size) };
    });
    await gathered.add(files, signal);
    yield { done: Math.min(total, at + batch), total, unit: "images" };
  }
  const names = gathered.paths.map((path) => {
    const image = images[Number.parseInt(path, 10)] as NewImage;
    labels.push(image.label);
    return image.name;
  });
  const found = gathered.issues().map((issue) => withoutNumbers(issue));
  const bytes = images.reduce((sum, { file }) => sum + file.size, 0);
  if (names.length === 0)
    return { ok: false, issues: [{ ...error, code: "noImages", context: { fileName: name } }, ...found] };
  if (before === null) {
    gathered.rows.note(labels.join("\n"));
    const id = gathered.rows.id();
    const column = gathered.rows.column();
    return imageDataset({
      id,
      name,
      bytes,
      images: column,
      labels,
      files: names,
      parts: null,
      beside: null,
      issues: found,
    });
  }
  const at = before.columns.findIndex(({ kind }) => kind === "images");
  const old = before.columns[at];
  if (old?.kind !== "images")
    return { ok: false, issues: [{ ...error, code: "noImages", context: { fileName: before.fileName } }] };
  const added = old.raw === null ? gathered.rows.column() : await asPlain(gathered.rows.column(), old, decode);
  const tooMuch = overLimit(before, old, added);
  if (tooMuch !== null) return { ok: false, issues: [tooMuch] };
  const into = before.names.includes(labelColumn) && labelColumn !== before.names[at] ? labelColumn : labelName;
  const { names: columnNames, columns } = withTexts(before, at, joinImages(old, added), { into, labels, names });
  const rows = before.rows + names.length;
  const kept = before.issues.filter(({ code }) => !passing.has(code));
  const dataset: Dataset = {
    ...before,
    ...{ id: newId(before, gathered.rows.id(), labels, names), bytes: before.bytes + bytes, rows },
    ...{ names: columnNames, columns, issues: [...kept, ...found] },
  };
  const target = columnNames.includes(into) ? into : null;
  const images2 = dataset.columns[at] as ImagesColumn;
  return { ok: true, dataset, suggested: { target, input: suggestInput(images2, columnNames[at] as string) } };
}

/** Of the listed names the numbers put before them. */
function withoutNumbers(issue: Issue): Issue {
  const context = { ...issue.context } as Record<string, unknown>;
  if (typeof context.examples === "string") context.examples = context.examples.replace(/(^|, )\d+\//g, "$1");
  return { ...issue, context } as Issue;
}

function newId(before: Dataset, images: string, labels: readonly string[], names: readonly string[]): string {
  const hash = new ContentHash();
  hash.update(encodeUtf8(JSON.stringify([before.id, images, labels, names])));
  return hash.digest();
}

function overLimit(before: Dataset, old: ImagesColumn, added: ImagesColumn): Issue | null {
  const count = before.rows + added.offsets.length - 1;
  if (count > imageLimit) return { ...error, code: "tooManyImages", context: { count, limit: imageLimit } };
  const bytes = old.bytes.length + added.bytes.length;
  if (bytes <= imageBytesLimit) return null;
  const megabytes = (n: number): number => Math.ceil(n / 1e6);
  const context = { limit: megabytes(imageBytesLimit), needed: megabytes(bytes), images: before.rows };
  return { ...error, code: "imagesTooLarge", context };
}

/** Files as plain pixels of the shape that the others have, cut in the middle where their proportions differ. */
async function asPlain(files: ImagesColumn, { raw }: ImagesColumn, decode: Decode): Promise<ImagesColumn> {
  if (raw === null) return files;
  const rows = new ImageRows(raw, files.offsets.length * raw.height * raw.width * raw.channels);
  for (let row = 0; row + 1 < files.offsets.length; row++) {
    const bytes = files.bytes.subarray(files.offsets[row] as number, files.offsets[row + 1] as number);
    rows.add(await decodeBytes(bytes, { ...raw, policy: "crop" }, decode), raw);
  }
  return rows.column();
}

interface Texts {
  /** The column of the labels. */
  readonly into: string;
  readonly labels: readonly string[];
  readonly names: readonly string[];
}

function withTexts(
  before: Dataset,
  imagesAt: number,
  images: ImagesColumn,
  { into, labels, names }: Texts,
): { readonly names: readonly string[]; readonly columns: readonly StoredColumn[] } {
  const blank = names.map(() => "");
  const columns = before.columns.map((column, i) => {
    if (i === imagesAt) return images;
    const called = before.names[i];
    return withCells(before, column, called === into ? labels : called === fileName ? names : blank);
  });
  if (before.names.includes(into) || labels.every((label) => label === "")) return { names: before.names, columns };
  const old = new Array<string>(before.rows).fill("");
  return { names: [...before.names, into], columns: [...columns, textColumn([...old, ...labels], before.format)] };
}

/** A column with more cells below; what it held stays as it is stored. */
function withCells({ format }: Dataset, column: StoredColumn, cells: readonly string[]): StoredColumn {
  switch (column.kind) {
    case "dictionary": {
      const values = [...column.values];
      const codeOf = new Map(values.map((value, code) => [value, code]));
      const codes = new Uint32Array(column.codes.length + cells.length);
      codes.set(column.codes);
      cells.forEach((cell, i) => {
        let code = codeOf.get(cell);
        if (code === undefined) {
          code = values.push(cell) - 1;
          codeOf.set(cell, code);
        }
        codes[column.codes.length + i] = code;
      });
      return { kind: "dictionary", codes, values };
    }
    case "numbers": {
      const values = new Float64Array(column.values.length + cells.length);
      values.set(column.values);
      const exceptions = new Map(column.exceptions);
      cells.forEach((cell, i) => {
        const row = column.values.length + i;
        const value = cell === "" ? Number.NaN : Number(format.decimal === "," ? cell.replace(",", ".") : cell);
        values[row] = Number.isFinite(value) ? value : Number.NaN;
        if (cell !== "" && !Number.isFinite(value)) exceptions.set(row, cell);
      });
      return { kind: "numbers", values, exceptions };
    }
    case "text": {
      const texts = cells.map(encodeUtf8);
      const rows = columnLength(column);
      const offsets = new Float64Array(rows + cells.length + 1);
      offsets.set(column.offsets);
      texts.forEach((text, i) => {
        offsets[rows + i + 1] = (offsets[rows + i] as number) + text.length;
      });
      const bytes = new Uint8Array(offsets.at(-1) ?? 0);
      bytes.set(column.bytes);
      texts.forEach((text, i) => {
        bytes.set(text, offsets[rows + i]);
      });
      return { kind: "text", bytes, offsets };
    }
    case "images":
      // A second column of images has none for the new rows.
      return withoutMore(column, cells.length);
    default:
      return assertNever(column);
  }
}

function withoutMore(column: ImagesColumn, count: number): ImagesColumn {
  const offsets = new Float64Array(column.offsets.length + count).fill(column.bytes.length);
  offsets.set(column.offsets);
  const sizes = new Uint32Array(column.raw === null ? column.sizes.length + 2 * count : 0);
  sizes.set(column.sizes);
  return { ...column, offsets, sizes };
}
