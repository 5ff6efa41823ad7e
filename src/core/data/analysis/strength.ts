/** @file How much one column alone tells of the target: the measure that suits the two kinds, and its value. */
import type { Strength } from "../analysis.ts";
import type { TrainingColumn } from "./leaks.ts";
import { correlationRatio, cramersV, pearson } from "./relations.ts";

/** null where either does not vary, or no row holds both. */
export function strengthOf(column: TrainingColumn, target: TrainingColumn): Strength | null {
  const found = measured(column, target);
  return Number.isNaN(found.value) ? null : found;
}

function measured(column: TrainingColumn, target: TrainingColumn): Strength {
  if (column.kind === "number") {
    return target.kind === "number"
      ? { measure: "pearson", value: Math.abs(pearson(column.values, target.values)) }
      : { measure: "eta", value: correlationRatio(target.codes, target.kinds, column.values) };
  }
  return target.kind === "number"
    ? { measure: "eta", value: correlationRatio(column.codes, column.kinds, target.values) }
    : { measure: "cramersV", value: cramersV(column.codes, target.codes, column.kinds, target.kinds) };
}
