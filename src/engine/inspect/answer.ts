/** @file What the head put out for the row, read as an answer: the class with its probability, or the number in its unit. */
import type { Recipe } from "../../core/data/recipe.ts";
import type { InspectedAnswer, InspectedGraph, TargetValue } from "../../core/graph/inspected.ts";
import type { NodeId } from "../../core/graph/types.ts";
import { answersOf } from "../evaluate/predict.ts";

/** undefined where the head's output is no whole answer: it has as many numbers as the page could not be sent. */
export function inspectedAnswer(
  recipe: Recipe,
  head: NodeId,
  outputs: InspectedGraph["outputs"],
  truth: TargetValue | null,
): InspectedAnswer | undefined {
  const output = outputs[head];
  const { target } = recipe;
  if (output === undefined) return undefined;
  const [answer] = answersOf(recipe, output.values, 1);
  if (answer?.value === undefined) return undefined;
  const said = { node: head, column: target.column, truth, prediction: answer.value };
  if (target.kind !== "classes") return said;
  const { probabilities = [] } = answer;
  return { ...said, classes: target.classes.map((name, i) => ({ name, share: probabilities[i] ?? Number.NaN })) };
}
