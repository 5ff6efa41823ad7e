/**
 * @file Tables with the same columns as one, row after row. Cells keep their texts; numbers and dates that one file writes
 * in another way than the first are spelt as the first spells them, so that the whole has one format.
 */
import { scanNumber } from "../../core/data/cells.ts";
import { ColumnBuilder, spellNumber } from "../../core/data/columnBuilder.ts";
import { textReader } from "../../core/data/columns.ts";
import { scanDate } from "../../core/data/dates.ts";
import type { Dataset } from "../../core/data/types.ts";
import { AppError } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { ContentHash } from "./contentHash.ts";
import { checkSize } from "./limits.ts";
import { error, refused, type TableOutcome } from "./tableOutcome.ts";

const rowsAtOnce = 50_000;

/** Why two tables are not one; undefined where they have the same columns, in whatever order. */
export function difference(first: Dataset, other: Dataset): Issue | undefined {
  const without = (names: readonly string[], others: readonly string[]): string => {
    const taken = new Set(others);
    const rest = names.filter((name) => !taken.has(name));
    return rest.length === 0 ? "–" : `${rest.slice(0, 5).join(", ")}${rest.length > 5 ? ", …" : ""}`;
  };
  const missing = without(first.names, other.names);
  const extra = without(other.names, first.names);
  if (missing === "–" && extra === "–") return undefined;
  return { ...error, code: "tablesDiffer", context: { first: first.fileName, other: other.fileName, missing, extra } };
}

/** Datasets of the same columns, in the order given. */
export async function* joinTables(
  tables: readonly [Dataset, ...Dataset[]],
  maxRows: number,
  signal: AbortSignal,
): AsyncGenerator<Progress, TableOutcome, void> {
  const [first] = tables;
  const builders = first.names.map(() => new ColumnBuilder(first.format));
  const total = Math.min(
    maxRows,
    tables.reduce((sum, { rows }) => sum + rows, 0),
  );
  let rows = 0;
  for (const table of tables) {
    const place = new Map(table.names.map((name, i) => [name, i]));
    const cells = first.names.map((name) => cellReader(table, place.get(name) ?? -1, first));
    const end = Math.min(table.rows, total - rows);
    for (let start = 0; start < end; start += rowsAtOnce) {
      const stop = Math.min(end, start + rowsAtOnce);
      builders.forEach((builder, i) => {
        const read = cells[i] as (row: number) => string;
        for (let row = start; row < stop; row++) builder.appendText(read(row));
      });
      rows += stop - start;
      const byteSize = builders.reduce((sum, builder) => sum + builder.byteSize, 0);
      const unfit = checkSize({ rows, byteSize }, rows, total, total);
      if (unfit !== undefined) return refused(unfit);
      yield { done: rows, total, rows };
      // Lets a cancel arrive between the pieces.
      await new Promise((resume) => setTimeout(resume));
      if (signal.aborted) throw new AppError("cancelled", {});
    }
  }
  const hash = new ContentHash();
  hash.update(new TextEncoder().encode(JSON.stringify([tables.map(({ id }) => id), maxRows])));
  const files = tables.map(({ fileName }) => fileName);
  const joined: Issue = {
    code: "filesJoined",
    severity: "notice",
    at: {},
    context: { count: files.length, files: `${files.slice(0, 5).join(", ")}${files.length > 5 ? ", …" : ""}` },
  };
  const columns = builders.map((builder) => builder.finish());
  const dataset: Dataset = {
    ...first,
    id: `${hash.digest()}-joined`,
    fileName: commonName(files),
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
    rows,
    columns,
    issues: [joined, ...once(tables.flatMap(({ issues }) => issues))],
  };
  return { ok: true, dataset };
}

/** Cells of a column as texts, "" where missing, in the first table's spelling. */
function cellReader({ columns, format }: Dataset, index: number, first: Dataset): (row: number) => string {
  const column = columns[index];
  if (column === undefined) return () => "";
  const read = textReader(column, { ...format, missing: [""] });
  const sameDecimal = format.decimal === first.format.decimal;
  const sameOrder = format.dayFirst === first.format.dayFirst;
  return (row) => {
    const text = read(row) ?? "";
    if (text === "" || (sameDecimal && sameOrder)) return text;
    if (!sameDecimal) {
      const number = scanNumber(text, format.decimal);
      if (number.kind === "number") return spellNumber(number.value, first.format.decimal);
    }
    const date = sameOrder ? undefined : scanDate(text, format.dayFirst);
    return date?.order === "either" ? new Date(date.value).toISOString().replace("T00:00:00.000Z", "") : text;
  };
}

/** Of the same finding in each of 50 files, one is told. */
function once(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const key = `${issue.code} ${issue.at.column ?? ""}`;
    return seen.size < seen.add(key).size;
  });
}

/** "a-1.csv", "a-2.csv" → "a-1.csv + 1". */
const commonName = (files: readonly string[]): string => `${files[0]} + ${files.length - 1}`;
