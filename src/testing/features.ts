/** @file For tests only: the two chains that the default steps fit. */
import type { FittedFeature } from "../core/data/recipe.ts";

/** A number: filled, then scaled. */
export const numberFeature = (
  column: string,
  impute: number,
  { offset = 0, scale = 1, type = "number" }: Partial<Scaled> = {},
): FittedFeature => ({
  column,
  type,
  ops: [
    { kind: "impute", value: impute, indicator: false },
    { kind: "scale", offset, scale },
  ],
});

interface Scaled {
  readonly offset: number;
  readonly scale: number;
  readonly type: "number" | "integer" | "date";
}

/** A category: filled, then a place a value. */
export const categoryFeature = (
  column: string,
  values: readonly string[],
  impute: string,
  type: "category" | "boolean" = "category",
): FittedFeature => ({
  column,
  type,
  ops: [
    { kind: "imputeCategory", value: impute, indicator: false },
    { kind: "oneHot", values },
  ],
});
