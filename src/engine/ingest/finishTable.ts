/**
 * @file From filled column builders to a dataset: drops the empty column of a trailing delimiter, finds out which of day
 * and month comes first, and flags a row of totals at the end.
 */
import { missingTest } from "../../core/data/cells.ts";
import type { ColumnBuilder } from "../../core/data/columnBuilder.ts";
import { columnLength, textReader } from "../../core/data/columns.ts";
import { scanDate } from "../../core/data/dates.ts";
import type { Dataset, StoredColumn, TableFormat } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { TablePlan } from "./plan.ts";

interface Facts {
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly issues: readonly Issue[];
  readonly dayFirstWanted: boolean | undefined;
  /** Holds where no cell shows the order. */
  readonly dayFirstExpected: boolean | undefined;
}

/** Filled builders, one a column, and how many rows each holds. */
export interface FilledTable {
  readonly builders: readonly ColumnBuilder[];
  readonly rows: number;
}

export function finishTable(table: FilledTable, plan: Pick<TablePlan, "names" | "format">, facts: Facts): Dataset {
  const issues: Issue[] = [...facts.issues];
  let names = plan.names;
  let columns = table.builders.map((builder) => builder.finish());
  const kept = withoutTrailing(names, columns, plan.format);
  if (kept < names.length) {
    issues.push({ code: "trailingColumnDropped", severity: "notice", at: {}, context: {} });
    names = names.slice(0, kept);
    columns = columns.slice(0, kept);
  }
  const dayFirst = facts.dayFirstWanted ?? findDayFirst(names, columns, plan.format, facts.dayFirstExpected, issues);
  const format = { ...plan.format, dayFirst };
  const total = findTotal(columns, table.rows, format);
  if (total !== undefined) issues.push(total);
  const { id, fileName, bytes } = facts;
  return { id, fileName, bytes, rows: table.rows, format, names, columns, issues };
}

/** How many columns stay: those at the end with neither name nor value go, but never all. */
function withoutTrailing(names: readonly string[], columns: readonly StoredColumn[], format: TableFormat): number {
  if (!format.header) return columns.length;
  let kept = columns.length;
  while (kept > 1 && names[kept - 1] === `column_${kept}` && isEmpty(columns[kept - 1] as StoredColumn)) kept--;
  return kept;
}

const isEmpty = (column: StoredColumn): boolean =>
  column.kind === "dictionary" && column.values.every((value) => value.trim() === "");

interface DateEvidence {
  dayFirst: string | undefined;
  monthFirst: string | undefined;
  either: string | undefined;
  dates: number;
}

/** Columns with more distinct cells than this are judged by a sample. */
const dateSample = 20_000;

function dateEvidence(column: StoredColumn, format: TableFormat): DateEvidence | undefined {
  if (column.kind === "numbers") return undefined;
  const isMissing = missingTest(format.missing);
  const found: DateEvidence = { dayFirst: undefined, monthFirst: undefined, either: undefined, dates: 0 };
  const count = column.kind === "dictionary" ? column.values.length : columnLength(column);
  const step = Math.max(1, Math.floor(count / dateSample));
  const read = textReader(column, format);
  let present = 0;
  for (let i = 0; i < count; i += step) {
    const text = column.kind === "dictionary" ? (column.values[i] as string) : read(i);
    if (text === null || isMissing(text)) continue;
    present++;
    // A column of something else is left early.
    if (present > 100 && found.dates < present / 2) return undefined;
    const date = scanDate(text, false);
    if (date === undefined) continue;
    found.dates++;
    if (date.form !== "yearLast") continue;
    if (date.order === "day") found.dayFirst ??= text.trim();
    else if (date.order === "month") found.monthFirst ??= text.trim();
    else found.either ??= text.trim();
  }
  return found.dates * 2 > present ? found : undefined;
}

/**
 * One cell such as 31/01/2020 decides for the file. Where none does, dots mean the day comes first (a German habit);
 * otherwise the month is taken to and the user is asked.
 */
function findDayFirst(
  names: readonly string[],
  columns: readonly StoredColumn[],
  format: TableFormat,
  expected: boolean | undefined,
  issues: Issue[],
): boolean {
  let decided: boolean | undefined;
  let open: { readonly column: string; readonly example: string } | undefined;
  columns.forEach((stored, i) => {
    const evidence = dateEvidence(stored, format);
    if (evidence === undefined) return;
    const column = names[i] as string;
    const { dayFirst, monthFirst, either } = evidence;
    if (dayFirst !== undefined && monthFirst !== undefined) {
      const context = { column, dayFirst, monthFirst };
      issues.push({ code: "dateOrderMixed", severity: "warning", at: { column }, context });
    }
    if (dayFirst !== undefined) decided ??= true;
    else if (monthFirst !== undefined) decided ??= false;
    else if (either !== undefined) open ??= { column, example: either };
  });
  if (decided !== undefined) return decided;
  if (expected !== undefined) return expected;
  if (open === undefined) return false;
  const { column, example } = open;
  const dots = example.includes(".");
  const order = dots ? "dayFirst" : "monthFirst";
  issues.push({ code: "dateOrderUncertain", severity: "warning", at: { column }, context: { column, example, order } });
  return dots;
}

const totalWords =
  /^(grand |sub)?-?totals?:?$|^(sum|summe|gesamt|insgesamt|somme)( total)?:?$|^(合计|总计|总和|小计|合計|總計)[:：]?$/i;

/** A last row that adds up the others would be learned as one of them. */
function findTotal(columns: readonly StoredColumn[], rows: number, format: TableFormat): Issue | undefined {
  for (const column of columns) {
    const text = textReader(column, format)(rows - 1);
    if (text === null) continue;
    if (!totalWords.test(text.trim())) return undefined;
    return {
      code: "totalRow",
      severity: "warning",
      at: { row: rows },
      context: { row: rows, text: text.trim().slice(0, 40) },
    };
  }
  return undefined;
}
