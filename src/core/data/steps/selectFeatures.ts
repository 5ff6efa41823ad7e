/**
 * @file selectFeatures: leaves out columns that tell little of the target, by one of several measures. What is asked for
 * stands here, for the form; how it is measured is `selection.ts`, which only fitting needs.
 */
import { choice, float, int } from "../../params/fields.ts";
import { selectionStep } from "./define.ts";

export const selectionMethods = ["correlation", "mutualInformation", "variance", "l1", "permutation"] as const;
export type SelectionMethod = (typeof selectionMethods)[number];

export const selectFeatures = selectionStep({
  group: "selection",
  fields: {
    method: choice(selectionMethods, { default: "correlation" }),
    keep: choice(["best", "above"], { default: "best" }),
    count: int({ default: 10, min: 1, max: 100_000, onlyIf: { field: "keep", among: ["best"] } }),
    threshold: float({ default: 0, min: 0, max: 1e300, onlyIf: { field: "keep", among: ["above"] } }),
    alpha: float({
      default: 0.01,
      min: 0,
      exclusiveMin: true,
      max: 1e6,
      onlyIf: { field: "method", among: ["l1"] },
    }),
    seed: int({ default: 1, min: 0, max: 4_294_967_295, onlyIf: { field: "method", among: ["permutation"] } }),
  },
});
