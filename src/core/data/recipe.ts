/**
 * @file The fitted recipe: how a raw row becomes the numbers a model takes. A plain value, fitted on the training part
 * only, saved with each run; every prediction and every exported program repeats it. Fitting lives in the worker.
 */
import { assertNever } from "../fault.ts";
import type { Task } from "./types.ts";

export type FittedFeature =
  | {
      /** Width 1: (x − offset) / scale, `impute` standing for a missing x. Dates are ms since 1970, UTC. */
      readonly kind: "number";
      readonly column: string;
      readonly type: "number" | "integer" | "date";
      readonly impute: number;
      readonly offset: number;
      readonly scale: number;
    }
  | {
      /** Width `values.length + 1`; the last place is for values the training part did not hold. */
      readonly kind: "oneHot";
      readonly column: string;
      readonly type: "category" | "boolean";
      readonly values: readonly string[];
      /** Index into `values` that stands for a missing cell. */
      readonly impute: number;
    };

export type FittedTarget =
  | { readonly kind: "classes"; readonly column: string; readonly classes: readonly string[] }
  /** The model learns (y − offset) / scale; predictions are turned back. */
  | { readonly kind: "number"; readonly column: string; readonly offset: number; readonly scale: number };

export interface Recipe {
  readonly task: Task;
  readonly decimal: "." | ",";
  readonly dayFirst: boolean;
  readonly missing: readonly string[];
  readonly features: readonly FittedFeature[];
  readonly target: FittedTarget;
  /** Where every input is a whole number from 0 on (word numbers, unscaled): the largest of the training part plus 1. */
  readonly vocabulary?: number | null;
}

export function featureWidth(feature: FittedFeature): number {
  switch (feature.kind) {
    case "number":
      return 1;
    case "oneHot":
      return feature.values.length + 1;
    default:
      return assertNever(feature);
  }
}

/** How many numbers the model takes for one row. */
export const recipeWidth = (recipe: Pick<Recipe, "features">): number =>
  recipe.features.reduce((width, feature) => width + featureWidth(feature), 0);
