/**
 * @file All steps of preparation there are, in the order in which they are usually carried out: a step that is added
 * finds its place by it. List, form, defaults, fitting and the oracle read this table; a step is one file beside it and
 * one row here.
 */
import { bins } from "./bins.ts";
import { clip } from "./clip.ts";
import { dateParts } from "./dateParts.ts";
import { filter } from "./filter.ts";
import { hash } from "./hash.ts";
import { impute } from "./impute.ts";
import { imputeCategory } from "./imputeCategory.ts";
import { oneHot } from "./oneHot.ts";
import { ordinal } from "./ordinal.ts";
import { power } from "./power.ts";
import { scale } from "./scale.ts";
import { selectFeatures } from "./selectFeatures.ts";

export const steps = {
  filter,
  impute,
  imputeCategory,
  clip,
  power,
  bins,
  dateParts,
  ordinal,
  hash,
  oneHot,
  scale,
  selectFeatures,
} as const;

export type StepKind = keyof typeof steps;
export const stepKinds = Object.keys(steps) as readonly StepKind[];
