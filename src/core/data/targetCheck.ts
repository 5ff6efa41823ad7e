/** @file What makes a column a bad target for a task, seen from its summary: no rows are needed. */
import { assertNever } from "../fault.ts";
import type { Issue } from "../issue.ts";
import { typeFix } from "./columnFindings.ts";
import { presentRows } from "./task.ts";
import type { ColumnSummary, Task } from "./types.ts";

/** Classes from which on a target is worth a doubt. */
export const manyClasses = 100;
/** Classes from which on, or with hardly two rows each, a target is rather an ID or a number. */
const tooManyClasses = 1000;

export function checkTarget(column: ColumnSummary, task: Task): Issue[] {
  const { name, type, missing, invalid } = column;
  const at = { column: name };
  const present = presentRows(column);
  if (present === 0) return [{ code: "targetEmpty", severity: "error", at, context: { column: name } }];
  const issues: Issue[] = [];
  if (missing + invalid.count > 0) {
    issues.push({
      code: "targetMissing",
      severity: "notice",
      at,
      context: { column: name, count: missing + invalid.count },
    });
  }
  if (column.unique < 2) {
    const { chart } = column;
    const value = chart.kind === "values" ? chart.top[0]?.value : chart.kind === "histogram" ? String(chart.min) : "";
    issues.push({ code: "targetOneClass", severity: "error", at, context: { column: name, value: value ?? "" } });
    return issues;
  }
  if (type === "date" || type === "text" || type === "id" || type === "constant" || type === "image") {
    const fixes = [typeFix("asCategory", name, "category")];
    issues.push({ code: "targetUnsuitable", severity: "error", at, context: { column: name, type }, fixes });
    return issues;
  }
  switch (task) {
    case "regression":
      if (type !== "number" && type !== "integer") {
        const fixes = [typeFix("asNumber", name, "number")];
        issues.push({ code: "targetNotNumeric", severity: "error", at, context: { column: name }, fixes });
      }
      return issues;
    case "binary":
    case "multiclass":
      return [...issues, ...checkClasses(column, task, present)];
    default:
      return assertNever(task);
  }
}

function checkClasses(column: ColumnSummary, task: "binary" | "multiclass", present: number): Issue[] {
  const { name, type, unique: count, singletons } = column;
  const at = { column: name };
  const issues: Issue[] = [];
  if (task === "binary" && count !== 2) {
    const fixes = [{ label: "dataFixes:multiclass", edit: "setTask", args: { task: "multiclass" } }] as const;
    issues.push({ code: "targetNotTwoClasses", severity: "error", at, context: { column: name, count }, fixes });
  }
  if (singletons !== undefined && singletons.count > 0) {
    const examples = singletons.examples.map((value) => `“${value}”`).join(", ");
    issues.push({
      code: "targetSingletons",
      severity: "warning",
      at,
      context: { column: name, count: singletons.count, examples },
    });
  }
  const numeric = type === "number" || type === "integer";
  const regression = [{ label: "dataFixes:regression", edit: "setTask", args: { task: "regression" } }] as const;
  const fixes = numeric ? { fixes: regression } : {};
  if (count > tooManyClasses || (count > 20 && count * 2 > present)) {
    const context = { column: name, count, rows: present };
    issues.push({ code: "targetLooksLikeId", severity: "warning", at, context, ...fixes });
  } else if (count > manyClasses) {
    issues.push({ code: "targetManyClasses", severity: "warning", at, context: { column: name, count }, ...fixes });
  }
  return issues;
}
