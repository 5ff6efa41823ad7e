/** @file What a fitted recipe fixes for a model: the same for the editor, for training and for every prediction. */
import type { ModelContext } from "../layers/define.ts";
import { inputShapeOf, isText, outputsOf, type Recipe } from "./recipe.ts";

export const modelContextOf = (recipe: Recipe): ModelContext => ({
  inputShape: inputShapeOf(recipe),
  task: recipe.task,
  classes: recipe.target.kind === "classes" ? recipe.target.classes.length : 0,
  outputs: outputsOf(recipe.target).length,
  vocabulary: recipe.vocabulary ?? null,
  text: isText(recipe),
});
