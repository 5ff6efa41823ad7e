/** @file What preparing a table tells the page: the sizes a graph is compiled for, and the recipe as fitted. */
import type { Issue } from "../issue.ts";
import type { Recipe } from "./recipe.ts";

/** What the page must know about the data to compile a graph; shapes follow from it. */
export interface PreparedInfo {
  readonly width: number;
  readonly classes: readonly string[];
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number };
  /** The recipe as fitted on the training part, shown on the Data step. */
  readonly recipe: Recipe;
  readonly issues: readonly Issue[];
}
