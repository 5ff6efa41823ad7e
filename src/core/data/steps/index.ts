/**
 * @file All steps of preparation there are. List, form, defaults, fitting and the oracle read this table; a step is one
 * file beside it and one row here.
 */
import { impute } from "./impute.ts";
import { imputeCategory } from "./imputeCategory.ts";
import { oneHot } from "./oneHot.ts";
import { scale } from "./scale.ts";

export const steps = { impute, imputeCategory, oneHot, scale } as const;

export type StepKind = keyof typeof steps;
export const stepKinds = Object.keys(steps) as readonly StepKind[];
