/** @file A step that is added to others: an id of its own, its usual place among them. */
import type { ParamValue } from "../../params/fields.ts";
import type { RecipeStep } from "../types.ts";
import { type StepKind, stepKinds } from "./index.ts";

/** The arguments of the edit that adds the step. */
export interface AddedStep {
  readonly step: RecipeStep;
  readonly at: number;
}

/** Behind the last of those that usually come before it, or are of its kind. */
export function newStep(
  existing: readonly RecipeStep[],
  kind: StepKind,
  columns: readonly string[] | null = null,
  params: Readonly<Record<string, ParamValue>> = {},
): AddedStep {
  const order = stepKinds.indexOf(kind);
  const at = existing.findLastIndex((step) => stepKinds.indexOf(step.kind) <= order) + 1;
  const taken = new Set(existing.map(({ id }) => id));
  let id: string = kind;
  for (let i = 2; taken.has(id); i++) id = `${kind}-${i}`;
  return { step: { id, kind, columns, params }, at };
}
