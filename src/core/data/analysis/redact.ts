/**
 * @file A dataset with personal columns masked, hashed or gone, as if the file had been so: what was there is in no part
 * of the new dataset, its id and its reading issues included. Missing cells stay missing.
 *
 * A hash keeps equal cells equal, so that groups and joins go on to work. It is no secret from someone who knows the
 * dataset and can try all telephone numbers; who must be safe from that drops the column.
 */

import { missingTest } from "../cells.ts";
import { ColumnBuilder } from "../columnBuilder.ts";
import { columnLength, textReader } from "../columns.ts";
import type { Dataset, Redaction, StoredColumn } from "../types.ts";
import { personalParts } from "./personal.ts";
import { sha256 } from "./sha256.ts";

/** 48 bits: two of a million different cells share them once in 600 datasets. */
const hashDigits = 12;
const star = /[\p{L}\p{N}]/gu;
/** A cell of this many words is a text in which only what names a person is masked. */
const textWords = 4;

/** Each letter and digit as a star; in longer texts those of addresses and numbers alone. */
export function maskCell(text: string): string {
  if (text.trim().split(/\s+/).length < textWords) return text.replace(star, "*");
  let masked = "";
  let at = 0;
  for (const { start, end } of personalParts(text)) {
    masked += text.slice(at, start) + text.slice(start, end).replace(star, "*");
    at = end;
  }
  return masked + text.slice(at);
}

export const hashCell = (text: string, salt: string): string => sha256(`${salt}\n${text.trim()}`).slice(0, hashDigits);

/** What the dataset is without what `columns` names; the same dataset where they name none of its columns. */
export function redactDataset(dataset: Dataset, columns: Readonly<Record<string, Redaction>>): Dataset {
  const wanted = dataset.names.flatMap((name, i): [string, Redaction][] => {
    const how = Object.hasOwn(columns, name) ? columns[name] : undefined;
    return how === undefined || dataset.columns[i]?.kind === "images" ? [] : [[name, how]];
  });
  if (wanted.length === 0) return dataset;
  const how = new Map(wanted);
  const kept = dataset.names.flatMap((name, i) => {
    const column = dataset.columns[i];
    const way = how.get(name);
    if (column === undefined || way === "drop") return [];
    return [{ name, column: way === undefined ? column : redactColumn(column, dataset, way) }];
  });
  const tag = sha256(JSON.stringify([...wanted].sort())).slice(0, hashDigits);
  return {
    ...dataset,
    id: `${dataset.id}-${tag}`,
    names: kept.map(({ name }) => name),
    columns: kept.map(({ column }) => column),
    // Their examples are cells.
    issues: dataset.issues.filter(({ at }) => at.column === undefined || !how.has(at.column)),
  };
}

function redactColumn(column: StoredColumn, { id, format }: Dataset, how: "mask" | "hash"): StoredColumn {
  const isMissing = missingTest(format.missing);
  const change = (text: string): string => (how === "mask" ? maskCell(text) : hashCell(text, id));
  // A masked "n/a…" or an unlucky hash must not read as a missing cell.
  const changed = (text: string): string => {
    const next = change(text);
    return isMissing(next) ? `*${next}` : next;
  };
  const read = textReader(column, format);
  const known = column.kind === "dictionary" ? new Map<string, string>() : null;
  const builder = new ColumnBuilder(format);
  const rows = columnLength(column);
  for (let row = 0; row < rows; row++) {
    const text = read(row);
    if (text === null) {
      builder.appendText("");
      continue;
    }
    let next = known?.get(text);
    if (next === undefined) {
      next = changed(text);
      known?.set(text, next);
    }
    builder.appendText(next);
  }
  return builder.finish();
}
