/** @file Which task a target column asks for, and which it allows. */
import { assertNever } from "../fault.ts";
import type { ColumnSummary, Task } from "./types.ts";

/** Integers of at most so many distinct values, each often enough, are taken as class numbers. */
const classNumbers = 20;
const rowsPerClass = 5;

/** Rows whose value can be read. */
export function presentRows({ chart }: Pick<ColumnSummary, "chart">): number {
  switch (chart.kind) {
    case "histogram":
      return chart.counts.reduce((sum, count) => sum + count, 0);
    case "values":
      return chart.top.reduce((sum, { count }) => sum + count, chart.other);
    case "sizes":
      return chart.top.reduce((sum, { count }) => sum + count, chart.other);
    default:
      return assertNever(chart);
  }
}

/** The task that follows from the target's type; null where the column cannot be a target. */
export function inferTask(column: ColumnSummary): Task | null {
  const { type, unique } = column;
  if (unique < 2) return null;
  switch (type) {
    case "boolean":
    case "category":
      return unique === 2 ? "binary" : "multiclass";
    case "integer":
      if (unique === 2) return "binary";
      return unique <= classNumbers && presentRows(column) >= unique * rowsPerClass ? "multiclass" : "regression";
    case "number":
      return "regression";
    case "date":
    case "text":
    case "id":
    case "constant":
    case "image":
      return null;
    default:
      return assertNever(type);
  }
}

/** The tasks a column can serve, the suggested one first. */
export function allowedTasks(column: ColumnSummary): readonly Task[] {
  const suggested = inferTask(column);
  if (suggested === null) return [];
  const classes: Task = column.unique === 2 ? "binary" : "multiclass";
  const numeric = column.type === "number" || column.type === "integer";
  const all: readonly Task[] = numeric ? [classes, "regression"] : [classes];
  return [suggested, ...all.filter((task) => task !== suggested)];
}
