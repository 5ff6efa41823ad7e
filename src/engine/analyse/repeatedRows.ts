/**
 * @file Rows that stand in the table more than once, by the cells a model sees: its features and the target. Exactly, then
 * nearly: texts without case and white space, numbers to a hundredth of their deviation.
 */

import type { Scanned, ScannedColumn } from "../../core/data/analysis/finding.ts";
import {
  agreement,
  findRepeats,
  isTelling,
  type Repeats,
  RowHashes,
  textHash,
} from "../../core/data/analysis/repeats.ts";
import { repeatFindings } from "../../core/data/analysis/tableScan.ts";
import { lookalikeKey } from "../../core/data/cells.ts";
import type { Issue } from "../../core/issue.ts";
import type { Pause } from "../pause.ts";

export interface RepeatsQuery {
  readonly scanned: Scanned;
  readonly partOf: Uint8Array;
  readonly pause: Pause;
}

/** Numbers this share of their deviation apart count as nearly the same. */
const nearShare = 0.01;

export async function repeatedRows(query: RepeatsQuery): Promise<Issue[]> {
  const { data, columns, rows } = query.scanned;
  // Series at rest repeat themselves, and images have more to them than their label.
  if (data.input.kind === "sequence" || data.input.kind === "image") return [];
  const compared = columns.filter(({ name, feature }) => feature || name === data.target);
  if (!compared.some(({ feature }) => feature) || rows < 10) return [];
  const removed = (row: number) => Object.hasOwn(data.rows, String(row)) && data.rows[String(row)] === null;
  const hasRemoved = Object.keys(data.rows).length > 0;
  const live = Uint32Array.from({ length: rows }, (_, row) => row).filter((row) => !hasRemoved || !removed(row));
  const exact = await compare(query, compared, live, "exact");
  // Rows of few values repeat by chance; a text does not, however few texts there are.
  const isText = data.input.kind === "text" && exact.repeats.across > 0;
  const told = isText || isTelling(exact.repeats, live.length, exact.agreements);
  const issues = told ? repeatFindings(exact.repeats, "exact") : [];
  const near = await compare(query, compared, live, "near");
  const same = new Set(exact.repeats.later);
  const later = near.repeats.later.filter((row) => !same.has(row));
  const repeats: Repeats = {
    later,
    pairs: near.repeats.pairs - exact.repeats.pairs,
    across: Math.max(0, near.repeats.across - exact.repeats.across),
  };
  return isTelling(repeats, live.length, near.agreements) ? [...issues, ...repeatFindings(repeats, "near")] : issues;
}

async function compare(
  { scanned, partOf, pause }: RepeatsQuery,
  columns: readonly ScannedColumn[],
  live: Uint32Array,
  how: "exact" | "near",
): Promise<{ readonly repeats: Repeats; readonly agreements: readonly number[] }> {
  const hashes = new RowHashes(scanned.rows);
  const agreements: number[] = [];
  for (const column of columns) {
    const read = cellReader(column, how);
    await pause.each(live.length, (i) => hashes.add(live[i] as number, read(live[i] as number)));
    agreements.push(agreement(read, live));
  }
  await pause.take();
  return { repeats: findRepeats(hashes.finish(), live, partOf), agreements };
}

/** A number for each cell that is the same for the same cells. */
function cellReader({ type, source, summary }: ScannedColumn, how: "exact" | "near"): (row: number) => number {
  switch (type) {
    case "number":
    case "integer":
    case "date": {
      const grain = (summary.stats?.std ?? 0) * nearShare;
      if (how === "exact" || !(grain > 0)) return source.number;
      return (row) => Math.round(source.number(row) / grain);
    }
    case "category":
    case "boolean": {
      const { codeAt, values } = source.categories;
      if (how === "exact") return (row) => codeAt(row);
      const keys = Float64Array.from(values, (value) => textHash(lookalikeKey(value)));
      return (row) => (codeAt(row) < 0 ? Number.NaN : (keys[codeAt(row)] as number));
    }
    case "text":
    case "id":
    case "constant":
    case "image":
      return (row) => {
        const text = source.text(row);
        if (text === null) return Number.NaN;
        return textHash(how === "exact" ? text.trim() : plainWords(text));
      };
  }
}

/** Letters and digits alone, in one case. */
const plainWords = (text: string): string =>
  lookalikeKey(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
