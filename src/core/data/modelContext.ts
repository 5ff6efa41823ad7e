/** @file What a fitted recipe fixes for a model: the same for the editor, for training and for every prediction. */
import type { ModelContext } from "../layers/define.ts";
import { type Recipe, recipeWidth } from "./recipe.ts";

export const modelContextOf = (recipe: Recipe): ModelContext => ({
  inputShape: [recipeWidth(recipe)],
  task: recipe.task,
  classes: recipe.target.kind === "classes" ? recipe.target.classes.length : 0,
  vocabulary: recipe.vocabulary ?? null,
});
