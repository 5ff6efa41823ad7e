/**
 * @file A table whose first column holds images: the columns beside it, what is missing in them, and what is likely to
 * be predicted. Used by every reader that ends in images.
 */

import { ColumnBuilder } from "../../core/data/columnBuilder.ts";
import { suggestInput } from "../../core/data/images/suggest.ts";
import { suggestTarget, summarizeDataset } from "../../core/data/summarize.ts";
import {
  commonFormat,
  type Dataset,
  type ImagesColumn,
  type StoredColumn,
  type TableFormat,
} from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { DataOutcome } from "../ingest/readData.ts";

export const imageName = "image";
export const labelName = "label";
export const fileName = "file";
export const partName = "part";

/** A class may be called "none" or "?": nothing but an empty cell is missing here. */
export const imageFormat: TableFormat = { ...commonFormat, missing: [""] };

export interface TableBeside {
  readonly names: readonly string[];
  /** As many rows as there are images. */
  readonly columns: readonly StoredColumn[];
  readonly format: TableFormat;
}

export interface ImageTable {
  readonly id: string;
  /** What the dataset is called. */
  readonly name: string;
  readonly bytes: number;
  readonly images: ImagesColumn;
  /** "" where one is missing; null: there is no such column. */
  readonly labels: readonly string[] | null;
  readonly files: readonly string[] | null;
  readonly parts: readonly string[] | null;
  readonly beside: TableBeside | null;
  readonly issues: readonly Issue[];
}

export function textColumn(texts: readonly string[], format: TableFormat = imageFormat): StoredColumn {
  const builder = new ColumnBuilder(format);
  for (const text of texts) builder.appendText(text);
  return builder.finish();
}

/** A name that no column has yet. */
function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let i = 2; taken.includes(name); i++) name = `${wanted} ${i}`;
  return name;
}

export function imageDataset({
  id,
  name,
  bytes,
  images,
  labels,
  files,
  parts,
  beside,
  issues,
}: ImageTable): DataOutcome {
  const taken = [...(beside?.names ?? [])];
  const names: string[] = [];
  const columns: StoredColumn[] = [];
  const format = beside?.format ?? imageFormat;
  const put = (wanted: string, column: StoredColumn): string => {
    const free = freeName(wanted, taken);
    taken.push(free);
    names.push(free);
    columns.push(column);
    return free;
  };
  const image = put(imageName, images);
  const label = labels === null ? null : put(labelName, textColumn(labels, format));
  if (files !== null) put(fileName, textColumn(files, format));
  if (parts !== null) put(partName, textColumn(parts, format));
  names.push(...(beside?.names ?? []));
  columns.push(...(beside?.columns ?? []));
  const rows = images.offsets.length - 1;
  const dataset: Dataset = { id, fileName: name, bytes, rows, format, names, columns, issues };
  const target = label ?? besideTarget(dataset, beside);
  return { ok: true, dataset, suggested: { target, input: suggestInput(images, image) } };
}

/** The column of the table beside that is likely to be predicted. */
function besideTarget(dataset: Dataset, beside: TableBeside | null): string | null {
  if (beside === null) return null;
  const summary = summarizeDataset(dataset, {});
  return suggestTarget({ ...summary, columns: summary.columns.filter(({ name }) => beside.names.includes(name)) });
}
