/** @file What can be done to the steps of the recipe, each an edit of the document with a name for undo. */

import type { StepKind } from "../../../core/data/steps/index.ts";
import { newStep } from "../../../core/data/steps/newStep.ts";
import { defaultSteps, type RecipeStep } from "../../../core/data/types.ts";
import type { ParamValue } from "../../../core/params/fields.ts";
import { useProject } from "../../../state/project.ts";

const stepsNow = (): readonly RecipeStep[] => useProject.getState().project?.data.recipe.steps ?? [];

type Options = Parameters<ReturnType<typeof useProject.getState>["edit"]>[2];

function set(steps: readonly RecipeStep[], options?: Options): void {
  useProject.getState().edit("setSteps", { steps }, options);
}

function change(id: string, part: Partial<RecipeStep>, coalesce?: string): void {
  set(
    stepsNow().map((step) => (step.id === id ? { ...step, ...part } : step)),
    { coalesce },
  );
}

/** Puts a step in its usual place; returns its id. `name` is what it is called in the language shown, here and below. */
export function addStep(kind: StepKind, name: string): string {
  const added = newStep(stepsNow(), kind);
  useProject.getState().edit("addStep", added, { detail: { key: "add", name } });
  return added.step.id;
}

export const removeStep = (id: string, name: string): void =>
  set(
    stepsNow().filter((step) => step.id !== id),
    { detail: { key: "removeOne", name } },
  );

/** One place up (−1) or down (1); returns its place from 0. */
export function moveStep(id: string, by: -1 | 1, name: string): number {
  const steps = stepsNow();
  const from = steps.findIndex((step) => step.id === id);
  const to = from + by;
  const step = steps[from];
  if (step === undefined || to < 0 || to >= steps.length) return from;
  set(steps.toSpliced(from, 1).toSpliced(to, 0, step), { detail: { key: "moveOne", name } });
  return to;
}

export function setParam(id: string, name: string, value: ParamValue): void {
  const params = stepsNow().find((step) => step.id === id)?.params ?? {};
  change(id, { params: { ...params, [name]: value } }, `step.${id}.${name}`);
}

/** Ticking several columns in a row is one step of undo. */
export const setColumns = (id: string, columns: readonly string[] | null): void =>
  change(id, { columns }, `step.${id}.columns`);

export const resetSteps = (): void => set(defaultSteps);
