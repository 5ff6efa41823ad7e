/** @file The list of random changes, edited: pure. */
import {
  type AugmentationKind,
  type AugmentationSpec,
  augmentationKinds,
  augmentations,
} from "../../../core/data/augmentations.ts";
import type { AugmentationStep } from "../../../core/data/types.ts";
import type { ParamValue } from "../../../core/params/fields.ts";

type Steps = readonly AugmentationStep[];

export const kindsFor = (suits: AugmentationSpec["suits"]): readonly AugmentationKind[] =>
  augmentationKinds.filter((kind) => augmentations[kind].suits === suits);

/** With one more at the end, under an id that none has. */
export function withStep(steps: Steps, kind: AugmentationKind): Steps {
  const taken = new Set(steps.map(({ id }) => id));
  let n = steps.length + 1;
  while (taken.has(`${kind}${n}`)) n++;
  return [...steps, { id: `${kind}${n}`, kind, params: {} }];
}

export const withParam = (steps: Steps, id: string, name: string, value: ParamValue): Steps =>
  steps.map((step) => (step.id === id ? { ...step, params: { ...step.params, [name]: value } } : step));

/** The key of a parameter's name and help: "rotateFactor". */
export const textKey = (kind: string, field: string): string =>
  `${kind}${field.charAt(0).toUpperCase()}${field.slice(1)}`;
