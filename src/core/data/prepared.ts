/** @file What preparing a table tells the page: the sizes a graph is compiled for, and the recipe as fitted. */

import type { Shape } from "../graph/types.ts";
import type { Issue } from "../issue.ts";
import type { Recipe } from "./recipe.ts";

/** What the page must know about the data to compile a graph; shapes follow from it. */
export interface PreparedInfo {
  /** Of one sample, without the batch axis; [0] where nothing could be fitted. */
  readonly inputShape: Shape;
  readonly classes: readonly string[];
  /** Samples: rows, images, texts or windows. */
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number };
  /** The recipe as fitted on the training part, shown on the Data step. */
  readonly recipe: Recipe;
  /** Samples of each class in the training part, before anything is balanced; absent for a regression. */
  readonly trainClasses?: readonly number[];
  /** The groups that can be left out, each a training of its own; absent where none is to be. */
  readonly groups?: readonly string[];
  readonly issues: readonly Issue[];
}
