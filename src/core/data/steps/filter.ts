/**
 * @file filter: keeps the rows of which a comparison holds, before they are divided; predictions are not filtered. As
 * pandas compares: a missing cell is equal to nothing, so "is not" holds for it and every other comparison does not.
 */
import { assertNever } from "../../fault.ts";
import type { Issue } from "../../issue.ts";
import { choice, completed, type ParamsOf, text, wrongField } from "../../params/fields.ts";
import type { Pieces } from "../../pieces.ts";
import { compareCodePoints, type TypedColumn } from "../cellSource.ts";
import { parseNumber } from "../cells.ts";
import { parseDate } from "../dates.ts";
import { rowsWhere } from "../gather.ts";
import type { RecipeStep } from "../types.ts";
import { rowStep } from "./define.ts";

export const comparisons = [
  "equal",
  "notEqual",
  "less",
  "atMost",
  "more",
  "atLeast",
  "contains",
  "missing",
  "notMissing",
] as const;
export type Comparison = (typeof comparisons)[number];

export const filter = rowStep({
  group: "rows",
  fields: {
    comparison: choice(comparisons, { default: "notMissing" }),
    value: text({
      default: "",
      onlyIf: { field: "comparison", among: comparisons.filter((name) => name !== "missing" && name !== "notMissing") },
    }),
  },
});

/** The rows that stay, in their order. A step that names several columns asks the same of each. */
export function* filterRows(
  steps: readonly RecipeStep[],
  columns: ReadonlyMap<string, TypedColumn>,
  rows: Uint32Array,
  issues: Issue[],
): Pieces<Uint32Array> {
  let kept = rows;
  for (const step of steps) {
    if (step.kind !== "filter") continue;
    const params = completed(filter.fields, step.params as Partial<FilterParams> as FilterParams);
    const wrong = wrongField(filter.fields, params);
    if (wrong !== null) {
      const context = { step: step.kind, field: wrong };
      issues.push({ code: "stepSetting", severity: "error", at: { field: step.id }, context });
      continue;
    }
    if (step.columns === null || step.columns.length === 0) {
      issues.push({ code: "filterNoColumn", severity: "warning", at: { field: step.id }, context: {} });
      continue;
    }
    for (const name of step.columns)
      kept = yield* filtered({ step: step.id, name, params }, columns.get(name), kept, issues);
  }
  return kept;
}

type FilterParams = ParamsOf<typeof filter.fields>;

function* filtered(
  { step, name, params }: { readonly step: string; readonly name: string; readonly params: FilterParams },
  column: TypedColumn | undefined,
  rows: Uint32Array,
  issues: Issue[],
): Pieces<Uint32Array> {
  const at = { field: step, column: name };
  if (column === undefined) {
    const context = { column: name, step: "filter" } as const;
    issues.push({ code: "stepColumnMissing", severity: "warning", at, context });
    return rows;
  }
  const { type } = column;
  if (type === "category" || type === "boolean") yield* column.source.readCategories();
  const holds = testOf(params, column);
  if (holds === null) {
    const context = { column: name, value: params.value };
    issues.push({ code: "filterNotOrdered", severity: "warning", at, context });
    return rows;
  }
  const kept = yield* rowsWhere(rows, holds);
  const count = rows.length - kept.length;
  if (kept.length === 0 && rows.length > 0) {
    issues.push({ code: "filterLeavesNone", severity: "error", at, context: { column: name } });
  } else if (count > 0) {
    issues.push({ code: "rowsFiltered", severity: "notice", at, context: { column: name, count, left: kept.length } });
  }
  return kept;
}

/** Whether a row stays; null where the value cannot be compared with what the column holds. */
function testOf({ comparison, value }: FilterParams, column: TypedColumn): ((row: number) => boolean) | null {
  const { source } = column;
  switch (comparison) {
    case "missing":
      return isMissing(column);
    case "notMissing": {
      const missing = isMissing(column);
      return (row) => !missing(row);
    }
    case "contains":
      return (row) => source.text(row)?.includes(value) ?? false;
    case "equal":
    case "notEqual":
    case "less":
    case "atMost":
    case "more":
    case "atLeast":
      return orderTest(comparison, value, column);
    default:
      return assertNever(comparison);
  }
}

/** What cannot be read as what the column holds counts as missing, as it does for the model. */
function isMissing({ type, source }: TypedColumn): (row: number) => boolean {
  if (isOrdered(type)) return (row) => Number.isNaN(source.number(row));
  if (type === "category" || type === "boolean") return (row) => source.categories.codeAt(row) < 0;
  return (row) => source.text(row) === null;
}

const isOrdered = (type: TypedColumn["type"]): boolean => type === "number" || type === "integer" || type === "date";

function orderTest(
  comparison: Exclude<Comparison, "contains" | "missing" | "notMissing">,
  value: string,
  column: TypedColumn,
): ((row: number) => boolean) | null {
  const { type, source } = column;
  if (isOrdered(type)) {
    const bound = type === "date" ? parseDate(value.trim(), false) : numberOf(value);
    if (Number.isNaN(bound)) return null;
    return numberTests[comparison](source.number, bound);
  }
  if (comparison !== "equal" && comparison !== "notEqual") return null;
  const wanted = comparison === "equal";
  if (type === "category" || type === "boolean") {
    const { codeAt, values } = source.categories;
    const code = values.findIndex((name) => compareCodePoints(name, value.trim()) === 0);
    return (row) => (code >= 0 && codeAt(row) === code) === wanted;
  }
  return (row) => (source.text(row) === value) === wanted;
}

/** A number as it is typed here, with a point or a comma. */
function numberOf(value: string): number {
  const read = parseNumber(value, ".");
  return Number.isNaN(read) ? parseNumber(value, ",") : read;
}

type Read = (row: number) => number;
const numberTests: Readonly<
  Record<
    Exclude<Comparison, "contains" | "missing" | "notMissing">,
    (read: Read, bound: number) => (row: number) => boolean
  >
> = {
  equal: (read, bound) => (row) => read(row) === bound,
  notEqual: (read, bound) => (row) => read(row) !== bound,
  less: (read, bound) => (row) => read(row) < bound,
  atMost: (read, bound) => (row) => read(row) <= bound,
  more: (read, bound) => (row) => read(row) > bound,
  atLeast: (read, bound) => (row) => read(row) >= bound,
};
