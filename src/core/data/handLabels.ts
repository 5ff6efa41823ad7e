/**
 * @file A target of classes as the rows that are left hold it, once rows were labelled by hand, taken out or filtered: the
 * summary of the stored column tells what the file says.
 */
import { inBlocks, type Pieces } from "../pieces.ts";
import type { CategoryReader } from "./columns.ts";
import type { ColumnSummary } from "./types.ts";

const exampleCount = 5;
const topValues = 20;

/** The summary with the classes counted over `rows`. */
export function* countedOver(
  summary: ColumnSummary,
  { values, codeAt }: CategoryReader,
  rows: Uint32Array,
): Pieces<ColumnSummary> {
  const counts = new Uint32Array(values.length);
  let missing = 0;
  yield* inBlocks(rows.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const code = codeAt(rows[i] as number);
      if (code < 0) missing++;
      else counts[code] = (counts[code] as number) + 1;
    }
  });
  const used = values
    .map((value, code) => ({ value, count: counts[code] as number }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const single = used.filter(({ count }) => count === 1).map(({ value }) => value);
  const top = used.slice(0, topValues);
  const other = rows.length - missing - top.reduce((sum, { count }) => sum + count, 0);
  return {
    ...summary,
    missing,
    invalid: { count: 0, examples: [] },
    unique: used.length,
    uniqueCapped: false,
    chart: { kind: "values", top, other },
    singletons: { count: single.length, examples: single.slice(0, exampleCount) },
  };
}

/**
 * The summary with the classes that hand labels add, for whoever has no rows: a class that they emptied is still counted,
 * so that two are at most two.
 */
export function withHandLabels(summary: ColumnSummary, cells: Readonly<Record<string, string | null>>): ColumnSummary {
  const { chart, type, unique } = summary;
  if (chart.kind !== "values" || (type !== "category" && type !== "boolean")) return summary;
  const known = new Set(chart.top.map(({ value }) => value));
  const added = new Set(Object.values(cells).filter((cell) => cell !== null && !known.has(cell)));
  return added.size === 0 ? summary : { ...summary, unique: unique + added.size };
}
